/** Memory for the bodies of bulk requests, used again and again. */
import { MOST_REQUEST_BYTES, MOST_REQUESTS } from './write_window';

/** With what its lines add. */
const BODY_BYTES = 1.25 * MOST_REQUEST_BYTES;

/** Of this thread. */
const free: SharedArrayBuffer[] = [];

/**
 * Memory of so many bytes, for who writes all of it. It is shared, so that the thread that sends it neither copies it nor
 * gets it for its own: of what a thread owns, each of its some MB sets the garbage collector to work on all of its heap, and
 * Kibana's is large.
 */
export function takeBody(bytes: number): Buffer {
  if (bytes > BODY_BYTES) return Buffer.allocUnsafeSlow(bytes);
  return Buffer.from(free.pop() ?? new SharedArrayBuffer(BODY_BYTES), 0, bytes);
}

/** To be called only once the request was answered well: one that was given up may still be on its way out. */
export function giveBackBody({ buffer }: Buffer): void {
  if (buffer instanceof SharedArrayBuffer && free.length < MOST_REQUESTS) free.push(buffer);
}
