/** What the browser tests put into the bucket, and what the screen must then say: counted without the plugin's code. */
import { readFileSync } from 'node:fs';
import { isIP } from 'node:net';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gunzipSync } from 'node:zlib';
import { Reader, type Response } from 'maxmind';
import type { BucketObject } from '../generate/bucket_object';
import { distinctRecords } from '../generate/count_distinct';
import type { ReadRecord } from '../generate/count_distinct';
import { estateIncidents, makeEstate } from '../generate/estate';
import { placeRecords } from '../generate/place_records';
import { Counted, type Place } from '../integration/panels_counted';

export const SEED = 'browser tests';
const KEPT_EACH = 5;
/** Samples in which no two records share an identity: which of two an index holds would be chance. */
const SAMPLES = ['invictus-ir', 'stratus-red-team'];
const GEO = fileURLToPath(
  new URL('../../node_modules/@ip-location-db/geo-whois-asn-country-mmdb/', import.meta.url),
);

/** Every fifth object of an estate that ends at `now`, those with incidents, and some samples. Always the same for one `now`. */
export function bucketObjects(now: Date): readonly BucketObject[] {
  const options = { seed: SEED, now };
  const incidents = estateIncidents(options).flatMap(({ events }) =>
    events.map(({ record }) => String(record['eventID'])),
  );
  const holdsIncident = ({ body }: BucketObject) => {
    const text = gunzipSync(body).toString();
    return incidents.some((eventId) => text.includes(eventId));
  };
  const estate = [...makeEstate(options)].filter(
    (object, index) => index % KEPT_EACH === 0 || holdsIncident(object),
  );
  const samples = SAMPLES.flatMap((name) => {
    const folder = fileURLToPath(new URL(`../fixtures/${name}`, import.meta.url));
    return placeRecords(folder, { now: now.getTime() }).objects;
  });
  return [...samples, ...estate];
}

/** The distinct records of a bucket, to be counted by time range and by whatever else narrows them. */
export class Truth {
  private readonly records: readonly ReadRecord[];
  private readonly v4 = countryReader('geo-whois-asn-country-ipv4.mmdb');
  private readonly v6 = countryReader('geo-whois-asn-country-ipv6.mmdb');

  constructor(objects: readonly BucketObject[], now: Date) {
    this.records = [...distinctRecords(objects, now.getTime())];
  }

  /** Counts what happened in a range of ISO times (both ends included) and fits. */
  count(
    { from, to }: { readonly from: string; readonly to: string },
    fits: (read: ReadRecord) => boolean = () => true,
  ): Counted {
    return new Counted(
      this.found({ from, to }, fits).map(({ record }) => record),
      (address) => this.placeOf(address),
      '',
    );
  }

  /** What `count` counts. */
  found(
    { from, to }: { readonly from: string; readonly to: string },
    fits: (read: ReadRecord) => boolean,
  ): readonly ReadRecord[] {
    const [first, last] = [Date.parse(from), Date.parse(to)];
    return this.records.filter((read) => read.at >= first && read.at <= last && fits(read));
  }

  /** Countries only: where exactly the plugin draws them is not counted here. */
  private placeOf(address: string): Place | undefined {
    const reader = isIP(address) === 6 ? this.v6 : this.v4;
    if (isIP(address) === 0) return undefined;
    // this database's records are flat, unlike MaxMind's own, which the type describes
    const code = (reader.get(address) as { readonly country_code?: string } | null)?.country_code;
    return code === undefined ? undefined : { lat: 0, lon: 0, country_iso_code: code, country_name: code };
  }
}

function countryReader(file: string): Reader<Response> {
  return new Reader(readFileSync(join(GEO, file)));
}
