/** What a run needs to know of its namespace: plain data, so that it can be handed to another thread. */
import type { NamespaceSettings } from '../../common/namespaces';
import type { DocumentOptions } from '../documents/document_options';
import { createRedaction } from '../documents/redaction';

export interface RunRules {
  readonly settings: NamespaceSettings;
  /** Base64; there whenever the settings redact anything. */
  readonly redactionKey: string | undefined;
}

/** What the rules say of each document. Throws where there is something to redact and no key: nothing is written unredacted. */
export function documentOptionsOf({ settings, redactionKey }: RunRules): DocumentOptions {
  const { free_form: freeForm, keep_original: keepsOriginal, entity_fields: hasEntityFields } = settings;
  const options = { freeForm, keepsOriginal, hasEntityFields };
  if (settings.redaction.length === 0) return { ...options, redaction: undefined };
  if (redactionKey === undefined) throw new Error('there is no key to redact with');
  return { ...options, redaction: createRedaction(settings.redaction, Buffer.from(redactionKey, 'base64')) };
}
