/** Answers that grow while they are looked at: one JSON value a line, sent as it comes. */
import { PassThrough } from 'node:stream';
import type { KibanaRequest } from './contracts';

export const NDJSON_HEADERS: Readonly<Record<string, string>> = {
  'content-type': 'application/x-ndjson',
  // proxies such as nginx would hold lines back
  'x-accel-buffering': 'no',
};

/**
 * The values as a response's body; Kibana 8.12 hands a PassThrough on line by line. A fault in the middle cuts the answer:
 * it is for `onFault` to tell of it.
 */
export function ndjson(values: AsyncIterable<unknown>, onFault: (error: unknown) => void): PassThrough {
  const body = new PassThrough();
  const write = async () => {
    for await (const value of values) {
      if (body.destroyed) return;
      body.write(`${JSON.stringify(value)}\n`);
    }
    body.end();
  };
  write().catch((error: unknown) => {
    onFault(error);
    body.end();
  });
  return body;
}

/** Aborted when the client leaves before the answer has ended. */
export function signalOf({ events }: KibanaRequest): AbortSignal {
  const controller = new AbortController();
  events?.aborted$.subscribe(() => controller.abort(new Error('the client left')));
  return controller.signal;
}
