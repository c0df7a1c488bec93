/** How much disk an event takes in Elasticsearch: measured, since a mapping's cost can't be reckoned. */
import type { DocumentOptions, FreeFormKept } from '../documents/document_options';

/**
 * Bytes a document, one copy, after a merge to one segment, by the plugin's own index template (order of the index and
 * codec included) on Elasticsearch 8.19.16: the part `disk` of `npm run bench`, docs/performance.md. Until they are
 * merged, events take more.
 */
const MEASURED: Readonly<Record<FreeFormKept, number>> = {
  both: 765,
  flattened: 662,
  string: 590,
  none: 462,
};
/** The same for the whole record as text. */
const MEASURED_ORIGINAL = 75;

export function diskBytesPerEvent({
  freeForm,
  keepsOriginal,
}: Pick<DocumentOptions, 'freeForm' | 'keepsOriginal'>): number {
  return MEASURED[freeForm] + (keepsOriginal ? MEASURED_ORIGINAL : 0);
}
