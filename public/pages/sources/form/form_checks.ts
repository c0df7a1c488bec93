/** The check of each field, as the server's schema has it; that one decides. Pure. */
import { BUCKET_NAME, parseBucketLocation } from '../../../../common/bucket_location';
import type { SourceForm } from './source_form';

export type FieldName = keyof SourceForm;
/** What may be wrong with a field; form_texts.ts has the words. */
export type FieldError =
  | 'bucket_missing'
  | 'bucket'
  | 'access_point'
  | 'prefix'
  | 'region'
  | 'endpoint'
  | 'endpoint_forbidden'
  | 'access_key_id'
  | 'secret'
  | 'token'
  | 'role_arn'
  | 'kms_key_arn'
  | 'day'
  | 'day_range'
  | 'name'
  | 'interval'
  | 'queue_url'
  | 'accounts'
  | 'regions'
  | 'namespace';
/** By field; nothing of a field that is right. */
export type FieldErrors = Partial<Readonly<Record<FieldName, FieldError>>>;

export interface FormSituation {
  /** UTC day. */
  readonly today: string;
  /** Origins of S3 servers other than AWS that kibana.yml lists. */
  readonly allowedEndpoints: readonly string[];
  /** An edited source keeps its secrets where none are entered. */
  readonly hasStoredSecrets: boolean;
}

export const LOCATION_FIELDS = [
  'bucket',
  'prefix',
  'region',
  'endpoint',
] as const satisfies readonly FieldName[];
export const IDENTITY_FIELDS = [
  'access_key_id',
  'secret_access_key',
  'session_token',
  'role_arn',
  'kms_key_arn',
] as const satisfies readonly FieldName[];
export const START_FIELDS = ['start'] as const satisfies readonly FieldName[];
export const OPTION_FIELDS = [
  'name',
  'interval',
  'queue_url',
  'exclude_accounts',
  'exclude_regions',
  'namespace',
] as const satisfies readonly FieldName[];

const MAX_S3_KEY_BYTES = 1024;
export const MAX_NAME_LENGTH = 100;
const MAX_EXCLUDED = 1000;
const MAX_SECRET = 1024;
const MAX_TOKEN = 8192;
/** CloudTrail's first month: there is nothing before. */
export const FIRST_DAY = '2013-11-01';

type Check = (form: SourceForm, situation: FormSituation) => FieldError | undefined;

const CHECKS: Partial<Readonly<Record<FieldName, Check>>> = {
  bucket: ({ bucket }) => {
    const text = bucket.trim();
    if (text === '') return 'bucket_missing';
    if (BUCKET_NAME.test(text)) return undefined;
    return parseBucketLocation(text).kind === 'access_point' ? 'access_point' : 'bucket';
  },
  prefix: ({ prefix }) => (new TextEncoder().encode(prefix).length > MAX_S3_KEY_BYTES ? 'prefix' : undefined),
  region: ({ region }) => optional(region, /^[a-z]{2,4}(-[a-z]+)+-\d$/, 'region'),
  endpoint: ({ endpoint }, { allowedEndpoints }) => {
    const text = endpoint.trim();
    if (text === '') return undefined;
    if (!/^https?:\/\//.test(text) || !URL.canParse(text)) return 'endpoint';
    return allowedEndpoints.some((allowed) => isSameOrigin(allowed, text)) ? undefined : 'endpoint_forbidden';
  },
  access_key_id: (form, situation) =>
    whenKeyIsUsed(form, situation, ({ access_key_id: id }) =>
      required(id, /^[A-Z0-9]{16,128}$/, 'access_key_id'),
    ),
  secret_access_key: (form, situation) =>
    whenKeyIsUsed(form, situation, ({ secret_access_key: secret }) =>
      secret.trim() === '' || secret.trim().length > MAX_SECRET ? 'secret' : undefined,
    ),
  session_token: ({ session_token: token }) => (token.trim().length > MAX_TOKEN ? 'token' : undefined),
  role_arn: ({ identity, role_arn: arn }) =>
    identity === 'role'
      ? required(arn, /^arn:aws[a-z-]*:iam::\d{12}:role\/[\w+=,.@/-]+$/, 'role_arn')
      : undefined,
  kms_key_arn: ({ kms_key_arn: arn }) =>
    optional(arn, /^arn:aws[a-z-]*:kms:[a-z0-9-]+:\d{12}:key\/[A-Za-z0-9-]+$/, 'kms_key_arn'),
  start: ({ start }, { today }) => {
    if (start === '') return undefined;
    // a day that no calendar has would roll over to the next month
    const isDay = /^\d{4}-\d{2}-\d{2}$/.test(start) && new Date(start).toJSON()?.startsWith(start);
    if (!isDay) return 'day';
    return start < FIRST_DAY || start > today ? 'day_range' : undefined;
  },
  name: ({ name }) => {
    const { length } = name.trim();
    return length < 1 || length > MAX_NAME_LENGTH ? 'name' : undefined;
  },
  interval: ({ interval }) => required(interval, /^[1-9]\d{0,4}[smhd]$/, 'interval'),
  queue_url: ({ queue_url: url }) =>
    optional(url, /^https?:\/\/[^/?#@]+\/\d{12}\/[A-Za-z0-9_-]{1,80}(\.fifo)?$/, 'queue_url') ??
    (url.trim() !== '' && !URL.canParse(url.trim()) ? 'queue_url' : undefined),
  exclude_accounts: ({ exclude_accounts: accounts }) => listed(accounts, /^\d{12}$/, 'accounts'),
  exclude_regions: ({ exclude_regions: regions }) =>
    listed(regions, /^[a-z][a-z0-9]*(-[a-z0-9]+)+$/, 'regions'),
  namespace: ({ namespace }) => required(namespace, /^[a-z0-9_]{1,50}$/, 'namespace'),
};

/** What is wrong with these fields. */
export function fieldErrors(
  fields: readonly FieldName[],
  form: SourceForm,
  situation: FormSituation,
): FieldErrors {
  const found = fields.flatMap((field) => {
    const error = CHECKS[field]?.(form, situation);
    return error === undefined ? [] : [[field, error] as const];
  });
  return Object.fromEntries(found);
}

/** Whether an access key has to be entered, and is then to be checked. */
function whenKeyIsUsed(
  form: SourceForm,
  { hasStoredSecrets }: FormSituation,
  check: (form: SourceForm) => FieldError | undefined,
): FieldError | undefined {
  const { identity, role_by: by, access_key_id: id, secret_access_key: secret } = form;
  const isUsed = identity === 'access_key' || (identity === 'role' && by === 'access_key');
  const isKept = hasStoredSecrets && id.trim() === '' && secret.trim() === '';
  return isUsed && !isKept ? check(form) : undefined;
}

function isSameOrigin(a: string, b: string): boolean {
  return URL.canParse(a) && new URL(a).origin === new URL(b).origin;
}

function required(text: string, form: RegExp, error: FieldError): FieldError | undefined {
  return form.test(text.trim()) ? undefined : error;
}

function optional(text: string, form: RegExp, error: FieldError): FieldError | undefined {
  return text.trim() === '' ? undefined : required(text, form, error);
}

function listed(values: readonly string[], form: RegExp, error: FieldError): FieldError | undefined {
  return values.length > MAX_EXCLUDED || values.some((value) => !form.test(value)) ? error : undefined;
}
