/** What a namespace decides about its documents. */
import type { Redaction } from './redaction';

/** In which form requestParameters, responseElements, additionalEventData and serviceEventDetails are kept. */
export type FreeFormKept = 'both' | 'flattened' | 'string' | 'none';

export interface DocumentOptions {
  readonly freeForm: FreeFormKept;
  /** Keep the whole record in `event.original`. */
  readonly keepsOriginal: boolean;
  /** Add Elastic's entity fields (`user.entity.id`, `related.entity` …). */
  readonly hasEntityFields: boolean;
  readonly redaction: Redaction | undefined;
}

/** What a namespace does that nobody has changed: what Elastic's integration does. */
export const DEFAULT_DOCUMENT_OPTIONS: DocumentOptions = {
  freeForm: 'both',
  keepsOriginal: false,
  hasEntityFields: false,
  redaction: undefined,
};
