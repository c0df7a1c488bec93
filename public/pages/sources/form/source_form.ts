/** What is entered of a source, and the requests made of it. Pure; text as it stands in the fields. */
import { parseBucketLocation } from '../../../../common/bucket_location';
import type { ChangeSourceRequest } from '../../../../common/source_changes';
import type { Credentials, SourceResponse } from '../../../../common/sources';
import type { Draft, NewSource } from '../sources_api';

export type IdentityType = Credentials['type'];

export interface SourceForm {
  readonly bucket: string;
  readonly prefix: string;
  readonly region: string;
  readonly endpoint: string;
  readonly force_path_style: boolean;
  readonly requester_pays: boolean;

  readonly identity: IdentityType;
  readonly access_key_id: string;
  readonly secret_access_key: string;
  readonly session_token: string;
  readonly role_arn: string;
  /** Who assumes the role: the key above, or Kibana's own identity. */
  readonly role_by: 'access_key' | 'server';
  /** Made by the server; absent until it has given one. */
  readonly external_id: string | undefined;
  /** For the policy only. */
  readonly kms_key_arn: string;

  /** UTC day; empty: seven days back. */
  readonly start: string;
  readonly name: string;
  readonly interval: string;
  readonly queue_url: string;
  readonly exclude_accounts: readonly string[];
  readonly exclude_regions: readonly string[];
  readonly namespace: string;
}

export const NEW_FORM: SourceForm = {
  bucket: '',
  prefix: '',
  region: '',
  endpoint: '',
  force_path_style: false,
  requester_pays: false,
  identity: 'access_key',
  access_key_id: '',
  secret_access_key: '',
  session_token: '',
  role_arn: '',
  role_by: 'access_key',
  external_id: undefined,
  kms_key_arn: '',
  start: '',
  name: '',
  interval: '1m',
  queue_url: '',
  exclude_accounts: [],
  exclude_regions: [],
  namespace: 'default',
};

/** The form of a source that is there: without its secrets, which never come back. */
export function formOf(source: SourceResponse): SourceForm {
  const { credentials } = source;
  return {
    ...NEW_FORM,
    bucket: source.bucket,
    prefix: source.prefix,
    region: source.region ?? '',
    endpoint: source.endpoint ?? '',
    force_path_style: source.force_path_style,
    requester_pays: source.requester_pays,
    identity: credentials.type,
    role_arn: credentials.role_arn ?? '',
    role_by:
      credentials.type === 'role' && credentials.access_key_id_end === undefined ? 'server' : 'access_key',
    external_id: credentials.external_id,
    start: source.start,
    name: source.name,
    interval: source.interval,
    queue_url: source.sqs?.queue_url ?? '',
    exclude_accounts: source.exclude_accounts ?? [],
    exclude_regions: source.exclude_regions ?? [],
    namespace: source.namespace,
  };
}

/**
 * Takes a pasted address apart: what more than a bucket's name was pasted fills the other fields. Gives nothing to change
 * for a plain name, and for what can't be read.
 */
export function fromPasted(text: string): Partial<SourceForm> {
  const read = parseBucketLocation(text);
  if (read.kind !== 'bucket' || read.bucket === text.trim()) return {};
  return {
    bucket: read.bucket,
    prefix: read.prefix,
    region: read.region ?? '',
    endpoint: read.endpoint ?? '',
    force_path_style: read.endpoint !== undefined,
  };
}

/** Credentials as they are sent; undefined where nothing secret was entered, which keeps those of a source that is there. */
export function credentialsOf(form: SourceForm): Credentials | undefined {
  const key = accessKeyOf(form);
  switch (form.identity) {
    case 'access_key':
      return key && { type: 'access_key', ...key };
    case 'role': {
      const role = { type: 'role', role_arn: form.role_arn.trim() } as const;
      if (form.role_by === 'server') return role;
      return key && { ...role, access_key: key };
    }
    case 'server':
      return { type: 'server' };
  }
}

function accessKeyOf({ access_key_id: id, secret_access_key: secret, session_token: token }: SourceForm) {
  if (id.trim() === '' && secret === '' && token === '') return undefined;
  return {
    access_key_id: id.trim(),
    secret_access_key: secret.trim(),
    ...(token.trim() === '' ? {} : { session_token: token.trim() }),
  };
}

/** The body of a test or preview. `id`: of the source whose stored secrets stand in where none were entered. */
export function draftOf(form: SourceForm, id?: string): Draft {
  return {
    ...locationOf(form),
    interval: form.interval.trim(),
    credentials: credentialsOf(form),
    ...(id === undefined && form.identity === 'role' ? { external_id: form.external_id } : {}),
    source_id: id,
  };
}

/** The body that makes the source. Its credentials must be whole. */
export function newSourceOf(form: SourceForm): NewSource {
  return {
    ...locationOf(form),
    name: form.name.trim(),
    start: form.start === '' ? undefined : form.start,
    interval: form.interval.trim(),
    credentials: credentialsOf(form) ?? { type: 'server' },
    ...(form.identity === 'role' ? { external_id: form.external_id } : {}),
  };
}

/** The body that changes a source: where it reads and writes stays. */
export function changesOf(form: SourceForm, source: SourceResponse): ChangeSourceRequest {
  const { name, start, interval } = newSourceOf(form);
  const credentials = credentialsOf(form);
  const isSame =
    credentials?.type === source.credentials.type &&
    // nothing secret in it: only what the form shows can differ
    (credentials.type === 'server' || (credentials.type === 'role' && !credentials.access_key)) &&
    form.role_arn.trim() === (source.credentials.role_arn ?? '');
  return {
    name,
    start,
    interval,
    exclude_accounts: [...form.exclude_accounts],
    exclude_regions: [...form.exclude_regions],
    requester_pays: form.requester_pays,
    sqs: form.queue_url.trim() === '' ? null : { queue_url: form.queue_url.trim() },
    ...(credentials && !isSame ? { credentials } : {}),
    updated_at: source.updated_at ?? source.created_at,
  };
}

function locationOf(form: SourceForm) {
  const filled = (text: string) => (text.trim() === '' ? undefined : text.trim());
  const queueUrl = filled(form.queue_url);
  return {
    bucket: form.bucket.trim(),
    // a prefix may hold spaces
    prefix: form.prefix,
    region: filled(form.region),
    endpoint: filled(form.endpoint),
    force_path_style: form.force_path_style,
    requester_pays: form.requester_pays,
    sqs: queueUrl === undefined ? undefined : { queue_url: queueUrl },
    namespace: form.namespace.trim(),
    exclude_accounts: [...form.exclude_accounts],
    exclude_regions: [...form.exclude_regions],
  };
}
