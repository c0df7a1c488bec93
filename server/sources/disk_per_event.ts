/** How much disk an event takes in Elasticsearch: measured, since a mapping's cost can't be reckoned. */
import type { DocumentOptions, FreeFormKept } from '../documents/document_options';

/**
 * Bytes a document, one copy, after a merge to one segment, with the default codec of Elasticsearch 8.19.16 (`_stats`,
 * November 2026): the mean of the 2,754 different real records in test/fixtures and of the 30,239 of the generated estate,
 * which lay 4 to 9 % apart. Until they are merged, events take more.
 */
const MEASURED: Readonly<Record<FreeFormKept, number>> = {
  both: 1360,
  flattened: 1120,
  string: 1110,
  none: 830,
};
/** The same for the whole record as text; 310 with the real records, 490 with the generated ones. */
const MEASURED_ORIGINAL = 400;

export function diskBytesPerEvent({
  freeForm,
  keepsOriginal,
}: Pick<DocumentOptions, 'freeForm' | 'keepsOriginal'>): number {
  return MEASURED[freeForm] + (keepsOriginal ? MEASURED_ORIGINAL : 0);
}
