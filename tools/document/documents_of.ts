/** What the plugin would write for a file of CloudTrail records, made by the plugin's own parts. */
import type { Readable } from 'node:stream';
import { buildArn } from '../../common/partition';
import { accountOfKey, timeOfKey } from '../../server/cloudtrail/object_key';
import type { RawRecord } from '../../server/cloudtrail/record_splitter';
import type { DocumentOptions } from '../../server/documents/document_options';
import type { RecordOrigin } from '../../server/documents/record_origin';
import { toDocument } from '../../server/documents/to_document';
import { CloudTrailError } from '../../server/errors';
import { readLogFile } from '../../server/fetching/read_log_file';
import type { GeoLookup } from '../../server/geo/geo_lookup';
import { eventsIndex } from '../../server/indices/index_names';
import { toLogStream } from './log_stream';

/** Nobody but the reader's patience limits a file; a record has the plugin's own limit (`cloudtrail.fetch.maxRecordBytes`). */
const LIMITS = { maxObjectBytes: Number.MAX_SAFE_INTEGER, maxRecordBytes: 2 * 1024 * 1024 };

export interface DocumentSettings {
  readonly namespace: string;
  readonly bucket: string;
  /** For records of files whose name has none. */
  readonly accountId: string;
  /** ms: an event more than a day later is refused. */
  readonly now: number;
  /** ISO time for event.created and event.ingested, which are the writer's; undefined leaves them out. */
  readonly stamp: string | undefined;
  readonly options: DocumentOptions;
  readonly geo: GeoLookup;
}

/** `document`: one line of JSON. `problem`: what is wrong, of the record at `offset` or of the file. */
export type Line =
  | { readonly kind: 'document'; readonly text: string }
  | { readonly kind: 'problem'; readonly message: string; readonly offset?: number };

/** One line for each record of the file, and one for what is wrong with the rest of it. Never throws for what is in a file. */
export async function* linesOf(
  file: Readable,
  key: string,
  settings: DocumentSettings,
): AsyncGenerator<Line> {
  const origin: RecordOrigin = {
    bucket: settings.bucket,
    bucketArn: buildArn({ partition: 'aws', service: 's3', resource: settings.bucket }),
    key,
    accountId: accountOfKey(key) ?? settings.accountId,
    keyTime: timeOfKey(key),
    namespace: settings.namespace,
    isBackfill: false,
  };
  try {
    const { stream, added } = await toLogStream(file);
    const groups = readLogFile(stream, LIMITS);
    for (;;) {
      const next = await groups.next();
      if (next.done === true) {
        if (next.value === 'digest')
          yield { kind: 'problem', message: 'This is a digest file: no events are in it.' };
        return;
      }
      for (const record of next.value)
        yield lineOf({ ...record, offset: record.offset - added }, origin, settings);
    }
  } catch (error) {
    if (!(error instanceof CloudTrailError) && !isSystemError(error)) throw error;
    yield { kind: 'problem', message: error.message };
  } finally {
    file.destroy();
  }
}

function lineOf({ bytes, offset }: RawRecord, origin: RecordOrigin, settings: DocumentSettings): Line {
  const { geo, now, options, stamp, namespace } = settings;
  if (bytes === undefined)
    return {
      kind: 'problem',
      message: `The record is larger than ${LIMITS.maxRecordBytes} bytes.`,
      offset,
    };
  try {
    const { id, time, source } = toDocument(bytes, offset, { origin, geo, now, options });
    const stamps = stamp === undefined ? {} : { created: stamp, ingested: stamp };
    const stamped = { ...source, event: { ...stamps, ...source.event } };
    const text = JSON.stringify({ _index: eventsIndex(namespace, 'month', time), _id: id, _source: stamped });
    return { kind: 'document', text };
  } catch (error) {
    if (!(error instanceof CloudTrailError)) throw error;
    return { kind: 'problem', message: error.message, offset };
  }
}

/** As of the file system or of zlib. */
function isSystemError(error: unknown): error is NodeJS.ErrnoException {
  return error instanceof Error && typeof (error as NodeJS.ErrnoException).code === 'string';
}
