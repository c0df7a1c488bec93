/** Fetches the objects of one day of one account × region that are not done yet: list, read, write, checkpoint. */
import { buffer } from 'node:stream/consumers';
import { Readable } from 'node:stream';
import type { StoredObject } from '../aws/object_store';
import type { FetchCounts } from '../../common/sources';
import type { Day } from '../cloudtrail/day';
import { dayPrefix, stampOfKey, startAfterMinute, timeOfKey } from '../cloudtrail/object_key';
import type { RawRecord } from '../cloudtrail/record_splitter';
import type { EventDocument, RecordOrigin } from '../documents/to_document';
import { toDocument } from '../documents/to_document';
import { AwsError, ObjectError } from '../errors';
import type { Failure } from '../indices/failures_store';
import type { Stored } from '../indices/state_store';
import type { DayState } from './account_region_state';
import { accountRegionOf, addCounts, dayStateId, NO_COUNTS } from './account_region_state';
import type { FetchParts } from './fetch_parts';
import { KeySet } from './key_set';
import type { LeasedAccountRegion } from './lease';
import { leaseLost } from './lease';
import { LOOK_BACK_MS } from './listing_plan';
import { readAhead } from './read_ahead';
import { readLogFile } from './read_log_file';

const BATCH_DOCUMENTS = 1000;
const BATCH_BYTES = 4 * 1024 * 1024;
/** Objects up to this size are fetched ahead as a whole, larger ones are streamed when their turn comes. */
const FETCH_AHEAD_BYTES = 4 * 1024 * 1024;
const OBJECTS_AHEAD = 4;
/** After so many refusals in a row the rest will probably be refused too: then only one object in ten is asked for. */
const MANY_REFUSALS_IN_A_ROW = 5;
const SAMPLE_ONE_IN = 10;
/** What may be about this object only, and may change: access, keys, and what nobody has seen before. */
const LEFT_OPEN: ReadonlySet<string> = new Set(['aws_access_denied', 'aws_kms_denied', 'aws_other']);
const MAX_KEPT_RAW_BYTES = 32 * 1024;
/** https://docs.aws.amazon.com/AmazonS3/latest/API/API_Object.html: these must be restored before they can be read. */
const ARCHIVED = new Set(['GLACIER', 'DEEP_ARCHIVE']);

export interface DayResult {
  /** False when time ran out before the day's end. */
  readonly isFinished: boolean;
  /** AWS refused some objects; they stay open. */
  readonly refusal: AwsError | undefined;
}

/**
 * Lists the day (`recent`: from the newest known key minus the look-back) and takes in what is unknown. An object is done
 * only when each of its records is created, known, or stored as a failure. Throws AwsError for what concerns more than
 * one object, ElasticsearchError, and SourceError `state_conflict` when the lease was lost.
 */
export async function fetchDay(
  parts: FetchParts,
  leased: LeasedAccountRegion,
  day: Day,
  extent: 'recent' | 'whole',
): Promise<DayResult> {
  const id = dayStateId(leased.id, day);
  const stored = await parts.state.get<DayState>(id);
  return new DayFetch(parts, leased, day, id, stored).run(extent);
}

interface PendingDocument {
  readonly document: EventDocument;
  readonly key: string;
  readonly offset: number;
  readonly raw: Buffer;
}

/** What has been read and not yet acknowledged. */
interface Batch {
  documents: PendingDocument[];
  failures: Failure[];
  doneKeys: string[];
  bytes: number;
  /** The newest stamp (ms) of the objects that are done; 0 for none. */
  newest: number;
  counts: FetchCounts;
}

class DayFetch {
  private readonly keys: KeySet;
  private newest: number | null;
  private batch = emptyBatch();
  private writing: Promise<void> = Promise.resolve();
  private refusal: AwsError | undefined;
  private refusalsInARow = 0;
  private passedOver = 0;

  constructor(
    private readonly parts: FetchParts,
    private readonly leased: LeasedAccountRegion,
    private readonly day: Day,
    private readonly id: string,
    private stored: Stored<DayState> | undefined,
  ) {
    this.keys = new KeySet(stored?.value.keys);
    this.newest = stored?.value.newest ?? null;
  }

  async run(extent: 'recent' | 'whole'): Promise<DayResult> {
    const accountRegion = accountRegionOf(this.leased.state);
    const startAfter =
      extent === 'recent' && this.newest !== null
        ? startAfterMinute(accountRegion, this.day, this.newest - LOOK_BACK_MS)
        : undefined;
    let isFinished = true;
    try {
      const pages = this.parts.store.list({
        prefix: dayPrefix(accountRegion, this.day),
        startAfter,
        signal: this.parts.signal,
      });
      for await (const page of pages) {
        isFinished = await this.takeObjects(page.objects.filter(({ key }) => !this.keys.has(key)));
        if (!isFinished) break;
      }
    } finally {
      // what was read before a fault is good: write it, unless writing is what failed
      await this.flush();
      await this.writing;
    }
    return { isFinished, refusal: this.refusal };
  }

  /** False when time ran out. */
  private async takeObjects(objects: readonly StoredObject[]): Promise<boolean> {
    for (const { item, work } of readAhead(objects, OBJECTS_AHEAD, (object) => this.openAhead(object))) {
      this.parts.signal.throwIfAborted();
      if (this.parts.now() >= this.parts.deadline) return false;
      await this.takeObject(item, work);
    }
    return true;
  }

  /** The object's bytes; `later` for one that is streamed when its turn comes, `open` for one that is left for another time. */
  private async openAhead(object: StoredObject): Promise<Buffer | 'later' | 'open'> {
    if (this.refusalsInARow >= MANY_REFUSALS_IN_A_ROW && this.passedOver++ % SAMPLE_ONE_IN !== 0)
      return 'open';
    if (object.size > FETCH_AHEAD_BYTES || isFolderMarker(object) || ARCHIVED.has(object.storageClass))
      return 'later';
    return buffer(await this.parts.store.open(object.key, this.parts.signal));
  }

  private async takeObject(object: StoredObject, ahead: Promise<Buffer | 'later' | 'open'>): Promise<void> {
    const { key } = object;
    if (isFolderMarker(object)) {
      this.batch.counts = addCounts(this.batch.counts, { ...NO_COUNTS, skipped: 1 });
      this.batch.doneKeys.push(key);
      return;
    }
    try {
      if (ARCHIVED.has(object.storageClass)) throw archived(object);
      const bytes = await ahead;
      if (bytes === 'open') return;
      const stream =
        bytes === 'later' ? await this.parts.store.open(key, this.parts.signal) : Readable.from([bytes]);
      const kind = await this.readObject(object, stream);
      const counted = kind === 'digest' ? { skipped: 1 } : { objects: 1 };
      this.batch.counts = addCounts(this.batch.counts, { ...NO_COUNTS, ...counted, bytes: object.size });
    } catch (error) {
      const failure = objectFailure(error, key);
      if (failure === undefined) return this.leaveOpen(error);
      this.batch.failures.push(failure);
    }
    this.refusalsInARow = 0;
    this.batch.doneKeys.push(key);
    this.batch.newest = Math.max(this.batch.newest, stampOfKey(key) ?? 0);
  }

  /** Refusals that may be about this object only are left for later; all else ends the run. */
  private leaveOpen(error: unknown): void {
    if (!(error instanceof AwsError) || !LEFT_OPEN.has(error.code)) throw error;
    this.refusal = error;
    this.refusalsInARow++;
  }

  private async readObject({ key }: StoredObject, stream: Readable): Promise<'log' | 'digest'> {
    const { source, limits } = this.parts;
    const stamp = stampOfKey(key);
    const origin: RecordOrigin = {
      bucket: source.bucket,
      key,
      accountId: this.leased.state.account_id,
      keyTime: timeOfKey(key),
      namespace: source.namespace,
      isBackfill: stamp !== undefined && stamp < source.createdAt,
    };
    const groups = readLogFile(stream, limits);
    for (;;) {
      const next = await groups.next();
      if (next.done === true) return next.value;
      for (const record of next.value) {
        this.takeRecord(record, origin);
        if (isFull(this.batch)) await this.flush();
      }
      this.parts.signal.throwIfAborted();
    }
  }

  private takeRecord({ bytes, offset }: RawRecord, origin: RecordOrigin): void {
    const { key } = origin;
    this.batch.bytes += bytes?.length ?? 0;
    try {
      if (bytes === undefined) throw recordTooLarge(this.parts.limits.maxRecordBytes);
      const document = toDocument(bytes, offset, {
        origin,
        geo: this.parts.geo,
        now: this.parts.now(),
        options: this.parts.options,
      });
      this.batch.documents.push({ document, key, offset, raw: keptPart(bytes) });
    } catch (error) {
      if (!(error instanceof ObjectError)) throw error;
      this.batch.failures.push({
        reason: error.code,
        message: error.message,
        key,
        offset,
        raw: bytes && keptPart(bytes).toString(),
      });
    }
  }

  /** Hands the batch to the writer when the one before is acknowledged: one is written while the next is read. */
  private async flush(): Promise<void> {
    await this.writing;
    const { batch } = this;
    this.batch = emptyBatch();
    if (batch.documents.length + batch.failures.length + batch.doneKeys.length === 0) return;
    this.writing = this.write(batch);
    // looked at by the next flush, which may be a while away
    this.writing.catch(() => undefined);
  }

  private async write(batch: Batch): Promise<void> {
    const verdicts = await this.parts.events.write(batch.documents.map(({ document }) => document));
    const failures = [...batch.failures];
    let created = 0;
    let known = 0;
    verdicts.forEach((verdict, i) => {
      if (verdict.kind === 'created') created++;
      else if (verdict.kind === 'known') known++;
      else failures.push(refusedFailure(batch.documents[i], verdict.reason));
    });
    const failed = await this.parts.failures.write(failures);
    await this.checkpoint(batch, addCounts(batch.counts, { ...NO_COUNTS, events: created, known, failed }));
  }

  /** Only after everything before it was acknowledged. */
  private async checkpoint(batch: Batch, counts: FetchCounts): Promise<void> {
    if (batch.doneKeys.length > 0) {
      for (const key of batch.doneKeys) this.keys.add(key);
      this.newest = Math.max(this.newest ?? 0, batch.newest) || null;
      const value: DayState = {
        kind: 'day',
        source_id: this.parts.source.id,
        account_region_id: this.leased.id,
        day: this.day,
        keys: this.keys.toString(),
        newest: this.newest,
      };
      const stored = await this.parts.state.put(this.id, value, this.stored);
      if (stored === undefined) throw leaseLost();
      this.stored = stored;
    }
    await this.leased.update({ counts: addCounts(this.leased.state.counts, counts) });
  }
}

function emptyBatch(): Batch {
  return { documents: [], failures: [], doneKeys: [], bytes: 0, newest: 0, counts: NO_COUNTS };
}

function isFull({ documents, failures, bytes }: Batch): boolean {
  return documents.length + failures.length >= BATCH_DOCUMENTS || bytes >= BATCH_BYTES;
}

function isFolderMarker({ key, size }: StoredObject): boolean {
  return size === 0 && key.endsWith('/');
}

/** The failure entry for what is wrong with this object alone; undefined for all else. */
function objectFailure(error: unknown, key: string): Failure | undefined {
  if (error instanceof ObjectError) return { reason: error.code, message: error.message, key };
  if (!(error instanceof AwsError)) return undefined;
  if (error.code === 'aws_no_such_key') {
    return { reason: 'object_vanished', message: 'The object was listed, but is no longer there.', key };
  }
  if (error.code === 'aws_archived') return { reason: 'object_archived', message: error.message, key };
  return undefined;
}

function refusedFailure(pending: PendingDocument | undefined, reason: string): Failure {
  const message = `Elasticsearch would not take the event in (${reason}).`;
  return {
    reason: 'mapping_refused',
    message,
    key: pending?.key ?? '',
    offset: pending?.offset,
    raw: pending?.raw.toString(),
  };
}

function archived({ storageClass }: StoredObject): ObjectError {
  return new ObjectError(
    'object_archived',
    `The object is archived (${storageClass}). Restore it in S3, then fetch it again.`,
  );
}

function recordTooLarge(maxRecordBytes: number): ObjectError {
  return new ObjectError(
    'record_too_large',
    `The record is larger than ${maxRecordBytes} bytes. Raise cloudtrail.fetch.maxRecordBytes to take it in.`,
  );
}

/** A copy: a part of the chunk it came in would keep all of that. */
function keptPart(raw: Buffer): Buffer {
  return Buffer.from(raw.subarray(0, MAX_KEPT_RAW_BYTES));
}
