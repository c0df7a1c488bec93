/** What an error thrown by the AWS SDK says, read once into plain facts. */

export interface AwsFault {
  /** S3's or STS's error code, or the name that the SDK gave: `AccessDenied`, `SlowDown`, `TimeoutError` … */
  readonly code: string;
  /** Node's code of a network fault, such as ECONNREFUSED. */
  readonly networkCode?: string;
  /** HTTP status; absent where no answer came. */
  readonly status?: number;
  /** The region that the answer names for the bucket. */
  readonly bucketRegion?: string;
  /** By how much this machine's clock is ahead of the answer's Date header, in milliseconds. */
  readonly clockAheadMs?: number;
  /** The KMS key that the answer names. */
  readonly kmsKeyArn?: string;
  /** True where the refusal is about a KMS key. */
  readonly isAboutKms: boolean;
  /** How long the answer asks to wait, in milliseconds. */
  readonly retryAfterMs?: number;
  /** True where the SDK has put its clock right by this answer: signed again, the request may pass. */
  readonly isClockCorrected: boolean;
  readonly requestId?: string;
}

const ERROR_CODE = /^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/;
const REGION = /^[a-z]{2,4}(-[a-z]+)+-\d{1,2}$/;
const KMS_KEY_ARN = /arn:aws[a-z-]*:kms:[a-z0-9-]+:\d{12}:key\/[A-Za-z0-9-]+/;

/** Reads an error of the SDK. Nothing from the answer's body comes through but codes and names of a known form. */
export function readAwsFault(error: unknown): AwsFault {
  const response = record(record(error).$response);
  const headers = record(response.headers);
  const metadata = record(record(error).$metadata);
  const message = text(record(error).message) ?? '';
  const kmsHeader = text(headers['x-amz-server-side-encryption-aws-kms-key-id']);
  const code = firstMatch(ERROR_CODE, record(error).Code, record(error).name) ?? 'Unknown';
  return {
    code,
    networkCode: firstMatch(ERROR_CODE, record(error).code),
    status: typeof metadata.httpStatusCode === 'number' ? metadata.httpStatusCode : undefined,
    // the header comes with 200, 301, 400 and 403; servers other than AWS have it in the body only
    bucketRegion: firstMatch(REGION, headers['x-amz-bucket-region'], record(error).Region),
    clockAheadMs: clockAheadOf(text(headers.date)),
    kmsKeyArn: kmsKeyArnIn(`${message} ${kmsHeader ?? ''}`),
    isAboutKms: code.startsWith('KMS.') || /\bkms\b/i.test(message),
    retryAfterMs: secondsOf(text(headers['retry-after'])),
    isClockCorrected: metadata.clockSkewCorrected === true,
    requestId: firstMatch(ERROR_CODE, metadata.requestId),
  };
}

/** The first ARN of a KMS key in a text. */
export function kmsKeyArnIn(told: string): string | undefined {
  return KMS_KEY_ARN.exec(told)?.[0];
}

/** By how much this machine's clock is ahead of an answer's Date header, in milliseconds; undefined without one. */
export function clockAheadOf(date: string | undefined): number | undefined {
  const serverTime = Date.parse(date ?? '');
  return Number.isNaN(serverTime) ? undefined : Date.now() - serverTime;
}

function secondsOf(retryAfter: string | undefined): number | undefined {
  return /^\d{1,5}$/.test(retryAfter ?? '') ? Number(retryAfter) * 1000 : undefined;
}

function record(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
}

function text(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined;
}

function firstMatch(form: RegExp, ...values: readonly unknown[]): string | undefined {
  return values.map(text).find((value) => value !== undefined && form.test(value));
}
