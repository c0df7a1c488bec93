/** Cuts the uncompressed bytes of a log file into its records, chunk by chunk, without holding the whole file. */
import { ObjectError } from '../errors';

/** One element of `Records`, byte for byte as delivered. */
export interface RawRecord {
  /** Undefined where the record is larger than the limit: it was passed over. */
  readonly bytes: Buffer | undefined;
  /** Where the record begins in the uncompressed file: finds it in S3 again. */
  readonly offset: number;
}

export interface SplitLimits {
  /** Uncompressed bytes of one record. CloudTrail's own limit is 256 KB (1 MB for larger events that can be opted into). */
  readonly maxRecordBytes: number;
}

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const OPEN_BRACE = 0x7b;
const CLOSE_BRACE = 0x7d;
const OPEN_BRACKET = 0x5b;
const CLOSE_BRACKET = 0x5d;
const COMMA = 0x2c;
const COLON = 0x3a;
const RECORDS = 'Records';
const DIGEST_KEY = 'digestStartTime';
const MAX_KEY_BYTES = 256;
/** Of what stands in `Records` itself; a record that is an object or array is one deeper inside. */
const RECORD_DEPTH = 2;

type Where = 'before' | 'top' | 'records' | 'after';

/**
 * Feed it the chunks of a file in order; each call gives the records that became whole. `finish` tells whether the file
 * was a log file to its end. It looks only at JSON's structure (strings, braces, brackets): each record is parsed by
 * who takes it, so one broken record spoils no other.
 */
export class RecordSplitter {
  private where: Where = 'before';
  private depth = 0;
  private inString = false;
  private escaped = false;
  /** Position in the file of the chunk's first byte. */
  private position = 0;
  /** Bytes of a record that goes on into the next chunk. */
  private pending: Buffer[] = [];
  private pendingBytes = 0;
  /** The record that is being read has grown past the limit. */
  private tooLarge = false;
  private recordOffset = -1;
  /** The string that is being read at the top level; a key if a colon follows. */
  private text: number[] | undefined;
  private key = '';
  private sawRecords = false;
  private sawDigest = false;

  constructor(private readonly limits: SplitLimits) {}

  /** The records that end in this chunk. Throws ObjectError (`not_cloudtrail`, `bad_json`). */
  push(chunk: Buffer): RawRecord[] {
    const records: RawRecord[] = [];
    let start = this.recordOffset >= 0 ? 0 : -1;
    for (let i = 0; i < chunk.length; i++) {
      if (this.inString && this.text === undefined) {
        i = this.skipString(chunk, i);
        continue;
      }
      if (this.where === 'records' && this.depth > RECORD_DEPTH) {
        i = this.skipInRecord(chunk, i);
        if (i >= chunk.length) break;
      }
      const byte = chunk[i] ?? 0;
      if (this.inString) {
        this.readTopString(byte);
        continue;
      }
      if (byte <= 0x20) continue;
      if (
        this.where === 'records' &&
        this.depth === RECORD_DEPTH &&
        start < 0 &&
        byte !== COMMA &&
        byte !== CLOSE_BRACKET
      ) {
        start = i;
        this.recordOffset = this.position + i;
      }
      const ended = this.step(byte);
      // a scalar between commas ends where the comma or the bracket stands
      if (start >= 0 && this.depth <= RECORD_DEPTH && (ended || byte === COMMA || byte === CLOSE_BRACKET)) {
        records.push(this.take(chunk, start, ended ? i + 1 : i));
        start = -1;
        this.recordOffset = -1;
      }
    }
    if (start >= 0) this.hold(chunk.subarray(start));
    this.position += chunk.length;
    return records;
  }

  /** What the file was. Throws ObjectError `empty_object`, `bad_json` (cut off) or `not_cloudtrail`. */
  finish(): 'log' | 'digest' {
    if (this.position === 0) throw new ObjectError('empty_object', 'The object is empty.');
    if (this.where === 'before')
      throw new ObjectError('not_cloudtrail', 'The object is not JSON with a "Records" array.');
    if (this.where !== 'after') {
      const why = this.sawRecords ? 'ends in the middle of its records' : 'ends before its JSON does';
      throw new ObjectError('bad_json', `The object ${why}.`);
    }
    if (this.sawRecords) return 'log';
    if (this.sawDigest) return 'digest';
    throw new ObjectError('not_cloudtrail', 'The object is JSON without a "Records" array.');
  }

  /** Nearly all of a file is inside of its records. Gives the index of the byte that ends this one, which is not taken yet. */
  private skipInRecord(chunk: Buffer, from: number): number {
    let { depth } = this;
    let i = from;
    for (; i < chunk.length; i++) {
      const byte = chunk[i];
      if (byte === QUOTE) {
        this.inString = true;
        i = this.skipString(chunk, i + 1);
      } else if (byte === OPEN_BRACE || byte === OPEN_BRACKET) depth++;
      else if (byte === CLOSE_BRACE || byte === CLOSE_BRACKET) {
        if (depth === RECORD_DEPTH + 1) break;
        depth--;
      }
    }
    this.depth = depth;
    return i;
  }

  /** Jumps to the string's end; gives the index of its last byte in this chunk. */
  private skipString(chunk: Buffer, from: number): number {
    let i = from;
    if (this.escaped) {
      this.escaped = false;
      i++;
    }
    for (;;) {
      const quote = chunk.indexOf(QUOTE, i);
      if (quote < 0) {
        this.escaped = oddBackslashesBefore(chunk, chunk.length, i);
        return chunk.length;
      }
      if (!oddBackslashesBefore(chunk, quote, i)) {
        this.inString = false;
        return quote;
      }
      i = quote + 1;
    }
  }

  private readTopString(byte: number): void {
    const text = this.text ?? [];
    if (this.escaped) this.escaped = false;
    else if (byte === BACKSLASH) this.escaped = true;
    else if (byte === QUOTE) {
      this.inString = false;
      this.key = Buffer.from(text).toString('latin1');
      this.text = undefined;
      return;
    }
    if (text.length < MAX_KEY_BYTES) text.push(byte);
  }

  /** One structural byte outside strings; true when it closed an object or array that is a record. */
  private step(byte: number): boolean {
    if (this.where === 'before') {
      if (byte === 0xef || byte === 0xbb || byte === 0xbf) return false; // a byte order mark
      if (byte !== OPEN_BRACE)
        throw new ObjectError('not_cloudtrail', 'The object does not begin as a JSON object does.');
      this.where = 'top';
      this.depth = 1;
      return false;
    }
    if (this.where === 'after') throw new ObjectError('bad_json', 'Something follows the end of the JSON.');
    switch (byte) {
      case QUOTE:
        this.inString = true;
        if (this.where === 'top' && this.depth === 1) this.text = [];
        return false;
      case OPEN_BRACE:
      case OPEN_BRACKET:
        if (byte === OPEN_BRACKET && this.where === 'top' && this.depth === 1 && this.key === RECORDS) {
          this.where = 'records';
          this.sawRecords = true;
        }
        this.depth++;
        return false;
      case CLOSE_BRACE:
      case CLOSE_BRACKET:
        this.depth--;
        if (this.depth === 0) this.where = 'after';
        else if (this.depth === 1 && this.where === 'records') this.where = 'top';
        return this.where === 'records' && this.depth === RECORD_DEPTH;
      case COLON:
        if (this.depth === 1 && this.key === DIGEST_KEY) this.sawDigest = true;
        return false;
      case COMMA:
        if (this.depth === 1) this.key = '';
        return false;
      default:
        return false;
    }
  }

  private hold(part: Buffer): void {
    this.pendingBytes += part.length;
    if (this.pendingBytes > this.limits.maxRecordBytes) {
      this.tooLarge = true;
      this.pending = [];
    }
    if (!this.tooLarge) this.pending.push(part);
  }

  private take(chunk: Buffer, start: number, end: number): RawRecord {
    const last = chunk.subarray(start, end);
    const fits = !this.tooLarge && this.pendingBytes + last.length <= this.limits.maxRecordBytes;
    const whole = this.pending.length === 0 ? last : Buffer.concat([...this.pending, last]);
    this.pending = [];
    this.pendingBytes = 0;
    this.tooLarge = false;
    return { bytes: fits ? whole : undefined, offset: this.recordOffset };
  }
}

function oddBackslashesBefore(chunk: Buffer, index: number, from: number): boolean {
  let count = 0;
  while (index - 1 - count >= from && chunk[index - 1 - count] === BACKSLASH) count++;
  return count % 2 === 1;
}
