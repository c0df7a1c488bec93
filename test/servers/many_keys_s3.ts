/** An S3 server whose CloudTrail bucket holds millions of keys that nobody keeps: each page of a listing is computed. */
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { gzipSync } from 'node:zlib';
import { addDays, startOfDay } from '../../server/cloudtrail/day';

const PAGE_KEYS = 1000;
const MINUTES_A_DAY = 1440;
const OBJECT = gzipSync('{"Records":[]}');
const REGIONS = ['ap-south-1', 'ca-central-1', 'eu-central-1', 'eu-west-1', 'sa-east-1', 'us-east-1'];

export interface ManyKeys {
  readonly accounts: number;
  /** Of each account. */
  readonly regions: number;
  /** So many days, up to and including `lastDay`; each with so many keys, evenly over its hours. */
  readonly days: number;
  readonly lastDay: string;
  readonly keysADay: number;
}

export interface ManyKeysS3 {
  readonly url: string;
  readonly totalKeys: number;
  /** The prefix of each page that was asked for since `forget`. */
  readonly listings: readonly string[];
  /** Objects that were read since `forget`. */
  readonly gets: number;
  forget(): void;
  /** Adds one object. Keys of the formula may not be delivered again. */
  deliver(key: string): void;
  close(): Promise<void>;
}

/** The account × regions of such a bucket, with what stands before `CloudTrail/` in their keys. */
export function placesOf({ accounts, regions }: ManyKeys) {
  return Array.from({ length: accounts }, (_, i) => String(100_000_000_000 + i * 7)).flatMap((accountId) =>
    regionNames(regions).map((region) => ({
      accountId,
      region,
      accountPrefix: `AWSLogs/o-exampleorg1/${accountId}/`,
      kind: 'CloudTrail' as const,
    })),
  );
}

/** The key of the n-th object of a day; in order. */
export function keyAt(folder: string, n: number, keysADay: number): string {
  const [, account = '', , region = '', year = '', month = '', date = ''] =
    /(\d{12})\/(CloudTrail)\/([^/]+)\/(\d{4})\/(\d{2})\/(\d{2})\/$/.exec(folder) ?? [];
  const minute = Math.floor((n * MINUTES_A_DAY) / keysADay);
  const time = new Date(startOfDay(`${year}-${month}-${date}`) + minute * 60_000).toISOString().slice(11, 16);
  const stamp = `${year}${month}${date}T${time.replace(':', '')}Z`;
  return `${folder}${account}_CloudTrail_${region}_${stamp}_${String(n).padStart(16, 'a')}.json.gz`;
}

/** Starts on a free port of loopback; any bucket's name and any credentials will do. */
export async function startManyKeysS3(keys: ManyKeys): Promise<ManyKeysS3> {
  const bucket = new ComputedBucket(keys);
  let listings: string[] = [];
  let gets = 0;
  const server = createServer((request, response) => {
    const url = new URL(request.url ?? '/', 'http://many-keys');
    if (url.searchParams.get('list-type') !== '2') {
      gets++;
      response.writeHead(200, { 'content-length': OBJECT.length }).end(OBJECT);
      return;
    }
    listings.push(url.searchParams.get('prefix') ?? '');
    sendPage(response, bucket, url.searchParams);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    totalKeys: keys.accounts * keys.regions * keys.days * keys.keysADay,
    get listings() {
      return listings;
    },
    get gets() {
      return gets;
    },
    forget: () => {
      listings = [];
      gets = 0;
    },
    deliver: (key) => bucket.deliver(key),
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

interface Entry {
  readonly name: string;
  readonly isFolder: boolean;
}

class ComputedBucket {
  private readonly folders = new Map<string, string[]>();
  private readonly delivered = new Map<string, string[]>();

  constructor(private readonly keys: ManyKeys) {
    for (const { accountPrefix, region } of placesOf(keys)) {
      for (let i = 0; i < keys.days; i++) {
        const day = addDays(keys.lastDay, -i).replaceAll('-', '/');
        this.addFolder(`${accountPrefix}CloudTrail/${region}/${day}/`);
      }
    }
    for (const below of this.folders.values()) below.sort();
  }

  deliver(key: string): void {
    const folder = key.slice(0, key.lastIndexOf('/') + 1);
    this.addFolder(folder);
    this.delivered.set(folder, [...(this.delivered.get(folder) ?? []), key].sort());
    for (let at = folder; at !== ''; at = parentOf(at)) this.folders.get(parentOf(at))?.sort();
  }

  /** In order, from after `after` on; folders as one entry where there is a delimiter. */
  *entries(prefix: string, after: string, hasDelimiter: boolean, at = ''): Generator<Entry> {
    const below = this.folders.get(at);
    for (const folder of below ?? []) {
      if (!folder.startsWith(prefix) && !prefix.startsWith(folder)) continue;
      if (after > folder && (hasDelimiter || !after.startsWith(folder))) continue;
      if (hasDelimiter && folder.length > prefix.length) yield { name: folder, isFolder: true };
      else yield* this.entries(prefix, after, hasDelimiter, folder);
    }
    if (below !== undefined) return;
    for (const name of this.keysOf(at, after)) if (name.startsWith(prefix)) yield { name, isFolder: false };
  }

  private *keysOf(folder: string, after: string): Generator<string> {
    const { keysADay, lastDay, days } = this.keys;
    const day = folder.slice(-11, -1).replaceAll('/', '-');
    const isOfFormula = day <= lastDay && day > addDays(lastDay, -days);
    const extra = [...(this.delivered.get(folder) ?? [])].filter((key) => key > after);
    const end = isOfFormula ? keysADay : 0;
    let low = 0;
    for (let high = end; low < high;) {
      const middle = (low + high) >> 1;
      if (keyAt(folder, middle, keysADay) > after) high = middle;
      else low = middle + 1;
    }
    for (let n = low; n < end; n++) {
      const key = keyAt(folder, n, keysADay);
      while (extra[0] !== undefined && extra[0] < key) yield extra.shift() ?? '';
      yield key;
    }
    yield* extra;
  }

  private addFolder(folder: string): void {
    for (let at = folder; at !== ''; at = parentOf(at)) {
      const siblings = this.folders.get(parentOf(at)) ?? [];
      if (siblings.includes(at)) return;
      this.folders.set(parentOf(at), [...siblings, at]);
    }
  }
}

function parentOf(folder: string): string {
  return folder.slice(0, folder.lastIndexOf('/', folder.length - 2) + 1);
}

function regionNames(count: number): string[] {
  return Array.from(
    { length: count },
    (_, i) => `${REGIONS[i % REGIONS.length]}${i < REGIONS.length ? '' : i}`,
  );
}

function sendPage(response: ServerResponse, bucket: ComputedBucket, query: URLSearchParams): void {
  const after = query.get('continuation-token') ?? query.get('start-after') ?? '';
  const page: Entry[] = [];
  let isTruncated = false;
  for (const entry of bucket.entries(query.get('prefix') ?? '', after, query.has('delimiter'))) {
    if (page.length === PAGE_KEYS) {
      isTruncated = true;
      break;
    }
    page.push(entry);
  }
  const parts = page.map(({ name, isFolder }) =>
    isFolder
      ? `<CommonPrefixes><Prefix>${name}</Prefix></CommonPrefixes>`
      : `<Contents><Key>${name}</Key><Size>${OBJECT.length}</Size></Contents>`,
  );
  const next = isTruncated ? `<NextContinuationToken>${page.at(-1)?.name}</NextContinuationToken>` : '';
  response.writeHead(200, { 'content-type': 'application/xml' });
  response.end(
    `<?xml version="1.0" encoding="UTF-8"?><ListBucketResult><IsTruncated>${isTruncated}</IsTruncated>${next}${parts.join('')}</ListBucketResult>`,
  );
}
