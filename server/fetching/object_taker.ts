/** Takes in objects of one account × region: read, map, write, and say which are done once everything of theirs is acknowledged. */
import type { Readable } from 'node:stream';
import type { StoredObject } from '../aws/object_store';
import { isArchived } from '../aws/object_store';
import type { FetchCounts } from '../../common/sources';
import { stampOfKey } from '../cloudtrail/object_key';
import type { RawRecord } from '../cloudtrail/record_splitter';
import type { RecordOrigin } from '../documents/record_origin';
import { originOf } from '../documents/record_origin';
import type { EventDocument } from '../documents/to_document';
import { toDocument } from '../documents/to_document';
import { Utf8Memory } from '../documents/utf8_memory';
import { AwsError, ObjectError } from '../errors';
import type { TakenEvent, TakenObject } from '../health/region_health';
import { NO_HEALTH, withTaken } from '../health/region_health';
import { CONTENT_TOO_LARGE } from '../indices/events_writer';
import type { Failure, FailuresStore } from '../indices/failures_store';
import type { AccountRegionState, UnfinishedObject } from './account_region_state';
import { addCounts, NO_COUNTS } from './account_region_state';
import type { FetchParts } from './fetch_parts';
import type { LeasedAccountRegion } from './lease';
import { OrderedWrites } from './ordered_writes';
import { readAhead } from './read_ahead';
import { readLogFile } from './read_log_file';

const MINUTE_MS = 60_000;
const BATCH_EVENTS = 1000;
const BATCH_BYTES = 3 * 1024 * 1024;
/** Objects up to this size are fetched ahead as a whole, larger ones are streamed when their turn comes. */
const FETCH_AHEAD_BYTES = 4 * 1024 * 1024;
const OBJECTS_AHEAD = 4;
/** After so many refusals in a row the rest will probably be refused too: then only one object in ten is asked for. */
const MANY_REFUSALS_IN_A_ROW = 5;
const SAMPLE_ONE_IN = 10;
/** What may be about this object only, and may change: access, keys, and what nobody has seen before. */
const LEFT_OPEN: ReadonlySet<string> = new Set(['aws_access_denied', 'aws_kms_denied', 'aws_other']);
const MAX_KEPT_RAW_BYTES = 32 * 1024;

/** What is known of an object before it is read. */
export type FoundObject = Pick<StoredObject, 'key' | 'storageClass' | 'lastModified'> & {
  /** Bytes as stored; undefined where who named it does not say. */
  readonly size: number | undefined;
};

export type TakerParts = Omit<FetchParts, 'failures'> & { readonly failures: Pick<FailuresStore, 'write'> };

/** Objects of which each record is created, known, or stored as a failure. */
export interface DoneObjects {
  readonly keys: readonly string[];
  /** The newest stamp (ms) among them; 0 for none. */
  readonly newest: number;
}

interface PendingEvent {
  readonly event: EventDocument;
  readonly key: string;
  readonly offset: number;
  readonly raw: Buffer | undefined;
  readonly object: TakenObject;
}

/** What has been read and not yet acknowledged. */
interface Batch {
  events: PendingEvent[];
  /** Holds the events' documents until they are written. */
  readonly memory: Utf8Memory;
  failures: Failure[];
  doneKeys: string[];
  /** Of what is held: the events' text, and what is kept of the raw records. */
  bytes: number;
  /** The newest stamp (ms) of the objects that are done; 0 for none. */
  newest: number;
  /** The object in which time ran out; null when that of an earlier run is done; undefined for neither. */
  unfinished: UnfinishedObject | null | undefined;
  counts: FetchCounts;
  /** Log files that were read to their end. */
  readObjects: TakenObject[];
}

/** What came of a batch. */
interface Written {
  readonly counts: FetchCounts;
  /** Those that Elasticsearch has now. */
  readonly events: readonly TakenEvent[];
}

/** What a checkpoint has to be stored. */
export interface Checkpoint {
  /** Is added to the counts. */
  readonly correction?: FetchCounts;
  readonly waiting?: AccountRegionState['waiting'];
}

/**
 * An object is done only when each of its records is created, known, or stored as a failure. Throws AwsError for what
 * concerns more than one object, ElasticsearchError, and SourceError `state_conflict` when the lease was lost.
 */
export class ObjectTaker {
  private batch = emptyBatch();
  private readonly writes = new OrderedWrites();
  private lastRefusal: AwsError | undefined;
  private refusalsInARow = 0;
  /** As of the last checkpoint; is stored with the next batch, or by who takes the day when it ends. */
  private waiting: Checkpoint['waiting'];
  private passedOver = 0;

  constructor(
    private readonly parts: TakerParts,
    private readonly leased: LeasedAccountRegion,
    /** Called with what is done, after everything before it was acknowledged, and whether the counts were stored. */
    private readonly checkpoint: (done: DoneObjects, isStored: boolean) => Promise<Checkpoint | void>,
    /** False where `checkpoint` will store nothing for these keys: then the counts need not be stored before it. */
    private readonly isStoring: (doneKeys: readonly string[]) => boolean = () => true,
  ) {}

  /** What AWS said last of an object that it would not give: such objects stay open. */
  get refusal(): AwsError | undefined {
    return this.lastRefusal;
  }

  /** Hands all that was read to the writer; what that meets `finish` throws. */
  async handOver(): Promise<void> {
    await this.flush().catch(() => undefined);
  }

  /** Returns when all that was read is written and checkpointed. To be called also after a fault: what was read before is good. */
  async finish(): Promise<void> {
    await this.handOver();
    await this.writes.finish();
  }

  /**
   * Takes them in order; false when time ran out before the end of the last. An object in which that happens goes on from
   * there in a later run: one that takes longer than a run has must not begin anew for ever.
   */
  async take(objects: readonly FoundObject[]): Promise<boolean> {
    for (const { item, work } of readAhead(objects, OBJECTS_AHEAD, (object) => this.openAhead(object))) {
      this.parts.signal.throwIfAborted();
      if (this.parts.now() >= this.parts.deadline) return false;
      if (!(await this.takeObject(item, work))) return false;
    }
    return true;
  }

  /** The object's bytes; `later` for one that is streamed when its turn comes, `open` for one that is left for another time. */
  private async openAhead(object: FoundObject): Promise<Buffer | 'later' | 'open'> {
    if (this.refusalsInARow >= MANY_REFUSALS_IN_A_ROW && this.passedOver++ % SAMPLE_ONE_IN !== 0)
      return 'open';
    const isSmall = object.size !== undefined && object.size <= FETCH_AHEAD_BYTES;
    if (!isSmall || isFolderMarker(object) || isArchived(object)) return 'later';
    return wholeOf(await this.parts.store.open(object.key, this.parts.signal));
  }

  /** False when time ran out within it. */
  private async takeObject(object: FoundObject, ahead: Promise<Buffer | 'later' | 'open'>): Promise<boolean> {
    const { key } = object;
    if (isFolderMarker(object)) {
      this.batch.counts = addCounts(this.batch.counts, { ...NO_COUNTS, skipped: 1 });
      this.batch.doneKeys.push(key);
      return true;
    }
    try {
      if (isArchived(object)) throw archived(object);
      const bytes = await ahead;
      if (bytes === 'open') return true;
      const stored = bytes === 'later' ? await this.parts.store.open(key, this.parts.signal) : bytes;
      const taken = this.takenObject(object);
      const kind = await this.readObject(object, stored, taken);
      if (kind === 'unfinished') return false;
      const counted = kind === 'digest' ? { skipped: 1 } : { objects: 1 };
      if (kind === 'log') this.batch.readObjects.push(taken);
      this.batch.counts = addCounts(this.batch.counts, { ...NO_COUNTS, ...counted, bytes: object.size ?? 0 });
    } catch (error) {
      const failure = objectFailure(error, key);
      if (failure === undefined) {
        this.leaveOpen(error);
        return true;
      }
      this.batch.failures.push(failure);
    }
    this.refusalsInARow = 0;
    this.batch.doneKeys.push(key);
    this.batch.newest = Math.max(this.batch.newest, stampOfKey(key) ?? 0);
    if (this.leased.state.unfinished?.key === key) this.batch.unfinished = null;
    return true;
  }

  /** Refusals that may be about this object only are left for later; all else ends the run. */
  private leaveOpen(error: unknown): void {
    if (!(error instanceof AwsError) || !LEFT_OPEN.has(error.code)) throw error;
    this.lastRefusal = error;
    this.refusalsInARow++;
  }

  private takenObject({ key, lastModified }: FoundObject): TakenObject {
    const stamp = stampOfKey(key);
    // a key tells the minute: what came in the very minute in which the source was made may be what it was made for
    const isHistory = stamp !== undefined && stamp + MINUTE_MS <= this.parts.source.createdAt;
    return { deliveredAt: lastModified, isHistory };
  }

  private async readObject(
    { key }: FoundObject,
    stored: Readable | Buffer,
    taken: TakenObject,
  ): Promise<'log' | 'digest' | 'unfinished'> {
    const { source, limits, now, deadline } = this.parts;
    const { unfinished, account_id: accountId, region } = this.leased.state;
    const from = unfinished?.key === key ? unfinished.offset : 0;
    const { bucket, namespace } = source;
    const origin = originOf(key, { accountId, region }, { bucket, namespace, isBackfill: taken.isHistory });
    const groups = readLogFile(stored, limits);
    for (;;) {
      const next = await groups.next();
      if (next.done === true) return next.value;
      const records = next.value.filter(({ offset }) => offset >= from);
      for (const record of records) {
        this.takeRecord(record, origin, taken);
        if (isFull(this.batch)) await this.flush();
      }
      this.parts.signal.throwIfAborted();
      const last = records.at(-1);
      if (last === undefined || now() < deadline) continue;
      await groups.return('log');
      this.batch.unfinished = { key, offset: last.offset + 1 };
      return 'unfinished';
    }
  }

  private takeRecord({ bytes, offset }: RawRecord, origin: RecordOrigin, object: TakenObject): void {
    const { key } = origin;
    try {
      if (bytes === undefined) throw recordTooLarge(this.parts.limits.maxRecordBytes);
      const event = toDocument(bytes, offset, {
        origin,
        geo: this.parts.geo,
        now: this.parts.now(),
        options: this.parts.options,
        memory: this.batch.memory,
      });
      if (event.time < (this.parts.expiredBefore ?? 0)) {
        this.batch.counts = addCounts(this.batch.counts, { ...NO_COUNTS, expired: 1 });
        // years of them fill no batch, and must fill no memory
        this.batch.memory.takeBack(event.rest);
        return;
      }
      const kept = this.keptRaw(bytes);
      // as a part of the uncompressed object it would keep all of that
      const raw = kept && this.batch.memory.copyOf(kept);
      this.batch.events.push({ event, key, offset, raw, object });
      this.batch.bytes += event.rest.length + (raw?.length ?? 0);
    } catch (error) {
      if (!(error instanceof ObjectError)) throw error;
      const raw = bytes && this.keptRaw(bytes)?.toString();
      this.batch.failures.push({ reason: error.code, message: error.message, key, offset, raw });
      this.batch.bytes += raw?.length ?? 0;
    }
  }

  /** What a failure shows of its record: nothing where the namespace redacts. */
  private keptRaw(bytes: Buffer): Buffer | undefined {
    return this.parts.options.redaction === undefined ? keptPart(bytes) : undefined;
  }

  /** Hands the batch to the writer: some are written while the next is read. */
  private async flush(): Promise<void> {
    const { batch } = this;
    this.batch = emptyBatch();
    const things = batch.events.length + batch.failures.length + batch.doneKeys.length;
    if (things === 0 && batch.unfinished === undefined) return;
    await this.writes.add(
      () => this.write(batch),
      (written) => this.noteDone(batch, written),
    );
  }

  /** What came of the batch, with everything in it acknowledged. */
  private async write(batch: Batch): Promise<Written> {
    const failures = [...batch.failures];
    const events: TakenEvent[] = [];
    let created = 0;
    try {
      const verdicts = await this.parts.events.write(batch.events.map(({ event }) => event));
      for (const [i, verdict] of verdicts.entries()) {
        const pending = batch.events[i];
        if (verdict.kind === 'refused') failures.push(refusedFailure(pending, verdict.reason));
        else if (pending !== undefined) {
          const { event, object } = pending;
          const isNew = verdict.kind === 'created';
          events.push({ time: event.time, isNew, object });
          if (isNew) created++;
        }
      }
    } finally {
      // refused events' raw records were read in it until here
      batch.memory.release();
    }
    const failed = await this.parts.failures.write(failures);
    const counted = { ...NO_COUNTS, events: created, known: events.length - created, failed };
    return { counts: addCounts(batch.counts, counted), events };
  }

  private async noteDone(
    { doneKeys, newest, unfinished, readObjects }: Batch,
    { counts, events }: Written,
  ): Promise<void> {
    const { leased, waiting } = this;
    const change: Partial<AccountRegionState> = {
      counts: addCounts(leased.state.counts, counts),
      health: withTaken(leased.state.health ?? NO_HEALTH, readObjects, events, this.parts.now()),
      ...(waiting === undefined ? {} : { waiting }),
      ...(unfinished === undefined ? {} : { unfinished }),
    };
    // counted first: after a crash in between the objects are read again and counted as known, never left out
    const isStored = this.isStoring(doneKeys);
    if (isStored) await leased.update(change);
    else await leased.note(change);
    if (doneKeys.length === 0) return;
    const { correction, waiting: left } = (await this.checkpoint({ keys: doneKeys, newest }, isStored)) ?? {};
    this.waiting = left;
    if (correction) await leased.update({ counts: addCounts(leased.state.counts, correction) });
  }
}

function emptyBatch(): Batch {
  return {
    events: [],
    memory: new Utf8Memory(),
    failures: [],
    doneKeys: [],
    bytes: 0,
    newest: 0,
    unfinished: undefined,
    counts: NO_COUNTS,
    readObjects: [],
  };
}

/** What `buffer` of node:stream/consumers gives, without the Blob that it makes on the way. */
async function wholeOf(stream: Readable): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of stream) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}

function isFull({ events, failures, bytes }: Batch): boolean {
  return events.length + failures.length >= BATCH_EVENTS || bytes >= BATCH_BYTES;
}

function isFolderMarker({ key, size }: FoundObject): boolean {
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

function refusedFailure(pending: PendingEvent | undefined, reason: string): Failure {
  const message = `Elasticsearch would not take the event in (${reason}).`;
  return {
    reason: reason === CONTENT_TOO_LARGE ? reason : 'mapping_refused',
    message,
    key: pending?.key ?? '',
    offset: pending?.offset,
    raw: pending?.raw?.toString(),
  };
}

function archived({ storageClass }: FoundObject): ObjectError {
  return new ObjectError(
    'object_archived',
    `The object is archived (${storageClass}). Restore it in S3, then try again.`,
  );
}

function recordTooLarge(maxRecordBytes: number): ObjectError {
  return new ObjectError(
    'record_too_large',
    `The record is larger than ${maxRecordBytes} bytes. Raise cloudtrail.fetch.maxRecordBytes to take it in.`,
  );
}

/** No copy: the file's other records are kept too, for as long as their batch is written. */
function keptPart(raw: Buffer): Buffer {
  return raw.subarray(0, MAX_KEPT_RAW_BYTES);
}
