/** What a policy in a request allows that hardly any should. Pure. */
import type { PolicyAllows } from '../../common/panels';
import { isObject, objectAt, type JsonObject } from '../cloudtrail/record';
import { objectsOf } from './object_path';

/** IAM and KMS give a policy as JSON text, S3 as the object that it is; S3 adds an empty `policy`, its query's parameter. */
const DOCUMENTS = [
  'policyDocument',
  'assumeRolePolicyDocument',
  'inlinePolicy',
  'bucketPolicy',
  'policy',
] as const;

/**
 * Keys whose condition keeps a statement for everybody from being one, after what S3 calls public
 * (https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-control-block-public-access.html), and KMS's caller.
 * `sts:ExternalId` is none of them: it is no secret.
 */
const LIMITING_KEYS = new Set([
  'aws:principalaccount',
  'aws:principalarn',
  'aws:principalorgid',
  'aws:principalorgpaths',
  'aws:sourceaccount',
  'aws:sourcearn',
  'aws:sourceip',
  'aws:sourceorgid',
  'aws:sourceowner',
  'aws:sourcevpc',
  'aws:sourcevpce',
  'aws:userid',
  'kms:calleraccount',
  's3:dataaccesspointaccount',
  's3:dataaccesspointarn',
]);
/** `…IfExists` and `ForAllValues:` are true where the key is absent, as it is of somebody anonymous; `…Not…` names who may not. */
const LIMITING_OPERATORS = /^(ForAnyValue:)?(String(Equals(IgnoreCase)?|Like)|Arn(Equals|Like)|IpAddress)$/i;
const ANY_VALUE = new Set(['*', '0.0.0.0/0', '::/0']);

/** What the statements of the request's policies allow, each at most once. Never throws. */
export function policyAllows(request: JsonObject): PolicyAllows[] {
  const statements = DOCUMENTS.flatMap((key) => objectsOf(policyOf(request[key]), 'Statement')).filter(
    ({ Effect }) => Effect === 'Allow',
  );
  return [
    ...(statements.some(({ Action, Resource }) => holdsStar(Action) && holdsStar(Resource))
      ? (['everything'] as const)
      : []),
    ...(statements.some(({ Principal, Condition }) => isAnybody(Principal) && !isLimited(Condition))
      ? (['everybody'] as const)
      : []),
  ];
}

function policyOf(value: unknown): JsonObject {
  if (typeof value !== 'string') return objectAt(value);
  try {
    return objectAt(JSON.parse(value));
  } catch {
    return {};
  }
}

function isAnybody(principal: unknown): boolean {
  return holdsStar(principal) || holdsStar(objectAt(principal)['AWS']);
}

/** True where one of the conditions, all of which must hold, asks for somebody or some place known. */
function isLimited(conditions: unknown): boolean {
  return Object.entries(objectAt(conditions)).some(
    ([operator, keys]) =>
      LIMITING_OPERATORS.test(operator) &&
      isObject(keys) &&
      Object.entries(keys).some(
        ([key, values]) =>
          LIMITING_KEYS.has(key.toLowerCase()) &&
          !listOf(values).some((value) => typeof value === 'string' && ANY_VALUE.has(value)),
      ),
  );
}

function holdsStar(value: unknown): boolean {
  return listOf(value).includes('*');
}

function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [value];
}
