/** What the form says beside a field that is not right. */
import { i18n } from '@kbn/i18n';
import { buildArn } from '../../../../common/partition';
import type { FieldError } from './form_checks';
import { FIRST_DAY, MAX_NAME_LENGTH } from './form_checks';

const EXAMPLE = { partition: 'aws', account: '123456789012' };
const ROLE_EXAMPLE = buildArn({ ...EXAMPLE, service: 'iam', resource: 'role/name' });
const KEY_EXAMPLE = buildArn({
  ...EXAMPLE,
  service: 'kms',
  region: 'eu-central-1',
  resource: 'key/1234abcd-…',
});

const TEXTS: Readonly<Record<FieldError, string>> = {
  bucket_missing: i18n.translate('cloudtrail.form.error.bucketMissing', {
    defaultMessage: 'Enter the bucket that your trail writes to.',
  }),
  bucket: i18n.translate('cloudtrail.form.error.bucket', {
    defaultMessage:
      'This names no bucket. Enter its name, an s3:// or https:// address, its ARN, or the link of the AWS console.',
  }),
  access_point: i18n.translate('cloudtrail.form.error.accessPoint', {
    defaultMessage:
      'This is an access point or a directory bucket. Enter the bucket behind it, or the access point’s alias.',
  }),
  prefix: i18n.translate('cloudtrail.form.error.prefix', {
    defaultMessage: 'A prefix has at most 1024 bytes.',
  }),
  region: i18n.translate('cloudtrail.form.error.region', {
    defaultMessage: 'A region looks like eu-central-1.',
  }),
  endpoint: i18n.translate('cloudtrail.form.error.endpoint', {
    defaultMessage: 'An address looks like https://s3.example.org:9000.',
  }),
  endpoint_forbidden: i18n.translate('cloudtrail.form.error.endpointForbidden', {
    defaultMessage:
      'Kibana may not talk to this server. An administrator has to list it in kibana.yml under cloudtrail.aws.allowedEndpoints.',
  }),
  access_key_id: i18n.translate('cloudtrail.form.error.accessKeyId', {
    defaultMessage: 'An access key id looks like AKIAIOSFODNN7EXAMPLE.',
  }),
  secret: i18n.translate('cloudtrail.form.error.secret', {
    defaultMessage: 'Enter the secret of this access key.',
  }),
  token: i18n.translate('cloudtrail.form.error.token', {
    defaultMessage: 'This is too long for a session token.',
  }),
  role_arn: i18n.translate('cloudtrail.form.error.roleArn', {
    defaultMessage: 'The ARN of a role looks like {example}.',
    values: { example: ROLE_EXAMPLE },
  }),
  kms_key_arn: i18n.translate('cloudtrail.form.error.kmsKeyArn', {
    defaultMessage: 'The ARN of a key looks like {example}.',
    values: { example: KEY_EXAMPLE },
  }),
  day: i18n.translate('cloudtrail.form.error.day', { defaultMessage: 'Enter a day, as 2026-01-31.' }),
  day_range: i18n.translate('cloudtrail.form.error.dayRange', {
    defaultMessage: 'Choose a day from {first} to today.',
    values: { first: FIRST_DAY },
  }),
  name: i18n.translate('cloudtrail.form.error.name', {
    defaultMessage: 'Enter a name of at most {max} characters.',
    values: { max: MAX_NAME_LENGTH },
  }),
  interval: i18n.translate('cloudtrail.form.error.interval', {
    defaultMessage: 'Enter a number and a unit, as 30s, 1m or 2h.',
  }),
  queue_url: i18n.translate('cloudtrail.form.error.queueUrl', {
    defaultMessage: 'The URL of a queue looks like https://sqs.eu-central-1.amazonaws.com/123456789012/name.',
  }),
  accounts: i18n.translate('cloudtrail.form.error.accounts', {
    defaultMessage: 'Account ids have 12 digits.',
  }),
  regions: i18n.translate('cloudtrail.form.error.regions', {
    defaultMessage: 'Regions look like eu-central-1.',
  }),
  namespace: i18n.translate('cloudtrail.form.error.namespace', {
    defaultMessage: 'A namespace has 1 to 50 of a–z, 0–9 and _.',
  }),
};

/** Undefined for a field that is right. */
export function errorText(error: FieldError | undefined): string | undefined {
  return error && TEXTS[error];
}
