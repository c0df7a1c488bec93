/** The bytes of one object as a stream that outlives its connection: what is missing after a cut is asked for again. */
import { addAbortSignal, Readable } from 'node:stream';
import type { GetObjectCommandOutput } from '@aws-sdk/client-s3';
import type { AwsError } from '../errors';

/** In one object. A slow Elasticsearch lets connections idle out too, so large objects may need some. */
const MOST_RESUMPTIONS = 5;

export type GotObject = Pick<GetObjectCommandOutput, 'Body' | 'ETag' | 'ContentRange'>;

/** What is asked for again: the object that was begun, and no other that took its place. */
export interface MissingPart {
  /** Bytes already had. */
  readonly from: number;
  readonly etag: string;
}

export interface BodySetup {
  readonly signal: AbortSignal;
  readonly reopen: (missing: MissingPart) => Promise<GotObject>;
  readonly translate: (error: unknown) => AwsError;
  /** False for what a second connection would not put right. */
  readonly isWorthResuming: (error: AwsError) => boolean;
}

/**
 * `object` as a stream whose faults are AwsErrors, and which lets go of its socket when destroyed. What the reader
 * destroys it with stays as it is; an abort reaches the reader as an AbortError.
 */
export function objectBody(object: GotObject, setup: BodySetup): Readable {
  return addAbortSignal(setup.signal, new ObjectBody(object, setup));
}

class ObjectBody extends Readable {
  private body: Readable;
  private chunks: AsyncIterator<Buffer>;
  private received = 0;
  private resumptions = 0;
  private readonly etag: string | undefined;

  constructor(
    object: GotObject,
    private readonly setup: BodySetup,
  ) {
    super();
    this.etag = object.ETag;
    this.body = readableOf(object);
    this.chunks = this.body[Symbol.asyncIterator]();
  }

  override _read(): void {
    this.next().then(
      (chunk) => this.push(chunk),
      (error: unknown) => this.destroy(this.setup.translate(error)),
    );
  }

  override _destroy(error: Error | null, done: (error: Error | null) => void): void {
    this.body.destroy();
    done(error);
  }

  /** Null at the end. */
  private async next(): Promise<Buffer | null> {
    for (;;) {
      try {
        const { done, value } = await this.chunks.next();
        if (done === true) return null;
        this.received += value.length;
        return value;
      } catch (error) {
        await this.reconnect(this.setup.translate(error));
      }
    }
  }

  /** Throws `cause` where it can't go on. */
  private async reconnect(cause: AwsError): Promise<void> {
    const { etag, received, setup } = this;
    const mayResume = this.resumptions++ < MOST_RESUMPTIONS && setup.isWorthResuming(cause);
    if (this.destroyed || etag === undefined || !mayResume) throw cause;
    const object = await setup.reopen({ from: received, etag });
    this.body = readableOf(object);
    // a server that ignores ranges begins at the beginning
    const isRest = object.ContentRange?.startsWith(`bytes ${received}-`) ?? received === 0;
    if (this.destroyed || !isRest) {
      this.body.destroy();
      throw cause;
    }
    this.chunks = this.body[Symbol.asyncIterator]();
  }
}

function readableOf({ Body }: GotObject): Readable {
  if (!(Body instanceof Readable)) return Readable.from([]);
  // a fault may come before anybody reads; the iterator tells it then
  return Body.on('error', () => undefined);
}
