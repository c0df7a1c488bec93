/** An S3 server over objects in memory that checks no signature: what is measured is who reads, not who serves. */
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { BucketObject } from '../generate/bucket_object';

const PAGE_KEYS = 1000;

export interface MemoryS3 {
  readonly url: string;
  close(): Promise<void>;
}

interface Page {
  readonly keys: readonly string[];
  readonly folders: readonly string[];
  /** The last of either when there is more. */
  readonly next: string | undefined;
}

/** Listens on a free port of loopback, path style; any bucket's name and any credentials will do. */
export async function startMemoryS3(objects: readonly BucketObject[], modified: Date): Promise<MemoryS3> {
  const bodies = new Map(objects.map(({ key, body }) => [key, body]));
  const keys = [...bodies.keys()].sort((a, b) => (a < b ? -1 : 1));
  const server = createServer((request, response) => {
    const url = new URL(request.url ?? '/', 'http://memory');
    const [, , ...path] = url.pathname.split('/');
    const body = bodies.get(decodeURIComponent(path.join('/')));
    if (body !== undefined) {
      response.writeHead(200, { 'content-length': body.length, 'last-modified': modified.toUTCString() });
      response.end(body);
    } else if (url.searchParams.has('list-type')) {
      sendPage(response, pageOf(keys, url.searchParams), bodies, modified);
    } else response.writeHead(404).end();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

function pageOf(all: readonly string[], asked: URLSearchParams): Page {
  const prefix = asked.get('prefix') ?? '';
  const delimiter = asked.get('delimiter') ?? '';
  const after = asked.get('continuation-token') ?? asked.get('start-after') ?? '';
  const keys: string[] = [];
  const folders: string[] = [];
  let last = '';
  for (let i = firstAtLeast(all, prefix); i < all.length; i++) {
    const key = all[i] ?? '';
    if (!key.startsWith(prefix)) break;
    const end = delimiter === '' ? -1 : key.indexOf(delimiter, prefix.length);
    const name = end < 0 ? key : key.slice(0, end + 1);
    if (name <= after || name === folders.at(-1)) continue;
    if (keys.length + folders.length === PAGE_KEYS) return { keys, folders, next: last };
    (end < 0 ? keys : folders).push(name);
    last = name;
  }
  return { keys, folders, next: undefined };
}

function firstAtLeast(sorted: readonly string[], wanted: string): number {
  let [from, to] = [0, sorted.length];
  while (from < to) {
    const middle = (from + to) >> 1;
    if ((sorted[middle] ?? '') < wanted) from = middle + 1;
    else to = middle;
  }
  return from;
}

/** Keys of CloudTrail need no escaping in XML. */
function sendPage(
  response: ServerResponse,
  { keys, folders, next }: Page,
  bodies: ReadonlyMap<string, Buffer>,
  modified: Date,
): void {
  const contents = keys.map(
    (key) =>
      `<Contents><Key>${key}</Key><LastModified>${modified.toISOString()}</LastModified><ETag>"0"</ETag>` +
      `<Size>${bodies.get(key)?.length ?? 0}</Size><StorageClass>STANDARD</StorageClass></Contents>`,
  );
  const prefixes = folders.map((folder) => `<CommonPrefixes><Prefix>${folder}</Prefix></CommonPrefixes>`);
  const more = next === undefined ? '' : `<NextContinuationToken>${next}</NextContinuationToken>`;
  response.writeHead(200, { 'content-type': 'application/xml' });
  response.end(
    `<?xml version="1.0" encoding="UTF-8"?><ListBucketResult xmlns="http://s3.amazonaws.com/doc/2006-03-01/">` +
      `<KeyCount>${keys.length + folders.length}</KeyCount><IsTruncated>${next !== undefined}</IsTruncated>` +
      `${more}${contents.join('')}${prefixes.join('')}</ListBucketResult>`,
  );
}
