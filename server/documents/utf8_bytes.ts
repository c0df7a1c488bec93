/** Texts as UTF-8, side by side in large buffers: a buffer for each would cost more than its bytes. */

const CHUNK_BYTES = 256 * 1024;
/** Of a UTF-16 unit, at most. */
const BYTES_A_UNIT = 3;

let chunk = Buffer.alloc(0);
let used = 0;

/** The bytes of the text. They share their memory with those of other texts, and are not to be changed. */
export function utf8Bytes(text: string): Buffer {
  const most = text.length * BYTES_A_UNIT;
  if (most > CHUNK_BYTES) return Buffer.from(text);
  if (used + most > chunk.length) {
    chunk = Buffer.allocUnsafeSlow(CHUNK_BYTES);
    used = 0;
  }
  const start = used;
  used += chunk.write(text, start);
  return chunk.subarray(start, used);
}
