/** An Elasticsearch client whose calls are sent elsewhere, where a real one makes them. */
import type { Client } from '@elastic/elasticsearch';
import { isObject } from '../../cloudtrail/record';
import type { ClientCall } from './messages';

/** Every method of the client, as far as its parameters can be copied; no streams, no helpers. */
export function messageClient(send: (call: ClientCall) => Promise<unknown>): Client {
  return methodAt([], send) as Client;
}

function methodAt(method: readonly string[], send: (call: ClientCall) => Promise<unknown>): unknown {
  return new Proxy(() => undefined, {
    get: (_target, name) =>
      // a client is no promise, whoever awaits it
      typeof name === 'symbol' || name === 'then' ? undefined : methodAt([...method, name], send),
    apply: (_target, _this, [params, options]: readonly unknown[]) => send(callOf(method, params, options)),
  });
}

function callOf(method: readonly string[], params: unknown, options: unknown): ClientCall {
  if (!isObject(options)) return { method, params, options: undefined, endsWithRun: false };
  const { signal, ...rest } = options;
  return { method, params, options: rest, endsWithRun: signal !== undefined };
}

/** Whether it writes events: only their bulk bodies are bytes. */
export function isOfEvents({ params }: ClientCall): boolean {
  return bodyOf(params) !== undefined;
}

/** Of events that were all created an answer has an entry for each, all alike, which cost more to copy than all else in it. */
export function inOneWord(answer: unknown): unknown {
  return isObject(answer) && answer['errors'] === false ? { errors: false } : answer;
}

/** The bytes of a bulk body that can be handed over instead of copied: those that have their memory for themselves. */
export function bodyToTransfer({ params }: ClientCall): ArrayBuffer[] {
  const bytes = bodyOf(params);
  if (bytes === undefined) return [];
  const { buffer } = bytes;
  return buffer instanceof ArrayBuffer && buffer.byteLength === bytes.byteLength ? [buffer] : [];
}

/** Makes the call on a real client. `signal` ends it where the call asks for that. */
export async function makeCall(
  client: Client,
  { method, params, options, endsWithRun }: ClientCall,
  signal: AbortSignal,
): Promise<unknown> {
  let owner: unknown;
  let called: unknown = client;
  for (const name of method) {
    owner = called;
    called = Reflect.get(Object(owner) as object, name);
  }
  if (typeof called !== 'function') throw new TypeError(`The client has no ${method.join('.')}.`);
  return Reflect.apply(called, owner, [withBuffer(params), endsWithRun ? { ...options, signal } : options]);
}

/** Bytes cross as a plain Uint8Array, which the client would take for an object to be made JSON of. */
function withBuffer(params: unknown): unknown {
  const bytes = bodyOf(params);
  if (bytes === undefined) return params;
  const { buffer, byteOffset, byteLength } = bytes;
  return { ...(params as object), operations: Buffer.from(buffer, byteOffset, byteLength) };
}

function bodyOf(params: unknown): Uint8Array | undefined {
  const body = isObject(params) ? params['operations'] : undefined;
  return body instanceof Uint8Array ? body : undefined;
}
