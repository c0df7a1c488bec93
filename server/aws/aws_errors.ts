/** The one place where faults of S3, STS and SQS become this plugin's errors. */
import { AwsError, type AwsErrorCode } from '../errors';
import { readAwsFault, type AwsFault } from './aws_fault';
import { RefusedAddressError } from './endpoint_guard';

/** What was being done when it failed; everything in it may be shown to the source's owner. */
export interface AwsAttempt {
  readonly action:
    | 's3:HeadBucket'
    | 's3:ListBucket'
    | 's3:GetObject'
    | 'sts:AssumeRole'
    | 'sts:GetCallerIdentity'
    | 'sqs:ReceiveMessage'
    | 'sqs:DeleteMessage'
    | 'sqs:ChangeMessageVisibility';
  readonly bucket: string;
  /** For SQS: the queue. */
  readonly queueUrl?: string;
  readonly key?: string;
  readonly prefix?: string;
  /** For sts:AssumeRole: the role asked for. */
  readonly roleArn?: string;
  /** Who asks, in words: "the access key ending in MPLE". Never a secret. */
  readonly identity: string;
  /** The KMS key of the object, as S3 names it. */
  readonly kmsKeyArn?: string;
  /** Of AWS; absent for other servers. */
  readonly partition?: string;
  /** Whether the source pays for its requests. */
  readonly requesterPays?: boolean;
  /** What was asked, in words: "S3 in us-east-1" or "S3 at http://127.0.0.1:9000". */
  readonly server: string;
}

type Rule = (fault: AwsFault, attempt: AwsAttempt) => string;

const PROXY_WANTS_PASSWORD = 407;
// https://docs.aws.amazon.com/kms/latest/APIReference/API_Decrypt.html#API_Decrypt_Errors, as S3 hands them on
const KMS_KEY_OUT_OF_USE = /^KMS\.(Disabled|KMSInvalidState|NotFound|KeyUnavailable)/;
const SKEW_THAT_BREAKS_SIGNATURES_MS = 5 * 60_000;

const CODES: Readonly<Record<string, AwsErrorCode>> = {
  AccessDenied: 'aws_access_denied',
  AccessDeniedException: 'aws_access_denied',
  AllAccessDisabled: 'aws_access_denied',
  SignatureDoesNotMatch: 'aws_bad_credentials',
  InvalidAccessKeyId: 'aws_bad_credentials',
  InvalidClientTokenId: 'aws_bad_credentials',
  InvalidSecurity: 'aws_bad_credentials',
  InvalidToken: 'aws_bad_credentials',
  IncompleteSignature: 'aws_bad_credentials',
  AuthFailure: 'aws_bad_credentials',
  CredentialsProviderError: 'aws_bad_credentials',
  ExpiredToken: 'aws_expired_credentials',
  ExpiredTokenException: 'aws_expired_credentials',
  TokenRefreshRequired: 'aws_expired_credentials',
  NoSuchBucket: 'aws_no_such_bucket',
  QueueDoesNotExist: 'aws_no_such_queue',
  'AWS.SimpleQueueService.NonExistentQueue': 'aws_no_such_queue',
  KmsAccessDenied: 'aws_kms_denied',
  KmsThrottled: 'aws_throttled',
  RequestThrottled: 'aws_throttled',
  OverLimit: 'aws_throttled',
  NoSuchKey: 'aws_no_such_key',
  InvalidObjectState: 'aws_archived',
  SlowDown: 'aws_throttled',
  Throttling: 'aws_throttled',
  ThrottlingException: 'aws_throttled',
  RequestLimitExceeded: 'aws_throttled',
  TooManyRequestsException: 'aws_throttled',
  ServiceUnavailable: 'aws_throttled',
  RequestTimeTooSkewed: 'aws_clock_skew',
  RequestExpired: 'aws_clock_skew',
  RequestInTheFuture: 'aws_clock_skew',
  PermanentRedirect: 'aws_wrong_region',
  TemporaryRedirect: 'aws_wrong_region',
  AuthorizationHeaderMalformed: 'aws_wrong_region',
  IllegalLocationConstraintException: 'aws_wrong_region',
  TimeoutError: 'aws_unreachable',
  RequestTimeout: 'aws_unreachable',
};

// Codes of Node's sockets, DNS, TLS and HTTP parser.
const NETWORK_CODE =
  /^(E(CONN|PIPE|TIMEDOUT|NOTFOUND|AI_|HOST|NET|PROTO)|ERR_(TLS|SSL|SOCKET|STREAM)|CERT_|UNABLE_TO|DEPTH_ZERO|SELF_SIGNED|HPE_)/;
const CERTIFICATE_CODE = /^(ERR_TLS|CERT_|UNABLE_TO|DEPTH_ZERO|SELF_SIGNED)/;
const DNS_CODE = /^E(NOTFOUND|AI_)/;

const MESSAGES: Readonly<Record<AwsErrorCode, Rule>> = {
  aws_access_denied: (fault, attempt) =>
    `AWS refused ${what(attempt)} (${fault.code}). ${howToAllow(fault, attempt)}`,
  aws_bad_credentials: (fault, attempt) =>
    fault.code === 'CredentialsProviderError'
      ? `No AWS credentials were found for ${attempt.identity}. Give Kibana's machine an IAM role, or the source an access key.`
      : `AWS does not accept ${attempt.identity} (${fault.code} on ${what(attempt)}). Check key id and secret; for GovCloud or China also set the source's region.`,
  aws_expired_credentials: (fault, attempt) =>
    `The temporary credentials of ${attempt.identity} have expired (${fault.code} on ${what(attempt)}). Give new ones, or use a role.`,
  aws_no_such_bucket: (_fault, { bucket, server, partition }) =>
    partition === undefined
      ? `There is no bucket ${bucket} (NoSuchBucket from ${server}). Check its name.`
      : `There is no bucket ${bucket} in the partition ${partition} (NoSuchBucket from ${server}). Check its name; for a bucket in China or GovCloud also set the source's region.`,
  aws_no_such_queue: (_fault, { queueUrl, server }) =>
    `There is no queue ${queueUrl ?? ''} (QueueDoesNotExist from ${server}). Check its URL.`,
  aws_no_such_key: (_fault, { bucket, key }) =>
    `There is no object ${key ?? ''} in bucket ${bucket} any more (NoSuchKey).`,
  aws_kms_denied: (fault, attempt) => {
    const key = fault.kmsKeyArn ?? attempt.kmsKeyArn ?? "the bucket's KMS key";
    return KMS_KEY_OUT_OF_USE.test(fault.code)
      ? `AWS could not decrypt ${objectOf(attempt)} (${fault.code}). Enable ${key}, or cancel its deletion.`
      : `AWS refused to decrypt ${objectOf(attempt)} (${fault.code}). Allow kms:Decrypt on ${key} to ${attempt.identity}, in its policy and in the key's.`;
  },
  aws_archived: (_fault, attempt) =>
    `${objectOf(attempt)} lies in an archive storage class (InvalidObjectState). Restore it in S3, then try again.`,
  aws_throttled: (fault, attempt) =>
    `AWS asks for fewer requests (${fault.code} on ${what(attempt)}). It is tried again more slowly.`,
  aws_clock_skew: (fault, attempt) =>
    `AWS refused ${what(attempt)} because this machine's clock is wrong (${fault.code})${skew(fault)}. Set Kibana's clock right, by NTP for example.`,
  aws_wrong_region: (fault, attempt) =>
    fault.bucketRegion === undefined
      ? `Bucket ${attempt.bucket} is in another region than was asked (${fault.code} from ${attempt.server}). Set the source's region.`
      : `Bucket ${attempt.bucket} is in ${fault.bucketRegion}, and ${attempt.server} sends there (${fault.code}). Set the source's region to ${fault.bucketRegion}, with credentials of its partition.`,
  aws_unreachable: (fault, attempt) => {
    if (fault.status === PROXY_WANTS_PASSWORD)
      return `The proxy before ${attempt.server} wants a user and password (HTTP 407). Put them into cloudtrail.aws.proxyUrl in kibana.yml.`;
    if (DNS_CODE.test(fault.networkCode ?? ''))
      return `${attempt.server} can't be found by its name (DNS says ${fault.networkCode}) on ${what(attempt)}. Check the name, and the DNS of Kibana's machine${throughProxy(attempt)}.`;
    return CERTIFICATE_CODE.test(fault.networkCode ?? '')
      ? `The certificate of ${attempt.server} is not trusted (${fault.networkCode}). Add its authority to NODE_EXTRA_CA_CERTS of Kibana.`
      : `${attempt.server} can't be reached or broke off (${fault.networkCode ?? fault.code}) on ${what(attempt)}. Check the network between Kibana and it.`;
  },
  aws_endpoint_refused: (_fault, { server }) =>
    `${server} resolves to a link-local or metadata address, which is never spoken to. Give another endpoint.`,
  aws_server_identity_refused: () => serverIdentityRefusal,
  aws_other: (fault, attempt) =>
    `AWS failed on ${what(attempt)} (${fault.code}${fault.status === undefined ? '' : `, HTTP ${fault.status}`}).`,
};

export const serverIdentityRefusal =
  "Kibana's own AWS identity may not be used. Set cloudtrail.aws.allowServerIdentity: true in kibana.yml, or give the source an access key.";

/**
 * The AwsError for whatever the SDK, a socket or STS threw; an AwsError passes as it is.
 * It keeps no cause: the SDK's error carries the whole answer, and with it what nobody should log.
 */
export function toAwsError(error: unknown, attempt: AwsAttempt): AwsError {
  if (error instanceof AwsError) return error;
  const fault = readAwsFault(error);
  const code = error instanceof RefusedAddressError ? 'aws_endpoint_refused' : codeOf(fault, attempt);
  return new AwsError(code, MESSAGES[code](fault, attempt));
}

function codeOf(fault: AwsFault, { key, queueUrl, kmsKeyArn }: AwsAttempt): AwsErrorCode {
  const code = CODES[fault.code];
  const isDenied = code === 'aws_access_denied' || (code === undefined && fault.status === 403);
  const isAboutKms = fault.isAboutKms || kmsKeyArn !== undefined;
  if (isAboutKms && (isDenied || fault.code.startsWith('KMS.'))) return 'aws_kms_denied';
  if (code === 'aws_bad_credentials' && Math.abs(fault.clockAheadMs ?? 0) > SKEW_THAT_BREAKS_SIGNATURES_MS) {
    return 'aws_clock_skew';
  }
  if (code !== undefined) return code;
  if (fault.status === undefined) {
    return NETWORK_CODE.test(fault.networkCode ?? '') ? 'aws_unreachable' : 'aws_other';
  }
  // Servers that give no code, or one of their own: the status decides.
  if (isDenied) return 'aws_access_denied';
  if (fault.status === 401) return 'aws_bad_credentials';
  if (fault.status === 404 && queueUrl !== undefined) return 'aws_no_such_queue';
  if (fault.status === 404) return key === undefined ? 'aws_no_such_bucket' : 'aws_no_such_key';
  if (fault.status === 301 || fault.status === 307) return 'aws_wrong_region';
  if (fault.status === PROXY_WANTS_PASSWORD) return 'aws_unreachable';
  if (fault.status === 429 || fault.status === 503) return 'aws_throttled';
  if (fault.status >= 500) return 'aws_unreachable';
  return NETWORK_CODE.test(fault.networkCode ?? '') ? 'aws_unreachable' : 'aws_other';
}

function what(attempt: AwsAttempt): string {
  const { action, bucket, key, roleArn, queueUrl } = attempt;
  if (action === 'sts:AssumeRole') return `${action} on role ${roleArn ?? ''}`;
  if (action === 'sts:GetCallerIdentity') return action;
  if (queueUrl !== undefined) return `${action} on the queue ${queueUrl}`;
  return key === undefined ? `${action} on bucket ${bucket}` : `${action} on ${key} in bucket ${bucket}`;
}

function throughProxy({ server }: AwsAttempt): string {
  return server.includes(' through the proxy ') ? ', which must know the proxy' : '';
}

function objectOf({ bucket, key, queueUrl }: AwsAttempt): string {
  if (queueUrl !== undefined) return `the queue ${queueUrl}`;
  return key === undefined ? `bucket ${bucket}` : `${key} in bucket ${bucket}`;
}

function howToAllow(
  fault: AwsFault,
  { action, identity, prefix, queueUrl, server, requesterPays }: AwsAttempt,
): string {
  if (queueUrl !== undefined) {
    return `Allow sqs:ReceiveMessage, sqs:DeleteMessage and sqs:ChangeMessageVisibility in the policy of ${identity} or of the queue.`;
  }
  if (action === 'sts:AssumeRole') {
    return fault.code === 'RegionDisabledException'
      ? `${server} is not active for the role's account. Activate it in the account settings of IAM, or set the source's region to one where it is.`
      : `The role's trust policy must name ${identity} or its account as principal, and where it has a condition on sts:ExternalId, that must be the external id shown with this source. The policy of ${identity} must allow sts:AssumeRole on the role, too.`;
  }
  const where = action === 's3:ListBucket' && prefix ? ` for prefix ${prefix}` : '';
  const payer =
    requesterPays === false ? ' If the bucket is requester pays, switch that on for the source.' : '';
  return `Allow it${where} in the policy of ${identity}, and let the bucket's policy not deny it.${payer}`;
}

function skew({ clockAheadMs }: AwsFault): string {
  if (clockAheadMs === undefined) return '';
  const seconds = Math.round(Math.abs(clockAheadMs) / 1000);
  const amount = seconds < 120 ? `${seconds} seconds` : `${Math.round(seconds / 60)} minutes`;
  return `: it is ${amount} ${clockAheadMs > 0 ? 'ahead of' : 'behind'} AWS's`;
}
