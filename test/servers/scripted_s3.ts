/** An S3 (and STS) server that gives a scripted list of answers: for the faults that no S3 look-alike shows. */
import { createServer, type IncomingHttpHeaders, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface ScriptedAnswer {
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | Buffer;
  /** Sends only this many bytes of the body, then cuts the connection. */
  readonly cutAfter?: number;
  /** Sends this many bytes of the body, then nothing more while the connection stays open. */
  readonly stallAfter?: number;
  /** Sends the body one byte at a time, with this pause between. */
  readonly dripMs?: number;
  /** Resets the connection (RST) without an answer. */
  readonly isReset?: boolean;
  /** Takes the request and never answers. */
  readonly isSilent?: boolean;
}

export interface SeenRequest {
  readonly method: string;
  /** Decoded path, with the bucket in it. */
  readonly path: string;
  readonly query: URLSearchParams;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

type Step = ScriptedAnswer | ((request: SeenRequest) => ScriptedAnswer);

/** The answers in their order, or one that answers everything. */
export type Script = readonly Step[] | ((request: SeenRequest) => ScriptedAnswer);

export interface ScriptedS3 {
  readonly origin: string;
  readonly port: number;
  /** Every request so far, the oldest first. */
  readonly requests: readonly SeenRequest[];
  close(): Promise<void>;
}

/** Starts on a free port of loopback. The n-th request gets the n-th answer; past the end of the script, 418. */
export async function startScriptedS3(script: Script): Promise<ScriptedS3> {
  const requests: SeenRequest[] = [];
  const server = createServer(async (request, response) => {
    let body = '';
    for await (const chunk of request) body += String(chunk);
    // not by URL, which would tidy up `//` and `/../`
    const [path = '', query = ''] = (request.url ?? '/').split('?');
    const seen = {
      method: request.method ?? '',
      path: decodeURIComponent(path),
      query: new URLSearchParams(query),
      headers: request.headers,
      body,
    };
    const step = typeof script === 'function' ? script : script[requests.length];
    requests.push(seen);
    if (step === undefined) send(response, errorAnswer(418, 'ScriptIsOver'));
    else send(response, typeof step === 'function' ? step(seen) : step);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    origin: `http://127.0.0.1:${port}`,
    port,
    requests,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

function send(response: ServerResponse, answer: ScriptedAnswer): void {
  if (answer.isReset) response.socket?.resetAndDestroy();
  if (answer.isReset || answer.isSilent) return;
  const body = Buffer.from(answer.body ?? '');
  const headers = {
    'content-length': String(body.length),
    'x-amz-request-id': 'SCRIPTED',
    ...answer.headers,
  };
  response.writeHead(answer.status ?? 200, headers);
  if (answer.cutAfter !== undefined) {
    response.write(body.subarray(0, answer.cutAfter), () => response.socket?.destroy());
  } else if (answer.stallAfter !== undefined) {
    response.write(body.subarray(0, answer.stallAfter));
  } else if (answer.dripMs !== undefined) {
    let at = 0;
    const drip = setInterval(() => {
      response.write(body.subarray(at, ++at));
      if (at >= body.length) {
        clearInterval(drip);
        response.end();
      }
    }, answer.dripMs);
    response.on('close', () => clearInterval(drip));
  } else {
    response.end(body);
  }
}

/** An error as S3 writes it. `fields` are further elements, such as `Region`. */
export function errorAnswer(
  status: number,
  code: string,
  options: {
    readonly message?: string;
    readonly headers?: Readonly<Record<string, string>>;
    readonly fields?: Readonly<Record<string, string>>;
  } = {},
): ScriptedAnswer {
  const fields = { Code: code, Message: options.message ?? 'scripted', ...options.fields };
  const xml = Object.entries(fields).map(([name, value]) => `<${name}>${value}</${name}>`);
  return {
    status,
    headers: { 'content-type': 'application/xml', ...options.headers },
    body: `<?xml version="1.0" encoding="UTF-8"?><Error>${xml.join('')}</Error>`,
  };
}

/** A GetObject of `object` by the range that was asked for, as S3 answers it. */
export function rangeAnswer(object: Buffer, request: SeenRequest, etag: string): ScriptedAnswer {
  const from = Number(/^bytes=(\d+)-$/.exec(request.headers.range ?? '')?.[1] ?? 0);
  const range = { 'content-range': `bytes ${from}-${object.length - 1}/${object.length}` };
  const isPart = request.headers.range !== undefined;
  return { status: isPart ? 206 : 200, headers: { etag, ...(isPart && range) }, body: object.subarray(from) };
}

/** One page of ListObjectsV2. `next` makes it say that another page follows. */
export function listAnswer(
  keys: readonly string[],
  options: {
    readonly prefixes?: readonly string[];
    readonly next?: string;
    readonly urlEncoded?: boolean;
    /** Further elements of each object, as XML. */
    readonly more?: string;
  } = {},
): ScriptedAnswer {
  const more = options.more ?? '';
  const contents = keys.map(
    (key) => `<Contents><Key>${key}</Key><Size>${key.length}</Size>${more}</Contents>`,
  );
  const prefixes = (options.prefixes ?? []).map(
    (prefix) => `<CommonPrefixes><Prefix>${prefix}</Prefix></CommonPrefixes>`,
  );
  const encoding = options.urlEncoded ? '<EncodingType>url</EncodingType>' : '';
  const next = options.next ? `<NextContinuationToken>${options.next}</NextContinuationToken>` : '';
  return {
    headers: { 'content-type': 'application/xml' },
    body:
      `<?xml version="1.0" encoding="UTF-8"?><ListBucketResult><IsTruncated>${Boolean(options.next)}</IsTruncated>` +
      `${encoding}${next}${contents.join('')}${prefixes.join('')}</ListBucketResult>`,
  };
}

/** STS's answer to AssumeRole. */
export function assumeRoleAnswer(accessKeyId: string, expiration: Date): ScriptedAnswer {
  return {
    headers: { 'content-type': 'text/xml' },
    body:
      '<AssumeRoleResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><AssumeRoleResult><Credentials>' +
      `<AccessKeyId>${accessKeyId}</AccessKeyId><SecretAccessKey>assumed-secret</SecretAccessKey>` +
      `<SessionToken>assumed-token</SessionToken><Expiration>${expiration.toISOString()}</Expiration>` +
      '</Credentials></AssumeRoleResult></AssumeRoleResponse>',
  };
}
