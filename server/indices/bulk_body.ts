/** The body of a `_bulk` request that creates documents, put together of bytes that are there already. */
import { DOCUMENT_START } from '../documents/to_document';

export interface BulkItem {
  readonly index: string;
  readonly id: string;
  /** The document's JSON after `DOCUMENT_START`. */
  readonly rest: Buffer;
}

const NEWLINE = 0x0a;

/** NDJSON in memory of `take`. `ingested`: ms since the epoch. */
export function bulkBody(
  items: readonly BulkItem[],
  ingested: number,
  take: (bytes: number) => Buffer,
): Buffer {
  const stamp = new Date(ingested).toISOString();
  const start = `${DOCUMENT_START}"created":"${stamp}","ingested":"${stamp}",`;
  // names of indices and ids are ASCII: a character is a byte
  const heads = items.map(({ index, id }) => `{"create":{"_index":"${index}","_id":"${id}"}}\n${start}`);
  let size = 0;
  for (const [i, { rest }] of items.entries()) size += (heads[i] ?? '').length + rest.length + 1;
  const body = take(size);
  let at = 0;
  for (const [i, { rest }] of items.entries()) {
    at += body.write(heads[i] ?? '', at, 'latin1');
    at += rest.copy(body, at);
    body[at++] = NEWLINE;
  }
  return body;
}
