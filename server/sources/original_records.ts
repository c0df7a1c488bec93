/** Reads the record of an event from its object in S3 again, byte for byte, with the credentials of the source that fetched it. */
import type { Readable } from 'node:stream';
import type { OriginalRecord, WholeEvent } from '../../common/events';
import type { NamespaceSettings } from '../../common/namespaces';
import type { SourceConfig, SourceSecrets } from '../../common/sources';
import { placeOfKey } from '../cloudtrail/object_key';
import { SourceError } from '../errors';
import type { ReadLimits } from '../fetching/read_log_file';
import { readLogFile } from '../fetching/read_log_file';
import { valuesAt } from '../queries/document_path';
import type { SourceRepository, StoredSource } from './source_repository';

const S3_TIMEOUT_MS = 30_000;

/** What a namespace leaves out of its events. */
type KeptOfEvents = Pick<NamespaceSettings, 'redaction' | 'free_form' | 'keep_original'>;

/** What of a store is needed here. */
export interface RecordStore {
  open(key: string, signal: AbortSignal): Promise<Readable>;
  close(): void;
}

export interface OriginalRecordsHost {
  readonly repository: Pick<SourceRepository<never>, 'list' | 'readSecrets'>;
  readonly namespaces: { settingsOf(name: string): Promise<KeptOfEvents> };
  openStore(config: SourceConfig, secrets: SourceSecrets): Promise<RecordStore>;
  readonly limits: ReadLimits;
}

/** Where a document says that its record is. */
interface Place {
  readonly namespace: string;
  readonly bucket: string;
  readonly key: string;
  readonly offset: number;
}

export class OriginalRecords {
  constructor(private readonly host: OriginalRecordsHost) {}

  /**
   * `event`: the document as the asking user may read it; nothing else says which object is read. What its namespace
   * redacts, or does not keep, is shown to those who manage sources only. Throws SourceError (`original_not_found`,
   * `original_redacted`), AwsError, ObjectError.
   */
  async read(event: WholeEvent, mayManageSources: boolean, signal: AbortSignal): Promise<OriginalRecord> {
    const place = placeOf(event);
    const leftOut = leftOutOf(await this.host.namespaces.settingsOf(place.namespace));
    if (leftOut !== undefined && !mayManageSources) throw redacted(place.namespace, leftOut);
    const source = await this.sourceOf(place);
    const store = await this.host.openStore(source.config, await this.host.repository.readSecrets(source.id));
    const limited = AbortSignal.any([signal, AbortSignal.timeout(S3_TIMEOUT_MS)]);
    try {
      const record = await recordAt(await store.open(place.key, limited), place.offset, this.host.limits);
      if (record === undefined)
        throw notFound(`its object s3://${place.bucket}/${place.key} holds no record where it was found.`);
      return { record, object: `s3://${place.bucket}/${place.key}`, offset: place.offset };
    } finally {
      store.close();
    }
  }

  /** One whose bucket, namespace and prefix fit: a document can lead nowhere else, whoever wrote it. */
  private async sourceOf({ namespace, bucket, key }: Place): Promise<StoredSource> {
    const sources = await this.host.repository.list();
    const source = sources.find(
      ({ config }) =>
        config.bucket === bucket &&
        config.namespace === namespace &&
        placeOfKey(key, config.prefix) !== undefined,
    );
    if (source === undefined)
      throw notFound(
        `no source reads s3://${bucket}/${key} for the namespace ${namespace} any more. Add one to read it again.`,
      );
    return source;
  }
}

function placeOf({ source }: WholeEvent): Place {
  const text = (path: string) => String(valuesAt(source, path)[0] ?? '');
  const place = {
    namespace: text('data_stream.namespace'),
    bucket: text('aws.s3.bucket.name'),
    key: text('aws.s3.object.key'),
    offset: Number(valuesAt(source, 'log.offset')[0] ?? NaN),
  };
  if (place.bucket === '' || place.key === '' || !Number.isInteger(place.offset))
    throw notFound('the event does not say in which object it was.');
  return place;
}

/** Undefined where no record begins at `offset`. */
async function recordAt(stored: Readable, offset: number, limits: ReadLimits): Promise<string | undefined> {
  for await (const records of readLogFile(stored, limits)) {
    const found = records.find((record) => record.offset === offset);
    if (found) return found.bytes?.toString('utf8');
    if (records.some((record) => record.offset > offset)) return undefined;
  }
  return undefined;
}

function notFound(why: string): SourceError {
  return new SourceError('original_not_found', `The original record can't be loaded: ${why}`);
}

/** In words; undefined where events have all of their records. */
function leftOutOf({
  redaction,
  free_form: freeForm,
  keep_original: keepsOriginal,
}: KeptOfEvents): string | undefined {
  if (redaction.length > 0) return 'takes fields out of its events';
  if (freeForm === 'none' && !keepsOriginal) return 'keeps no parameters of its events';
  return undefined;
}

function redacted(namespace: string, leftOut: string): SourceError {
  return new SourceError(
    'original_redacted',
    `The original record can't be loaded: the namespace ${namespace} ${leftOut}, and the record in S3 still has them. Somebody who may manage sources can load it.`,
  );
}
