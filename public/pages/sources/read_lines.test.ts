import { describe, expect, test } from 'vitest';
import { readLines } from './read_lines';

function streamOf(...pieces: readonly Uint8Array[]): ReadableStream<Uint8Array> {
  return new ReadableStream({
    start(controller) {
      pieces.forEach((piece) => controller.enqueue(piece));
      controller.close();
    },
  });
}
const bytes = (text: string) => new TextEncoder().encode(text);

async function linesOf(stream: ReadableStream<Uint8Array> | null): Promise<string[]> {
  const lines: string[] = [];
  await readLines(stream, (line) => lines.push(line));
  return lines;
}

describe('reading lines', () => {
  test('gives the same lines however the answer is cut into pieces', async () => {
    const text = '{"check":"address"}\n{"message":"Zürich → 東京"}\n{"check":"all"}\n';
    const whole = bytes(text);
    for (const size of [1, 2, 3, 7, whole.length]) {
      const pieces: Uint8Array[] = [];
      for (let at = 0; at < whole.length; at += size) pieces.push(whole.slice(at, at + size));
      expect(await linesOf(streamOf(...pieces)), `pieces of ${size} bytes`).toEqual(text.trim().split('\n'));
    }
  });

  test('gives each line as soon as it is there', async () => {
    let controller: ReadableStreamDefaultController<Uint8Array> | undefined;
    const stream = new ReadableStream<Uint8Array>({ start: (given) => void (controller = given) });
    const lines: string[] = [];
    const reading = readLines(stream, (line) => lines.push(line));
    controller?.enqueue(bytes('one\ntw'));
    await new Promise((resolve) => setTimeout(resolve, 0));
    expect(lines).toEqual(['one']);
    controller?.enqueue(bytes('o\n'));
    controller?.close();
    await reading;
    expect(lines).toEqual(['one', 'two']);
  });

  test('gives a last line without its line break, and no empty ones', async () => {
    expect(await linesOf(streamOf(bytes('one\n\n \ntwo')))).toEqual(['one', 'two']);
    expect(await linesOf(streamOf())).toEqual([]);
    expect(await linesOf(null)).toEqual([]);
  });

  test('rejects where the answer breaks off', async () => {
    const stream = new ReadableStream<Uint8Array>({
      pull: (controller) => controller.error(new Error('connection lost')),
    });
    await expect(linesOf(stream)).rejects.toThrow('connection lost');
  });
});
