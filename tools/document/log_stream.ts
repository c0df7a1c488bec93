/** Makes a log file of what people have in hand: a record alone, records one after another, an array of them, with gzip or without. */
import { Readable } from 'node:stream';
import { createGunzip } from 'node:zlib';

const GZIP_FIRST_BYTE = 0x1f;
/** A log file says within its first bytes that it is one; what stands before `Records` there, if anything, is short. */
const HEAD_BYTES = 64 * 1024;
const BEGINS_RECORDS = /"Records"\s*:\s*\[/;
const IN_A_RECORD = /"event(Version|Time|Source|Name|ID)"\s*:/;
const IN_A_DIGEST = /"digestStartTime"\s*:/;

export interface LogStream {
  /** `{"Records":[…]}`, uncompressed. */
  readonly stream: Readable;
  /** Bytes that stand before the file's own: to be taken off a record's offset. */
  readonly added: number;
}

/** Never throws: `stream` throws what the file's stream does, and zlib's errors. */
export async function toLogStream(file: Readable): Promise<LogStream> {
  const { head, rest } = await peek(await uncompressed(file));
  const [before, after] = wrapping(head.toString('latin1'));
  return {
    stream: Readable.from(join(before, head, rest, after), { objectMode: false }),
    added: before.length,
  };
}

/** What makes a log file of a text that begins like this. */
function wrapping(head: string): readonly [before: string, after: string] {
  if (head.trimStart().startsWith('[')) return ['{"Records":', '}'];
  const records = head.search(BEGINS_RECORDS);
  const isLogFile = records >= 0 && !IN_A_RECORD.test(head.slice(0, records));
  // anything that is neither goes as it is, too, to be refused with the product's own words
  const isRecord = !isLogFile && !IN_A_DIGEST.test(head) && IN_A_RECORD.test(head);
  return isRecord ? ['{"Records":[', ']}'] : ['', ''];
}

async function uncompressed(file: Readable): Promise<AsyncIterable<Buffer>> {
  const { head, rest } = await peek(file, 1);
  const whole = Readable.from(join('', head, rest, ''), { objectMode: false });
  if (head[0] !== GZIP_FIRST_BYTE) return whole;
  const gunzip = createGunzip();
  whole.on('error', (error) => gunzip.destroy(error));
  return whole.pipe(gunzip);
}

/** The first bytes, and an iterator over those after them: a fault among the first is thrown there, after what was good. */
async function peek(
  source: AsyncIterable<Buffer>,
  bytes = HEAD_BYTES,
): Promise<{ readonly head: Buffer; readonly rest: AsyncIterator<Buffer> }> {
  const rest = source[Symbol.asyncIterator]();
  const chunks: Buffer[] = [];
  let length = 0;
  try {
    while (length < bytes) {
      const next = await rest.next();
      if (next.done === true) break;
      chunks.push(next.value);
      length += next.value.length;
    }
  } catch (error) {
    return { head: Buffer.concat(chunks), rest: { next: () => Promise.reject(error) } };
  }
  return { head: Buffer.concat(chunks), rest };
}

async function* join(
  before: string,
  head: Buffer,
  rest: AsyncIterator<Buffer>,
  after: string,
): AsyncGenerator<Buffer> {
  yield Buffer.concat([Buffer.from(before), head]);
  for (let next = await rest.next(); next.done !== true; next = await rest.next()) yield next.value;
  if (after !== '') yield Buffer.from(after);
}
