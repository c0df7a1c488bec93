/**
 * Counts a bucket's records by plain JSON.parse and nothing of the plugin's: what the plugin's own numbers are checked
 * against.
 */
import { createHash } from 'node:crypto';
import { gunzipSync } from 'node:zlib';
import type { BucketObject } from './bucket_object';

export type CloudTrailRecord = { readonly [key: string]: unknown };

/** A record that an object holds. */
export interface ReadRecord {
  /** The object's key. */
  readonly key: string;
  readonly record: CloudTrailRecord;
  /** The same for two deliveries of one event, different for any two events. */
  readonly identity: string;
  /** recipientAccountId, else the account in the key. */
  readonly account: string;
  /** ms since the epoch: eventTime, else the stamp in the key. NaN without either. */
  readonly at: number;
}

export interface DistinctCount {
  readonly objects: number;
  /** Objects that lie in a digest folder: not read. */
  readonly digests: number;
  /** Keys of objects that are no log files: bad gzip, bad JSON, no `Records`. */
  readonly unreadable: readonly string[];
  /** All elements of all `Records` that are JSON objects, repeated deliveries too. */
  readonly records: number;
  /** Elements of `Records` that are no JSON objects. */
  readonly notRecords: number;
  /** Different events, whatever their time. */
  readonly distinct: number;
  /** Of `distinct`: those whose time no event can have. */
  readonly outOfRange: number;
  /** What an index holds after everything was fetched: `distinct` − `outOfRange`. */
  readonly expectedDocuments: number;
  /** Of `distinct`: those that came with different contents, of which an index holds the one that came first. */
  readonly conflicting: number;
  /** `expectedDocuments` by account. */
  readonly perAccount: Readonly<Record<string, number>>;
}

const DAY_MS = 86_400_000;
/** CloudTrail was announced in November 2013: no event is older. */
const FIRST_EVENT = Date.UTC(2013, 10, 1);
const ISO_TIME = /^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:\d\d)$/;

/** Counts by hand what the plugin must come to. `now` (ms) decides what is too far ahead. */
export function countDistinct(objects: Iterable<BucketObject>, now: number = Date.now()): DistinctCount {
  const unreadable: string[] = [];
  const perAccount: Record<string, number> = {};
  const seen = new Map<string, { readonly text: string; conflicts: boolean }>();
  const count = { objects: 0, digests: 0, records: 0, notRecords: 0, outOfRange: 0 };
  for (const object of objects) {
    count.objects++;
    if (object.key.includes('/CloudTrail-Digest/')) {
      count.digests++;
      continue;
    }
    const elements = elementsOf(object.body);
    if (elements === undefined) {
      unreadable.push(object.key);
      continue;
    }
    for (const element of elements) {
      const read = readRecord(object.key, element);
      if (read === undefined) {
        count.notRecords++;
        continue;
      }
      count.records++;
      const text = JSON.stringify(read.record);
      const before = seen.get(read.identity);
      if (before !== undefined) {
        before.conflicts ||= before.text !== text;
        continue;
      }
      seen.set(read.identity, { text, conflicts: false });
      if (isInRange(read.at, now)) perAccount[read.account] = (perAccount[read.account] ?? 0) + 1;
      else count.outOfRange++;
    }
  }
  const distinct = seen.size;
  const conflicting = [...seen.values()].filter(({ conflicts }) => conflicts).length;
  return {
    ...count,
    unreadable,
    distinct,
    expectedDocuments: distinct - count.outOfRange,
    conflicting,
    perAccount,
  };
}

/**
 * Each event of a bucket once (the first delivery, in the order of the objects) that an index must hold: for tests that
 * count by users, outcomes, places or hours themselves.
 */
export function* distinctRecords(
  objects: Iterable<BucketObject>,
  now: number = Date.now(),
): Generator<ReadRecord> {
  const seen = new Set<string>();
  for (const { key, body } of objects) {
    if (key.includes('/CloudTrail-Digest/')) continue;
    for (const element of elementsOf(body) ?? []) {
      const read = readRecord(key, element);
      if (read === undefined || seen.has(read.identity)) continue;
      seen.add(read.identity);
      if (isInRange(read.at, now)) yield read;
    }
  }
}

/** How many of them each value stands for, most frequent first; those without a value are left out. */
export function countBy(
  records: Iterable<ReadRecord>,
  valueOf: (read: ReadRecord) => string | undefined,
): Map<string, number> {
  const counts = new Map<string, number>();
  for (const read of records) {
    const value = valueOf(read);
    if (value !== undefined) counts.set(value, (counts.get(value) ?? 0) + 1);
  }
  return new Map([...counts].sort(([a, m], [b, n]) => n - m || (a < b ? -1 : 1)));
}

/** The value below a record's fields, undefined where one of them is missing: `fieldOf(record, 'userIdentity', 'arn')`. */
export function fieldOf(record: CloudTrailRecord, ...path: readonly string[]): unknown {
  let value: unknown = record;
  for (const name of path) value = isRecord(value) && Object.hasOwn(value, name) ? value[name] : undefined;
  return value;
}

/**
 * Done by the account's root user itself: not by a service in its name (`invokedBy`, where the console's sign-in pages
 * are no service), not an event of AWS's own.
 */
export function isRootUse({ record }: ReadRecord): boolean {
  const invokedBy = fieldOf(record, 'userIdentity', 'invokedBy');
  return (
    fieldOf(record, 'userIdentity', 'type') === 'Root' &&
    (invokedBy === undefined || invokedBy === 'signin.amazonaws.com') &&
    record['eventType'] !== 'AwsServiceEvent'
  );
}

/** A sign-in to the console that was refused. */
export function isFailedSignIn({ record }: ReadRecord): boolean {
  return (
    record['eventName'] === 'ConsoleLogin' &&
    fieldOf(record, 'responseElements', 'ConsoleLogin') === 'Failure'
  );
}

/** The elements of `Records`; undefined where the bytes are no log file. */
function elementsOf(body: Buffer): readonly unknown[] | undefined {
  try {
    const plain = body[0] === 0x1f && body[1] === 0x8b ? gunzipSync(body) : body;
    const file: unknown = JSON.parse(plain.toString('utf8'));
    const records: unknown =
      typeof file === 'object' && file !== null && 'Records' in file ? file.Records : undefined;
    return Array.isArray(records) ? records : undefined;
  } catch {
    return undefined;
  }
}

function readRecord(key: string, element: unknown): ReadRecord | undefined {
  if (!isRecord(element)) return undefined;
  const recipient = element['recipientAccountId'];
  const account = isFilled(recipient) ? String(recipient) : (/\/(\d{12})\/CloudTrail\//.exec(key)?.[1] ?? '');
  const category = isFilled(element['eventCategory']) ? String(element['eventCategory']) : 'Management';
  const eventId = element['eventID'];
  const identity = isFilled(eventId)
    ? JSON.stringify([String(eventId), account, category])
    : createHash('sha256').update(JSON.stringify(element)).digest('hex');
  const time = element['eventTime'];
  const isTime = typeof time === 'string' && ISO_TIME.test(time) && !Number.isNaN(Date.parse(time));
  return { key, record: element, identity, account, at: isTime ? Date.parse(time) : stampOf(key) };
}

function isRecord(value: unknown): value is CloudTrailRecord {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isFilled(value: unknown): boolean {
  return value !== undefined && value !== null && value !== '';
}

function stampOf(key: string): number {
  const found = /_(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)Z_[^/]*$/.exec(key);
  if (found === null) return NaN;
  const [, year, month, day, hour, minute] = found;
  return Date.parse(`${year}-${month}-${day}T${hour}:${minute}:00Z`);
}

function isInRange(at: number, now: number): boolean {
  return at >= FIRST_EVENT && at <= now + DAY_MS;
}
