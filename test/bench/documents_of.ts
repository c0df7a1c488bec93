/** The documents of a bucket, made by the plugin's own code in this process. */
import { createRequire } from 'node:module';
import { dirname } from 'node:path';
import { stampOfKey, timeOfKey } from '../../server/cloudtrail/object_key';
import type { DocumentOptions } from '../../server/documents/document_options';
import type { EventDocument } from '../../server/documents/to_document';
import { toDocument } from '../../server/documents/to_document';
import type { Utf8Memory } from '../../server/documents/utf8_memory';
import { readLogFile } from '../../server/fetching/read_log_file';
import type { GeoLookup } from '../../server/geo/geo_lookup';
import { openGeo } from '../../server/geo/open_geo';
import type { BucketObject } from '../generate/bucket_object';
import { ESTATE_END } from './bench_bucket';

const LIMITS = { maxObjectBytes: 2 ** 30, maxRecordBytes: 2 ** 21 };

/** Looks up in the countries that the zip brings along. */
export async function bundledGeo(): Promise<GeoLookup> {
  const { resolve } = createRequire(import.meta.url);
  return openGeo({ bundledDir: dirname(resolve('@ip-location-db/geo-whois-asn-country-mmdb/package.json')) });
}

/** In groups, in the order of the objects; records that are no events, and digests, are left out. */
export async function* documentsOf(
  objects: readonly BucketObject[],
  geo: GeoLookup,
  options: DocumentOptions,
  memory?: Utf8Memory,
): AsyncGenerator<readonly EventDocument[]> {
  for (const { key, body } of objects) {
    if (stampOfKey(key) === undefined) continue;
    const origin = {
      bucket: 'bench',
      bucketArn: 'arn:aws:s3:::bench',
      key,
      accountId: /\/(\d{12})\//.exec(key)?.[1] ?? '',
      keyTime: timeOfKey(key),
      namespace: 'bench',
      isBackfill: false,
    };
    for await (const records of readLogFile(body, LIMITS)) {
      const context = { origin, geo, now: ESTATE_END.getTime(), options, memory };
      yield records.flatMap(({ bytes, offset }) => (bytes ? toDocument(bytes, offset, context) : []));
    }
  }
}
