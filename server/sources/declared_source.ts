/** A source as kibana.yml declares it, below `cloudtrail.sources.<key>`. */
import { createHash } from 'node:crypto';
import * as z from 'zod';
import { createSourceRequestSchema } from '../../common/sources';
import { serverIdentityRefusal } from '../aws/aws_errors';
import { allowedEndpoint } from '../aws/endpoint_guard';
import { dayOf } from '../cloudtrail/day';
import { CloudTrailError } from '../errors';
import type { WriteKey } from './lend_write_key';
import { requireStartDay } from './start_day';

/** Made by chance; with it the same key and place make the same id on every Kibana. */
const ID_NAMESPACE = '7b3f1f0e-9a46-4c5e-8d2a-5a1f6c0d9e42';
/** In place of the name of a user who makes a source or owns its key. */
export const KIBANA_YML = 'kibana.yml';
const IN_QUOTES = 'must be a text: put it in quotes';

const { shape } = createSourceRequestSchema;

/** YAML reads a day without quotes as a time, and JSON-like values as numbers. */
const day = z.preprocess(
  (value) => (value instanceof Date ? value.toISOString().replace('T00:00:00.000Z', '') : value),
  shape.start,
);

/** As POST /api/cloudtrail/sources takes it. The external id of a role is ours, here as there. */
const declaredSourceSchema = createSourceRequestSchema
  .omit({ external_id: true })
  .extend({ name: shape.name.optional(), start: day, end: day })
  .strict();

const declaredSourcesSchema = z.record(
  z
    .string()
    .regex(/^[a-zA-Z0-9][a-zA-Z0-9_-]{0,99}$/, 'must be named with 1 to 100 letters, digits, _ and -'),
  declaredSourceSchema,
);

type DeclaredSettings = z.infer<typeof declaredSourceSchema>;
export type DeclaredSource = DeclaredSettings & {
  /** Its own below `cloudtrail.sources`. */
  readonly key: string;
  readonly name: string;
};

/** What of `cloudtrail.aws` rules out sources. */
interface AwsRules {
  readonly allowedEndpoints: readonly string[];
  readonly allowServerIdentity: boolean;
}

/**
 * The sources of the settings. `now`: ms since the epoch. Throws Error with the first mistake, in the form of Kibana's own
 * checks; no value is in it, since it may be a secret.
 */
export function declaredSources(settings: unknown, aws: AwsRules, now: number): readonly DeclaredSource[] {
  const parsed = declaredSourcesSchema.safeParse(settings ?? {}, { error: textWanted });
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    const message = issue?.code === 'invalid_key' ? issue.issues[0]?.message : issue?.message;
    throw mistake(issue?.path.map(String) ?? [], message ?? 'is not valid');
  }
  return Object.entries(parsed.data).map(([key, source]) => {
    requireAllowed(key, source, aws, now);
    return { ...source, key, name: source.name ?? key };
  });
}

function requireAllowed(
  key: string,
  { endpoint, credentials, start, end }: DeclaredSettings,
  aws: AwsRules,
  now: number,
): void {
  try {
    allowedEndpoint(endpoint, aws.allowedEndpoints);
    const today = dayOf(now);
    if (start !== undefined || end !== undefined) requireStartDay(start ?? end ?? today, end, today);
  } catch (error) {
    throw error instanceof CloudTrailError ? mistake([key], error.message) : error;
  }
  const { type } = credentials;
  const isServers = type === 'server' || (type === 'role' && credentials.access_key === undefined);
  if (isServers && !aws.allowServerIdentity) throw mistake([key, 'credentials'], serverIdentityRefusal);
}

function mistake(path: readonly string[], message: string): Error {
  return new Error(`[config validation of [cloudtrail].${['sources', ...path].join('.')}]: ${message}`);
}

/**
 * The id under which every Kibana with this declaration keeps the source (a UUID of version 5, RFC 9562). With another
 * bucket, prefix, endpoint or namespace it is another source: what is remembered of the former is about other files.
 */
export function declaredSourceId({ key, bucket, prefix, endpoint, namespace }: DeclaredSource): string {
  const name = JSON.stringify([key, bucket, prefix, endpoint ?? null, namespace]);
  const hash = createHash('sha1')
    .update(Buffer.from(ID_NAMESPACE.replaceAll('-', ''), 'hex'))
    .update(name)
    .digest()
    .subarray(0, 16);
  hash.writeUInt8((hash.readUInt8(6) & 0x0f) | 0x50, 6);
  hash.writeUInt8((hash.readUInt8(8) & 0x3f) | 0x80, 8);
  return hash.toString('hex').replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}

/** Whether the write key of a source comes from kibana.yml or its keystore. */
export function isDeclaredKey(key: WriteKey | undefined): boolean {
  return key !== undefined && !key.is_granted && key.owner === KIBANA_YML;
}

function textWanted(issue: {
  readonly code?: string;
  readonly expected?: unknown;
  readonly input?: unknown;
}) {
  const isNumber = typeof issue.input === 'number';
  return issue.code === 'invalid_type' && issue.expected === 'string' && isNumber ? IN_QUOTES : undefined;
}
