/** Puts any folder of CloudTrail files into the key layout that CloudTrail gives a bucket. */
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { basename, join } from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import type { BucketObject, LogFile } from './bucket_object';
import { digestKey, logKey, readLogFileName } from './bucket_object';
import { elementTexts, elementTextsUnder } from './json_elements';

export interface PlacedBucket {
  readonly objects: readonly BucketObject[];
  /** Records that no key can be made for: in no object. `index` counts from 0 within the file. */
  readonly unplaced: readonly { readonly file: string; readonly index: number; readonly why: string }[];
  /** Files in which no record can be found: in the bucket as they are, under keys of their own. */
  readonly asIs: readonly { readonly file: string; readonly key: string; readonly why: string }[];
  readonly digests: readonly { readonly file: string; readonly key: string }[];
  /** What lies in the folder beside `.json` and `.json.gz` files, or may not be read: not in the bucket. */
  readonly ignored: readonly { readonly file: string; readonly why: string }[];
  readonly totals: {
    /** Files that end in `.json` or `.json.gz`: `asIs`, `digests`, and those that records were found in. */
    readonly files: number;
    readonly objects: number;
    /** Records found = `placed` + `unplaced`. */
    readonly records: number;
    readonly placed: number;
    readonly unplaced: number;
    readonly asIs: number;
    readonly digests: number;
    readonly ignored: number;
  };
}

export interface PlaceOptions {
  /** ms since the epoch; a record from later than this lies in this day's folder, where a fetcher looks. */
  readonly now?: number;
}

type JsonObject = { readonly [key: string]: unknown };

const LOG_FILE = /\.json(\.gz)?$/i;
const ACCOUNT = /^\d{12}$/;
// Anonymised records have regions such as `ca-northsouth-2r`.
const REGION = /^[a-z]{2,}(-[a-z]+)+-\d+[a-z]?$/;
const EVENT_TIME = /^(\d{4}-\d\d-\d\d)[T ](\d\d:\d\d:\d\d)(\.\d{1,3})?\d*(Z|[+-]\d\d:\d\d)?$/;
/** CloudTrail's first month: nobody lists the days before it. */
const FIRST_DAY = Date.UTC(2013, 10, 1);
const UNREADABLE: LogFile = { account: '000000000000', region: 'us-east-1', at: Date.UTC(2024, 0, 1) };
/** Larger text than this does not fit into a JavaScript string. */
const MAX_TEXT_BYTES = 512 * 1024 * 1024 - 32;
const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789';

/**
 * All of a folder (and the folders in it) as objects of a bucket. The same files give the same objects. A file whose
 * records are of one account, region and day (or of one account and the region in its name, where that is a log file's
 * real name) stays one object, with its own bytes where it was a delivery already; any other is split. Records keep
 * their text, byte for byte. Throws only when `dir` itself cannot be read.
 */
export function placeRecords(dir: string, { now = Date.now() }: PlaceOptions = {}): PlacedBucket {
  const placing = new Placing(dir, now);
  for (const file of placing.filesBelow('')) placing.place(file);
  return placing.result();
}

/** What one look into a file gives. */
type Contents =
  | { readonly kind: 'unreadable'; readonly why: string }
  | { readonly kind: 'digest'; readonly digest: JsonObject }
  | {
      readonly kind: 'records';
      readonly records: readonly unknown[];
      readonly texts: readonly string[];
      readonly isDelivery: boolean;
    };

interface Group extends LogFile {
  readonly texts: string[];
  at: number;
}

class Placing {
  private readonly objects: BucketObject[] = [];
  private readonly unplaced: { file: string; index: number; why: string }[] = [];
  private readonly asIs: { file: string; key: string; why: string }[] = [];
  private readonly digests: { file: string; key: string }[] = [];
  private readonly ignored: { file: string; why: string }[] = [];
  private readonly keys = new Set<string>();
  private files = 0;
  private records = 0;

  constructor(
    private readonly dir: string,
    private readonly now: number,
  ) {}

  /** The log files below a folder, as paths from `dir` with `/`, in an order that no file system changes. */
  *filesBelow(folder: string): Generator<string> {
    const entries = readdirSync(join(this.dir, folder), { withFileTypes: true });
    entries.sort((a, b) => (a.name < b.name ? -1 : 1));
    for (const entry of entries) {
      const path = folder === '' ? entry.name : `${folder}/${entry.name}`;
      try {
        if (entry.isDirectory()) {
          yield* this.filesBelow(path);
        } else if (!statSync(join(this.dir, path)).isFile()) {
          // A linked folder could lead back to itself.
          this.ignored.push({ file: path, why: 'not a file' });
        } else if (!LOG_FILE.test(entry.name)) {
          this.ignored.push({ file: path, why: 'not named .json or .json.gz' });
        } else {
          yield path;
        }
      } catch (error) {
        this.ignored.push({ file: path, why: reason(error) });
      }
    }
  }

  place(file: string): void {
    let bytes: Buffer;
    try {
      bytes = readFileSync(join(this.dir, file));
    } catch (error) {
      this.ignored.push({ file, why: reason(error) });
      return;
    }
    this.files++;
    const contents = look(bytes);
    if (contents.kind === 'unreadable') this.placeAsIs(file, bytes, contents.why);
    else if (contents.kind === 'digest') this.placeDigest(file, bytes, contents.digest);
    else this.placeGroups(file, bytes, contents);
  }

  result(): PlacedBucket {
    const { objects, unplaced, asIs, digests, ignored, files, records } = this;
    const totals = {
      files,
      objects: objects.length,
      records,
      placed: records - unplaced.length,
      unplaced: unplaced.length,
      asIs: asIs.length,
      digests: digests.length,
      ignored: ignored.length,
    };
    return { objects, unplaced, asIs, digests, ignored, totals };
  }

  private placeAsIs(file: string, bytes: Buffer, why: string): void {
    const named = readLogFileName(stem(file));
    const gzKey = this.freeKey(named ?? UNREADABLE, file, named === undefined ? undefined : stem(file));
    const key = /\.gz$/i.test(file) ? gzKey : gzKey.replace(/\.gz$/, '');
    this.objects.push({ key, body: bytes });
    this.asIs.push({ file, key, why });
  }

  private placeDigest(file: string, bytes: Buffer, digest: JsonObject): void {
    const account = accountOf(digest['awsAccountId']) ?? UNREADABLE.account;
    // A digest says where it lay: …/<account>_CloudTrail-Digest_<region>_<trail>_<home region>_<stamp>.json.gz
    const lay = /_CloudTrail-Digest_([a-z0-9-]+)_(.+)_[a-z0-9-]+_\d{8}T\d{6}Z/;
    const [, region = UNREADABLE.region, trail = 'trail'] =
      lay.exec(String(digest['digestS3Object'])) ?? lay.exec(file) ?? [];
    const at = timeOf(digest['digestEndTime']) ?? UNREADABLE.at;
    const key = this.claim((attempt) =>
      digestKey(account, region, attempt === 0 ? trail : `${trail}-${attempt}`, at),
    );
    this.objects.push({ key, body: asGzip(bytes) });
    this.digests.push({ file, key });
  }

  private placeGroups(file: string, bytes: Buffer, contents: Contents & { kind: 'records' }): void {
    const named = readLogFileName(stem(file));
    const groups = new Map<string, Group>();
    contents.records.forEach((record, index) => {
      this.records++;
      const place = this.placeOf(record, named);
      if (typeof place === 'string') {
        this.unplaced.push({ file, index, why: place });
        return;
      }
      // The account may differ: a publisher who changes account ids does not always change the names of the files.
      const belongs = named !== undefined && named.region === place.region;
      const day = belongs ? 'as named' : new Date(place.at).toISOString().slice(0, 10);
      const id = `${place.account} ${place.region} ${day}`;
      const group = groups.get(id) ?? { ...place, texts: [] };
      group.at = belongs ? named.at : Math.max(group.at, place.at);
      group.texts.push(contents.texts[index] ?? '');
      groups.set(id, group);
    });
    const isWhole = groups.size === 1 && contents.isDelivery;
    for (const [id, group] of groups) {
      const key = this.freeKey(group, `${file} ${id}`, id.endsWith('as named') ? stem(file) : undefined);
      const keepsBytes = isWhole && group.texts.length === contents.records.length;
      const body = keepsBytes ? asGzip(bytes) : gzipSync(`{"Records":[${group.texts.join(',')}]}`);
      this.objects.push({ key, body });
    }
  }

  /** Where a record belongs, or why nobody can say. A file's real name helps where the record is silent. */
  private placeOf(record: unknown, named: LogFile | undefined): LogFile | string {
    if (!isObject(record)) return 'not a JSON object';
    const identity = record['userIdentity'];
    const account =
      accountOf(record['recipientAccountId']) ??
      named?.account ??
      accountOf(isObject(identity) ? identity['accountId'] : undefined);
    const awsRegion = record['awsRegion'];
    const region = typeof awsRegion === 'string' && REGION.test(awsRegion) ? awsRegion : named?.region;
    const at = timeOf(record['eventTime']) ?? named?.at;
    if (account !== undefined && region !== undefined && at !== undefined) {
      return { account, region, at: Math.min(Math.max(at, FIRST_DAY), Math.max(this.now, FIRST_DAY)) };
    }
    const lacks = [
      account === undefined ? 'account of 12 digits' : '',
      region === undefined ? 'region' : '',
      at === undefined ? 'readable eventTime' : '',
    ];
    return `no ${lacks.filter((lack) => lack !== '').join(', no ')}`;
  }

  /** A key that no other object has: with the file's own name where it has a real one, else with a hash of `of`. */
  private freeKey(place: LogFile, of: string, name: string | undefined): string {
    const own = name?.slice(-16);
    return this.claim((attempt) =>
      logKey(place, attempt === 0 && own !== undefined ? own : sixteen(`${of}\0${attempt}`)),
    );
  }

  private claim(keyOf: (attempt: number) => string): string {
    for (let attempt = 0; ; attempt++) {
      const key = keyOf(attempt);
      if (this.keys.has(key)) continue;
      this.keys.add(key);
      return key;
    }
  }
}

function look(bytes: Buffer): Contents {
  if (bytes.length === 0) return { kind: 'unreadable', why: 'empty file' };
  let plain: Buffer;
  try {
    plain = isGzip(bytes) ? gunzipSync(bytes, { maxOutputLength: MAX_TEXT_BYTES }) : bytes;
  } catch (error) {
    return { kind: 'unreadable', why: `gzip: ${reason(error)}` };
  }
  if (plain.length > MAX_TEXT_BYTES) return { kind: 'unreadable', why: 'too large' };
  const text = plain.toString('utf8').replace(/^\uFEFF/, '');
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return { kind: 'unreadable', why: 'not JSON' };
  }
  const hasMark = plain[0] === 0xef;
  if (isObject(value) && Array.isArray(value['Records'])) {
    if (value['Records'].length === 0) return { kind: 'unreadable', why: 'no records' };
    const texts = elementTextsUnder('Records', text);
    return { kind: 'records', records: value['Records'], texts, isDelivery: !hasMark };
  }
  if (Array.isArray(value) && value.some(looksLikeRecord)) {
    return { kind: 'records', records: value, texts: elementTexts(text), isDelivery: false };
  }
  if (looksLikeRecord(value)) {
    return { kind: 'records', records: [value], texts: [text.trim()], isDelivery: false };
  }
  if (isObject(value) && 'digestStartTime' in value && 'digestEndTime' in value && 'awsAccountId' in value) {
    return { kind: 'digest', digest: value };
  }
  return { kind: 'unreadable', why: 'not CloudTrail' };
}

function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function looksLikeRecord(value: unknown): boolean {
  return isObject(value) && 'eventName' in value && 'eventSource' in value;
}

function accountOf(value: unknown): string | undefined {
  return typeof value === 'string' && ACCOUNT.test(value) ? value : undefined;
}

/** An instant from a time as CloudTrail, or a tool that its records went through, writes it: UTC where it names no zone. */
function timeOf(value: unknown): number | undefined {
  const found = typeof value === 'string' ? EVENT_TIME.exec(value) : null;
  if (found === null) return undefined;
  const [, date, time, fraction = '', zone = 'Z'] = found;
  const at = Date.parse(`${date}T${time}${fraction}${zone}`);
  return Number.isNaN(at) ? undefined : at;
}

function isGzip(bytes: Buffer): boolean {
  return bytes[0] === 0x1f && bytes[1] === 0x8b;
}

function asGzip(bytes: Buffer): Buffer {
  return isGzip(bytes) ? bytes : gzipSync(bytes);
}

/** A file's name without folders and endings. */
function stem(file: string): string {
  return basename(file).replace(LOG_FILE, '');
}

/** 16 letters and digits that are always the same for the same text. */
function sixteen(text: string): string {
  const bytes = createHash('sha256').update(text).digest().subarray(0, 16);
  return Array.from(bytes, (byte) => ALPHABET[byte % ALPHABET.length]).join('');
}

/** Why something failed, as the system names it (`EACCES`, `unexpected end of file`), without paths. */
function reason(error: unknown): string {
  if (!(error instanceof Error)) return 'unknown';
  const code = 'code' in error && typeof error.code === 'string' ? error.code : '';
  return code.startsWith('E') && code !== 'ERR_BUFFER_TOO_LARGE' ? code : error.message;
}
