/** Stands before a server that works and passes on what it is asked, unless a test wants a fault: for those that come and go. */
import { createServer, request as forward, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';

export interface AskedOfProxy {
  readonly method: string;
  /** With its query, as it was sent. */
  readonly url: string;
}

/** What happens in place of the server's answer, or to it. */
export type ProxyFault =
  | { readonly kind: 'answer'; readonly status: number; readonly type?: string; readonly body: string }
  /** Half of the server's body comes, then the connection is cut. */
  | { readonly kind: 'cut' }
  /** The server's body comes in so many pieces, with a pause before each. */
  | { readonly kind: 'drip'; readonly pieces: number; readonly pauseMs: number };

export interface FaultyProxy {
  readonly url: string;
  /** Undefined for a request that is passed on; no function: all are. */
  fault: ((asked: AskedOfProxy) => ProxyFault | undefined) | undefined;
  /** Requests that met a fault so far. */
  readonly struck: number;
  close(): void;
}

/** Starts on a free port of loopback, before the server at `target` (an origin). */
export async function startFaultyProxy(target: string): Promise<FaultyProxy> {
  const server = createServer((request, response) => {
    const asked = { method: request.method ?? '', url: request.url ?? '/' };
    const fault = proxy.fault?.(asked);
    if (fault !== undefined) proxy.struck++;
    if (fault?.kind !== 'answer') return passOn(target, request, response, fault);
    request.resume();
    response.writeHead(fault.status, {
      'content-type': fault.type ?? 'application/json',
      // without it Elasticsearch's client takes no answer for one of Elasticsearch
      'x-elastic-product': 'Elasticsearch',
    });
    response.end(fault.body);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const proxy = {
    url: `http://127.0.0.1:${port}`,
    fault: undefined as FaultyProxy['fault'],
    struck: 0,
    close: () => {
      server.close();
      server.closeAllConnections();
    },
  };
  return proxy;
}

function passOn(
  target: string,
  request: IncomingMessage,
  response: ServerResponse,
  fault: Exclude<ProxyFault, { kind: 'answer' }> | undefined,
): void {
  // the host that was asked for is signed, so it stays
  const { method, headers, url = '/' } = request;
  const passed = forward(target + url, { method, headers }, (answer) => {
    response.writeHead(answer.statusCode ?? 502, answer.headers);
    if (fault === undefined) answer.pipe(response);
    else void spoil(answer, response, fault);
  });
  passed.on('error', () => response.destroy());
  response.on('close', () => passed.destroy());
  request.pipe(passed);
}

async function spoil(
  answer: IncomingMessage,
  response: ServerResponse,
  fault: Exclude<ProxyFault, { kind: 'answer' }>,
): Promise<void> {
  const body = await buffer(answer);
  if (fault.kind === 'cut') {
    response.write(body.subarray(0, body.length / 2), () => response.destroy());
    return;
  }
  const size = Math.max(1, Math.ceil(body.length / fault.pieces));
  let at = 0;
  const drip = setInterval(() => {
    response.write(body.subarray(at, (at += size)));
    if (at < body.length) return;
    clearInterval(drip);
    response.end();
  }, fault.pauseMs);
  response.on('close', () => clearInterval(drip));
}

/** An error as S3 writes it. */
export function s3Refusal(status: number, code: string): ProxyFault {
  const body = `<?xml version="1.0" encoding="UTF-8"?><Error><Code>${code}</Code><Message>of a test</Message></Error>`;
  return { kind: 'answer', status, type: 'application/xml', body };
}

/** An error as Elasticsearch writes it. */
export function elasticsearchRefusal(status: number, type: string): ProxyFault {
  return { kind: 'answer', status, body: JSON.stringify({ error: { type, reason: 'of a test' }, status }) };
}
