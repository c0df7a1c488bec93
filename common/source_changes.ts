/** What can be changed of a source that is there. */
import * as z from 'zod';
import { createSourceRequestSchema, credentialsSchema } from './sources';

const { shape } = createSourceRequestSchema;

/**
 * For PATCH …/{id}. What is left out stays, secrets too; null takes away what is optional. Where a source reads and writes
 * can't be changed (bucket, prefix, endpoint, namespace: each may be sent as it is): what is remembered of it would be
 * about other files, so create another source.
 */
export const changeSourceRequestSchema = z.strictObject({
  name: shape.name.optional(),
  interval: shape.interval.unwrap().optional(),
  /** Earlier than before: the history between is fetched, too. Later: what was fetched stays. */
  start: shape.start,
  end: shape.end.nullable(),
  exclude_accounts: shape.exclude_accounts,
  exclude_regions: shape.exclude_regions,
  region: shape.region.nullable(),
  force_path_style: shape.force_path_style.unwrap().optional(),
  requester_pays: shape.requester_pays.unwrap().optional(),
  sqs: shape.sqs.nullable(),
  /** All of them anew; the external id of a role stays what it was. */
  credentials: credentialsSchema.optional(),
  /** Needed with `credentials` where the stored secrets can't be read any more and the caller itself uses an API key. */
  write_key: shape.write_key,
  bucket: shape.bucket.optional(),
  prefix: shape.prefix.unwrap().optional(),
  endpoint: shape.endpoint.nullable(),
  namespace: shape.namespace.unwrap().optional(),
  /** The `updated_at` (or `created_at`) that the caller saw: where somebody else has changed the source since, nothing is changed. */
  updated_at: z.iso.datetime().optional(),
});
export type ChangeSourceRequest = z.infer<typeof changeSourceRequestSchema>;

/** For POST …/{id}/_renew_key: the key that a caller brings who itself uses an API key. */
export const renewKeyRequestSchema = z.strictObject({ write_key: shape.write_key });
export type RenewKeyRequest = z.infer<typeof renewKeyRequestSchema>;
