/** The port through which the fetcher sees a queue of S3's notifications. */

export interface QueueMessage {
  readonly body: string;
  /** Names this receipt of the message: what deletes and hides it. */
  readonly receipt: string;
  /** How often it was received, this time among them. */
  readonly receives: number;
}

/** From now on; 0 lets anybody receive it at once. At most 12 hours from its receipt, says SQS. */
export interface Hiding {
  readonly message: QueueMessage;
  readonly seconds: number;
}

/** One queue, seen with one source's credentials. Every failure is an AwsError. */
export interface MessageQueue {
  /** At most 10 (or `atMost`), hidden from everybody else for so long. None: nothing came within a second or two. */
  receive(hiddenSeconds: number, signal: AbortSignal, atMost?: number): Promise<readonly QueueMessage[]>;
  /** At most 10. What can't be deleted any more comes back by itself. */
  delete(messages: readonly QueueMessage[]): Promise<void>;
  /** At most 10. Leaves messages alone whose receipt has ended. */
  hide(hidings: readonly Hiding[]): Promise<void>;
  /** Lets go of sockets. */
  close(): void;
}
