/** Reads an answer line by line while it is still coming (NDJSON). */

/** Calls `onLine` with each line that is not empty, also with a last one without a line break. Rejects where the answer breaks off. */
export async function readLines(
  stream: ReadableStream<Uint8Array> | null,
  onLine: (line: string) => void,
): Promise<void> {
  if (stream === null) return;
  const reader = stream.getReader();
  // in stream mode: a character may lie across two pieces
  const decoder = new TextDecoder();
  let rest = '';
  const take = (text: string) => {
    const lines = (rest + text).split('\n');
    rest = lines.pop() ?? '';
    lines.filter((line) => line.trim() !== '').forEach(onLine);
  };
  try {
    for (let piece = await reader.read(); !piece.done; piece = await reader.read()) {
      take(decoder.decode(piece.value, { stream: true }));
    }
    take(`${decoder.decode()}\n`);
  } finally {
    reader.releaseLock();
  }
}
