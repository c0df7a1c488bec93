/** Texts as UTF-8, side by side in large pieces of memory that are used again. */

const PIECE_BYTES = 256 * 1024;
/** Of a UTF-16 unit, at most. */
const BYTES_A_UNIT = 3;
/** 16 MiB: what some batches of a run hold at once. */
const MOST_FREE = 64;

/** Of this thread. */
const free: Buffer[] = [];

/**
 * Memory for the texts of one batch. Were it left to the garbage collector, that would look through all of the heap each
 * time that some MB of it were made: more than a third of what taking in events cost.
 */
export class Utf8Memory {
  private pieces: Buffer[] = [];
  private used = PIECE_BYTES;

  /** The bytes of the text, until `release`. They are not to be changed. */
  bytesOf(text: string): Buffer {
    const most = text.length * BYTES_A_UNIT;
    if (most > PIECE_BYTES) return Buffer.from(text);
    const piece = this.pieceFor(most);
    const start = this.used;
    this.used += piece.write(text, start);
    return piece.subarray(start, this.used);
  }

  /** A copy, until `release`: what it is copied from can go. */
  copyOf(bytes: Buffer): Buffer {
    if (bytes.length > PIECE_BYTES) return Buffer.from(bytes);
    const piece = this.pieceFor(bytes.length);
    const start = this.used;
    this.used += bytes.copy(piece, start);
    return piece.subarray(start, this.used);
  }

  /** Makes room again for the last that it gave, which nobody reads. */
  takeBack(bytes: Buffer): void {
    if (bytes.buffer === this.pieces.at(-1)?.buffer) this.used = bytes.byteOffset;
  }

  /** To be called when nobody reads any more what it gave: others write there then. */
  release(): void {
    free.push(...this.pieces.slice(0, MOST_FREE - free.length));
    this.pieces = [];
    this.used = PIECE_BYTES;
  }

  private pieceFor(bytes: number): Buffer {
    const last = this.pieces.at(-1);
    if (last !== undefined && this.used + bytes <= PIECE_BYTES) return last;
    const piece = free.pop() ?? Buffer.allocUnsafeSlow(PIECE_BYTES);
    this.pieces.push(piece);
    this.used = 0;
    return piece;
  }
}
