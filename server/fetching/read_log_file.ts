/** Reads one object: gunzip, cut into records, bounded in memory whatever its size. */
import { pipeline, Readable } from 'node:stream';
import { createGunzip, gunzipSync } from 'node:zlib';
import type { RawRecord } from '../cloudtrail/record_splitter';
import { RecordSplitter } from '../cloudtrail/record_splitter';
import { CloudTrailError, ObjectError } from '../errors';

/** Gzip's first byte, which no JSON begins with. A first chunk may be one byte long. */
const GZIP_FIRST_BYTE = 0x1f;
/** zlib's codes for what is wrong with the data; others are about this machine. */
const DAMAGED: ReadonlySet<string> = new Set(['Z_DATA_ERROR', 'Z_BUF_ERROR', 'Z_NEED_DICT']);
/** Four times zlib's default is half as much again in speed for objects of this size. */
const GUNZIP_CHUNK_BYTES = 256 * 1024;
const LEAST_CHUNK_BYTES = 16 * 1024;

/** An object that lies in memory and is no larger than this in it is unzipped at once: as a stream it takes twice as long. */
const MOST_AT_ONCE_BYTES = 8 * 1024 * 1024;

export interface ReadLimits {
  /** Uncompressed bytes of one object. */
  readonly maxObjectBytes: number;
  /** Uncompressed bytes of one record. */
  readonly maxRecordBytes: number;
}

/**
 * The records of an object in order, in groups; returns what kind of file it was. Takes gzip and plain JSON alike.
 * Throws ObjectError for what is wrong with the object (records before that have been given), AwsError when S3 breaks off.
 */
export async function* readLogFile(
  stored: Readable | Buffer,
  limits: ReadLimits,
): AsyncGenerator<readonly RawRecord[], 'log' | 'digest'> {
  const whole = Buffer.isBuffer(stored) ? unzippedAtOnce(stored, limits) : undefined;
  if (whole === undefined)
    return yield* readStream(Buffer.isBuffer(stored) ? Readable.from([stored]) : stored, limits);
  const splitter = new RecordSplitter(limits);
  // piece by piece, as of a stream: what is wrong with one spoils none before it
  for (let at = 0; at < whole.length; at += GUNZIP_CHUNK_BYTES) {
    const records = splitter.push(whole.subarray(at, at + GUNZIP_CHUNK_BYTES));
    if (records.length > 0) yield records;
  }
  return splitter.finish();
}

/** Gzip's last four bytes: how long the data was (RFC 1952). Only an estimate, since nobody has checked it. */
const LENGTH_BYTES = 4;

/** Undefined for what is plain, large or damaged: the records before the damage are to be had from a stream. */
function unzippedAtOnce(stored: Buffer, { maxObjectBytes }: ReadLimits): Buffer | undefined {
  if (stored[0] !== GZIP_FIRST_BYTE) return undefined;
  const maxOutputLength = Math.min(MOST_AT_ONCE_BYTES, maxObjectBytes);
  try {
    // in one piece of the right size, and a byte more, in which zlib sees that this was all
    const said = stored.length < LENGTH_BYTES ? 0 : stored.readUInt32LE(stored.length - LENGTH_BYTES) + 1;
    const chunkSize = Math.min(Math.max(said, LEAST_CHUNK_BYTES), maxOutputLength);
    return gunzipSync(stored, { chunkSize, maxOutputLength });
  } catch {
    return undefined;
  }
}

async function* readStream(
  stored: Readable,
  limits: ReadLimits,
): AsyncGenerator<readonly RawRecord[], 'log' | 'digest'> {
  const splitter = new RecordSplitter(limits);
  let bytes = 0;
  try {
    for await (const chunk of uncompressed(stored)) {
      bytes += chunk.length;
      if (bytes > limits.maxObjectBytes) throw tooLarge(limits);
      const records = splitter.push(chunk);
      if (records.length > 0) yield records;
    }
  } catch (error) {
    throw toObjectError(error);
  } finally {
    stored.destroy();
  }
  return splitter.finish();
}

async function* uncompressed(stored: Readable): AsyncGenerator<Buffer> {
  const chunks = stored[Symbol.asyncIterator]() as AsyncIterator<Buffer>;
  const first = await chunks.next();
  if (first.done === true) return;
  const rest = Readable.from(prepend(first.value, chunks), { objectMode: false });
  if (first.value[0] !== GZIP_FIRST_BYTE) {
    yield* rest as AsyncIterable<Buffer>;
    return;
  }
  const gunzip = createGunzip({ chunkSize: GUNZIP_CHUNK_BYTES });
  // the callback is the pipeline's way to hand on errors; the loop over gunzip throws the same one
  pipeline(rest, gunzip, () => undefined);
  yield* gunzip as AsyncIterable<Buffer>;
}

async function* prepend(first: Buffer, rest: AsyncIterator<Buffer>): AsyncGenerator<Buffer> {
  yield first;
  for (let next = await rest.next(); next.done !== true; next = await rest.next()) yield next.value;
}

function tooLarge({ maxObjectBytes }: ReadLimits): ObjectError {
  return new ObjectError(
    'object_too_large',
    `The object is larger than ${maxObjectBytes} bytes when uncompressed; its rest is not read. Raise cloudtrail.fetch.maxObjectBytes to take it in.`,
  );
}

function toObjectError(error: unknown): unknown {
  if (error instanceof CloudTrailError) return error;
  const code = error instanceof Error ? ((error as NodeJS.ErrnoException).code ?? '') : '';
  if (!DAMAGED.has(code)) return error;
  const what = code === 'Z_BUF_ERROR' ? 'is cut off' : 'is damaged';
  return new ObjectError('bad_gzip', `The object's gzip data ${what}; records before that were taken in.`, {
    cause: error,
  });
}
