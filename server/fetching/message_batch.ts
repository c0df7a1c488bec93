/** The messages that were received at once: hidden from others while they are worked on, and then deleted or given back. */
import type { QueueCounts } from '../../common/sources';
import type { Hiding, MessageQueue, QueueMessage } from '../aws/message_queue';
import { readNotification } from '../notifications/notification';
import type { ListeningSource, SortedObjects, WantedObject } from '../notifications/sort_objects';
import { sortObjects } from '../notifications/sort_objects';
import { NO_MESSAGES } from './queue_state';

/** After a crash the messages come back after this time. */
const HIDDEN_SECONDS = 60;
/** Enough that a checkpoint is worth its while. */
const MOST_MESSAGES = 100;
const HEARTBEAT_MS = 20_000;
/** Long enough for a step of the run that holds the account × region. */
const HELD_SECONDS = 15;
const FIRST_REFUSED_SECONDS = 60;
const LONGEST_REFUSED_SECONDS = 30 * 60;
/** How often a message is received whose object AWS refuses: its day stays open for the listings, which go on. */
const MAX_RECEIVES_OF_REFUSED = 5;
/** Soon at first, as its own reader may be another source of ours, and then ever later. */
const FIRST_FOREIGN_SECONDS = 15;
const LONGEST_FOREIGN_SECONDS = 60 * 60;
/**
 * In four hours its own reader has had its turn; if that is a source of ours, listings find the object too. One that came
 * round until it expires would with others fill the queue: SQS hides 120,000 messages at most, and then gives none.
 */
const MAX_RECEIVES_OF_FOREIGN = 12;

/**
 * What became of an object. `held`: another run has its account × region. `refused`: AWS won't give it. Whatever has no
 * outcome was not come to.
 */
export type ObjectOutcome = 'done' | 'held' | 'refused';

interface SortedMessage extends SortedObjects {
  readonly message: QueueMessage;
}

export class MessageBatch {
  private readonly messages: SortedMessage[] = [];
  private readonly outcomes = new Map<string, ObjectOutcome>();
  private readonly timer: NodeJS.Timeout;
  private beat: Promise<void> = Promise.resolve();

  constructor(
    private readonly queue: MessageQueue,
    private readonly source: ListeningSource,
  ) {
    this.timer = setInterval(() => {
      // a beat that fails lets the messages come back early: their objects are then known
      this.beat = this.keepHidden().catch(() => undefined);
    }, HEARTBEAT_MS);
    this.timer.unref();
  }

  /** Receives until there is nothing more, the batch is full, or it is time to stop. True when the queue was found empty. */
  async receive(signal: AbortSignal, isTimeUp: () => boolean): Promise<boolean> {
    while (this.messages.length < MOST_MESSAGES && !isTimeUp()) {
      const received = await this.queue.receive(HIDDEN_SECONDS, signal);
      if (received.length === 0) return true;
      for (const message of received) {
        this.messages.push({ message, ...sortObjects(readNotification(message.body), this.source) });
      }
    }
    return false;
  }

  /** Each once, though several messages name it. */
  get wanted(): readonly WantedObject[] {
    const byKey = new Map(
      this.messages.flatMap(({ wanted }) => wanted).map((object) => [object.key, object]),
    );
    return [...byKey.values()];
  }

  /** What is done stays so. */
  note(key: string, outcome: ObjectOutcome): void {
    if (this.outcomes.get(key) !== 'done') this.outcomes.set(key, outcome);
  }

  /** Deletes the messages whose objects are all done, and those without any; gives the others back. Throws AwsError. */
  async settle(): Promise<QueueCounts> {
    clearInterval(this.timer);
    // a beat under way would hide again what is given back
    await this.beat;
    const counts = { ...NO_MESSAGES };
    const deleted: QueueMessage[] = [];
    const hidden: Hiding[] = [];
    for (const { message, ...objects } of this.messages) {
      const { count, hideSeconds } = this.verdict(message, objects);
      counts[count]++;
      if (hideSeconds === undefined) deleted.push(message);
      else hidden.push({ message, seconds: hideSeconds });
    }
    for (const some of inTens(deleted)) await this.queue.delete(some);
    for (const some of inTens(hidden)) await this.queue.hide(some);
    return counts;
  }

  /** Without `hideSeconds` the message is to be deleted. */
  private verdict(
    { receives }: QueueMessage,
    { wanted, hasForeign }: SortedObjects,
  ): { readonly count: keyof QueueCounts; readonly hideSeconds?: number } {
    const outcomes = wanted.map(({ key }) => this.outcomes.get(key));
    if (outcomes.includes('refused')) {
      const most = hasForeign ? MAX_RECEIVES_OF_FOREIGN : MAX_RECEIVES_OF_REFUSED;
      if (receives >= most) return { count: 'given_up' };
      return {
        count: 'returned',
        hideSeconds: growing(receives, FIRST_REFUSED_SECONDS, LONGEST_REFUSED_SECONDS),
      };
    }
    if (!outcomes.every((outcome) => outcome === 'done'))
      return { count: 'returned', hideSeconds: outcomes.includes('held') ? HELD_SECONDS : 0 };
    if (hasForeign) {
      if (receives >= MAX_RECEIVES_OF_FOREIGN) return { count: 'given_up' };
      return {
        count: 'foreign',
        hideSeconds: growing(receives, FIRST_FOREIGN_SECONDS, LONGEST_FOREIGN_SECONDS),
      };
    }
    return { count: wanted.length > 0 ? 'done' : 'ignored' };
  }

  private async keepHidden(): Promise<void> {
    for (const some of inTens(this.messages))
      await this.queue.hide(some.map(({ message }) => ({ message, seconds: HIDDEN_SECONDS })));
  }
}

/** SQS takes no more at once. */
function inTens<T>(items: readonly T[]): readonly (readonly T[])[] {
  const tens: T[][] = [];
  for (let i = 0; i < items.length; i += 10) tens.push(items.slice(i, i + 10));
  return tens;
}

function growing(receives: number, first: number, longest: number): number {
  return Math.min(longest, first * 2 ** (receives - 1));
}
