/** Which fields of a record a namespace may redact: those that name the event and its place stay. */

/** The object's key holds account and region, and the rest is what an event is looked for by. */
export const KEPT_FIELDS = [
  'eventTime',
  'eventID',
  'eventName',
  'eventSource',
  'eventType',
  'eventCategory',
  'eventVersion',
  'awsRegion',
  'recipientAccountId',
  'userIdentity.accountId',
  'userIdentity.type',
  'readOnly',
  'managementEvent',
] as const;

/** Their presence makes a call a failed one, so that they can be told apart no more, but not left out. */
const OUTCOME_FIELDS: ReadonlySet<string> = new Set(['errorCode', 'errorMessage']);

/** Stands for one key in a path. */
export const ANY_KEY = '*';

// a wrong case would redact nothing and say nothing: https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-event-reference-record-contents.html
const RECORD_FIELDS = [
  'userIdentity',
  'sourceIPAddress',
  'userAgent',
  'errorCode',
  'errorMessage',
  'requestParameters',
  'responseElements',
  'additionalEventData',
  'requestID',
  'apiVersion',
  'resources',
  'serviceEventDetails',
  'sharedEventID',
  'vpcEndpointId',
  'vpcEndpointAccountId',
  'addendum',
  'sessionCredentialFromConsole',
  'edgeDeviceDetails',
  'tlsDetails',
  'insightDetails',
  'eventContext',
];
const IDENTITY_FIELDS = [
  'userName',
  'principalId',
  'arn',
  'accessKeyId',
  'invokedBy',
  'sessionContext',
  'identityProvider',
  'credentialId',
  'onBehalfOf',
  'inScopeOf',
];

export interface RedactedField {
  /** A path in the record; `*` is any one key, arrays are passed through. */
  readonly field: string;
  /** `hmac`: a token in place of the value, the same for the same value. `drop`: nothing. */
  readonly action: 'drop' | 'hmac';
}

/** Why this field can't be redacted so; undefined where it can. */
export function whyNotRedactable({ field, action }: RedactedField): string | undefined {
  const path = field.split('.');
  if (path.some((key) => key === '' || (key !== ANY_KEY && key.includes(ANY_KEY))))
    return `${field} is no path: write keys joined by dots, with * for any one key, as requestParameters.*.password`;
  const kept = KEPT_FIELDS.find((name) => reaches(path, name.split('.')));
  if (kept !== undefined)
    return `${field} can't be redacted: ${kept === field ? 'it' : `${kept} in it`} names the event or its place in S3; name the fields beside it one by one`;
  if (action === 'drop' && OUTCOME_FIELDS.has(field))
    return `${field} can't be dropped: with it goes whether the call failed; use hmac`;
  const meant = otherCase(path);
  return meant && `${field} is in no CloudTrail record: it is written ${meant}`;
}

/** True where `path` may be the same as `name`, or hold it. */
function reaches(path: readonly string[], name: readonly string[]): boolean {
  return path.length <= name.length && path.every((key, i) => key === ANY_KEY || key === name[i]);
}

function otherCase([first = '', second, ...rest]: readonly string[]): string | undefined {
  const same = (known: readonly string[], key: string) =>
    known.find((name) => name.toLowerCase() === key.toLowerCase()) ?? key;
  const field = same(RECORD_FIELDS, first);
  const child = second !== undefined && field === 'userIdentity' ? same(IDENTITY_FIELDS, second) : second;
  if (field === first && child === second) return undefined;
  return [field, ...(child === undefined ? [] : [child]), ...rest].join('.');
}
