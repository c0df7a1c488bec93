/** What a namespace decides for all its sources: how long and in which form events are kept, and what is taken out of them. */
import * as z from 'zod';
import type { RedactedField } from './redactable_fields';
import { whyNotRedactable } from './redactable_fields';
import { namespaceSchema } from './sources';

const MAX_RETENTION_DAYS = 36_500;
const MAX_REDACTED_FIELDS = 100;
const MAX_FIELD_LENGTH = 300;

const redactedFieldSchema = z
  .strictObject({
    field: z.string().min(1).max(MAX_FIELD_LENGTH),
    action: z.enum(['drop', 'hmac']),
  })
  .superRefine((rule, context) => {
    const message = whyNotRedactable(rule);
    if (message !== undefined) context.addIssue({ code: 'custom', path: ['field'], message });
  });

export const namespaceSettingsSchema = z.strictObject({
  /** How much time one index of events holds. Chosen when the namespace is made, and never changed: events would be doubled. */
  index_period: z.enum(['month', 'day']),
  /** Days that an event is kept; null for ever. Only whole indices are deleted. */
  retention_days: z.number().int().min(1).max(MAX_RETENTION_DAYS).nullable(),
  /** In which form requestParameters, responseElements, additionalEventData and serviceEventDetails are kept. */
  free_form: z.enum(['both', 'flattened', 'string', 'none']),
  /** Whether the whole record is kept as text in `event.original`. */
  keep_original: z.boolean(),
  /** Whether Elastic's entity fields are added (`user.entity.id`, `related.entity` …). */
  entity_fields: z.boolean(),
  /** Whether Elastic's own rules, and all who may read `logs-*`, find the events. */
  elastic_alias: z.boolean(),
  /** What is taken out of each record before anything is made of it. Holds for what is fetched from then on. */
  redaction: z
    .array(redactedFieldSchema)
    .max(MAX_REDACTED_FIELDS)
    .refine((rules) => new Set(rules.map(({ field }) => field)).size === rules.length, {
      message: 'names a field twice',
    }),
});
export type NamespaceSettings = Readonly<
  Omit<z.infer<typeof namespaceSettingsSchema>, 'redaction'> & { redaction: readonly RedactedField[] }
>;

/** What holds where nobody has decided anything. */
export const DEFAULT_NAMESPACE_SETTINGS: NamespaceSettings = {
  index_period: 'month',
  retention_days: null,
  free_form: 'both',
  keep_original: false,
  entity_fields: false,
  elastic_alias: false,
  redaction: [],
};

/** A change: what is left out stays as it is. */
export const putNamespaceRequestSchema = namespaceSettingsSchema.partial();
export type PutNamespaceRequest = Partial<NamespaceSettings>;

export const namespaceParamsSchema = z.object({ name: namespaceSchema });

/** What a namespace's saved object holds in the clear. */
export const namespaceConfigSchema = z.object({
  name: z.string(),
  created_at: z.iso.datetime(),
  settings: namespaceSettingsSchema,
});
export type NamespaceConfig = Readonly<
  Omit<z.infer<typeof namespaceConfigSchema>, 'settings'> & { settings: NamespaceSettings }
>;

/** What it holds encrypted. Never leaves the server. */
export const namespaceSecretsSchema = z.object({
  /** 32 bytes as base64. Made once: with another key the same value would get another token. */
  redaction_key: z.string().min(1),
});
export type NamespaceSecrets = z.infer<typeof namespaceSecretsSchema>;

export interface NamespaceResponse {
  readonly name: string;
  /** False while there is neither a source nor a setting of it: the defaults are shown, and the index period can be chosen. */
  readonly is_made: boolean;
  readonly settings: NamespaceSettings;
}
export interface NamespacesResponse {
  readonly namespaces: readonly NamespaceResponse[];
}

/** One namespace, with what there is to know before its alias is switched on or off. */
export interface NamespaceDetailsResponse extends NamespaceResponse {
  /** The alias by which `logs-aws.cloudtrail-*` finds the events, where it is switched on. */
  readonly alias: string;
  /** What is found by `logs-aws.cloudtrail-*` already and is not this plugin's: Elastic's own integration, most likely. Its events and ours would be found twice. */
  readonly other_cloudtrail: readonly string[];
}
