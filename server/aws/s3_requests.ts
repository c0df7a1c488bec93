/** Sends requests about one bucket: in its region, with credentials that hold, no faster than S3 wants, and again where that helps. */
import { setMaxListeners } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import type { S3Client } from '@aws-sdk/client-s3';
import { AwsError } from '../errors';
import { toAwsError, type AwsAttempt } from './aws_errors';
import { readAwsFault, type AwsFault } from './aws_fault';
import type { BucketRegion } from './bucket_region';
import { orAborted } from './or_aborted';
import type { RequestLimiter } from './request_limiter';
import { retryPause } from './retry_pause';

/** What is asked for, in the words of messages. */
export type Asked = Pick<AwsAttempt, 'action' | 'key' | 'prefix'>;

export interface S3RequestsSetup {
  readonly region: BucketRegion;
  readonly limiter: RequestLimiter;
  /** `clockOffsetMs`: what is known about this machine's clock. */
  readonly makeClient: (region: string, clockOffsetMs: number | undefined) => S3Client;
  /** True where a new client can get other credentials. */
  readonly renewable: boolean;
  readonly attemptOf: (asked: Asked) => AwsAttempt;
  /** The KMS key of an object that may not be read, where S3 tells; undefined for all else. Never rejects but when aborted. */
  readonly kmsKeyOf: (client: S3Client, key: string, signal: AbortSignal) => Promise<string | undefined>;
  readonly debug: (message: string) => void;
  /** Other than real in tests only. Rejects when aborted. */
  readonly pause?: (ms: number, signal: AbortSignal) => Promise<unknown>;
}

const EXPIRED = /^(ExpiredToken|ExpiredTokenException|TokenRefreshRequired)$/;
/** After so many objects that stayed refused, refusals no longer look like ones that come and go. */
const DENIALS_THAT_STAY = 3;

export class S3Requests {
  // A client keeps its signing region and its credentials, so a new one is made where either has changed.
  // Clients hold nothing but the shared connections: the old one needs no closing, and its streams go on.
  private inUse: { readonly client: S3Client; readonly region: string };
  private deniedInARow = 0;
  private readonly counts = { requests: 0, throttled: 0, repeated: 0 };

  constructor(private readonly setup: S3RequestsSetup) {
    this.inUse = this.makeClient(undefined);
  }

  get counted(): { readonly requests: number; readonly throttled: number; readonly repeated: number } {
    return { ...this.counts };
  }

  /** Follows the bucket to its region once, renews expired credentials once, and is patient as `retryPause` says. Throws AwsError. */
  async send<Output>(
    request: (client: S3Client) => Promise<Output>,
    asked: Asked,
    signal: AbortSignal,
  ): Promise<Output> {
    // as many listeners as requests and streams are under way, and each leaves again
    setMaxListeners(0, signal);
    const startedAt = performance.now();
    let mayFollow = true;
    let mayRenew = this.setup.renewable;
    let tries = 0;
    for (;;) {
      const used = this.inUse;
      try {
        return await this.sendOnce(request, used.client, asked, signal);
      } catch (error) {
        signal.throwIfAborted();
        // STS's, which the client asks by itself
        if (error instanceof AwsError) throw error;
        const fault = readAwsFault(error);
        this.setup.debug(`${asked.action}: ${fault.code}, HTTP ${fault.status}, request ${fault.requestId}`);
        if (this.setup.region.learn(fault.bucketRegion, used.region) && mayFollow) mayFollow = false;
        else if (EXPIRED.test(fault.code) && mayRenew) mayRenew = false;
        else {
          const elapsedMs = performance.now() - startedAt;
          await this.pauseOrThrow(error, fault, asked, { tries: ++tries, elapsedMs }, signal);
          continue;
        }
        // another request may have replaced it meanwhile
        if (this.inUse === used) this.inUse = this.makeClient(used.client.config.systemClockOffset);
      }
    }
  }

  private makeClient(clockOffsetMs: number | undefined): typeof this.inUse {
    const region = this.setup.region.current;
    return { client: this.setup.makeClient(region, clockOffsetMs), region };
  }

  private async sendOnce<Output>(
    request: (client: S3Client) => Promise<Output>,
    client: S3Client,
    { action }: Asked,
    signal: AbortSignal,
  ): Promise<Output> {
    const counted = () => {
      this.counts.requests++;
      return orAborted(request(client), signal);
    };
    const isThrottled = (error: unknown) => {
      const is = this.problemOf(error, { action }).code === 'aws_throttled';
      if (is) this.counts.throttled++;
      return is;
    };
    const answer = await this.setup.limiter.run(counted, signal, isThrottled);
    if (action === 's3:GetObject') this.deniedInARow = 0;
    return answer;
  }

  private async pauseOrThrow(
    error: unknown,
    fault: AwsFault,
    asked: Asked,
    { tries, elapsedMs }: { readonly tries: number; readonly elapsedMs: number },
    signal: AbortSignal,
  ): Promise<void> {
    const problem = this.problemOf(error, asked);
    const { code } = problem;
    const { isClockCorrected, retryAfterMs } = fault;
    const isDenial = code === 'aws_access_denied' && asked.action === 's3:GetObject';
    const failing = { code, action: asked.action, tries, elapsedMs, retryAfterMs, isClockCorrected };
    const pause =
      isDenial && this.deniedInARow >= DENIALS_THAT_STAY ? undefined : retryPause(failing, Math.random());
    if (pause === undefined) {
      if (isDenial) this.deniedInARow++;
      throw await this.withKmsKey(problem, error, fault, asked, signal);
    }
    if (code !== 'aws_throttled') this.counts.repeated++;
    const { pause: wait = (ms, aborted) => sleep(ms, undefined, { signal: aborted }) } = this.setup;
    await wait(pause, signal).catch((reason: unknown) => {
      signal.throwIfAborted();
      throw reason;
    });
  }

  private problemOf(error: unknown, asked: Asked): AwsError {
    return toAwsError(error, this.setup.attemptOf(asked));
  }

  /** S3 refuses what KMS refuses with one AccessDenied for all, often without a word of KMS. */
  private async withKmsKey(
    problem: AwsError,
    error: unknown,
    fault: AwsFault,
    asked: Asked,
    signal: AbortSignal,
  ): Promise<AwsError> {
    const { attemptOf, kmsKeyOf } = this.setup;
    const isRefused = problem.code === 'aws_access_denied' || problem.code === 'aws_kms_denied';
    if (!isRefused || asked.action !== 's3:GetObject' || asked.key === undefined || fault.kmsKeyArn)
      return problem;
    const kmsKeyArn = await kmsKeyOf(this.inUse.client, asked.key, signal);
    return kmsKeyArn === undefined ? problem : toAwsError(error, { ...attemptOf(asked), kmsKeyArn });
  }
}
