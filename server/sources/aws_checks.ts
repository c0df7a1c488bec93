/** The checks of a source that are about AWS: from the network to the first record. */
import type { Readable } from 'node:stream';
import type { CallerIdentity } from '../aws/caller_identity';
import type { MessageQueue } from '../aws/message_queue';
import type { ObjectStore } from '../aws/object_store';
import type { ProbedBucket } from '../aws/probe_bucket';
import { objectAt, textAt } from '../cloudtrail/record';
import { AwsError, ObjectError } from '../errors';
import { Folders } from '../fetching/folders';
import { describeLookAlikes, findLookAlikes } from '../fetching/look_alikes';
import type { ReadLimits } from '../fetching/read_log_file';
import { readLogFile } from '../fetching/read_log_file';
import type { Check, Verdict } from './checks';
import { findNewestLogFile } from './newest_log_file';
import type { ResolvedDraft } from './source_draft';

/** A clock that is off by more is worth a word. AWS refuses what is signed 15 minutes off; the SDK corrects it. */
const CLOCK_OFF_MS = 60_000;
/** What says that the credentials are wrong, and not that a server has no STS. */
const ABOUT_CREDENTIALS: ReadonlySet<string> = new Set([
  'aws_bad_credentials',
  'aws_expired_credentials',
  'aws_server_identity_refused',
  'aws_endpoint_refused',
]);

export interface AwsCheckHost {
  probe(draft: ResolvedDraft, signal: AbortSignal): Promise<ProbedBucket>;
  openIdentity(draft: ResolvedDraft): Promise<CallerIdentity>;
  openStore(draft: ResolvedDraft): Promise<ObjectStore>;
  /** Undefined for a source without one. */
  openQueue(draft: ResolvedDraft): Promise<MessageQueue | undefined>;
  readonly limits: ReadLimits;
}

/** One test of one draft. `close` when it is over. */
export class AwsChecks {
  private probed: ProbedBucket | undefined;
  private identity: CallerIdentity | undefined;
  private store: ObjectStore | undefined;
  private key: string | undefined;
  private refusedByKms: AwsError | undefined;

  constructor(
    private readonly draft: ResolvedDraft,
    private readonly host: AwsCheckHost,
  ) {}

  all(): readonly Check[] {
    return [
      { name: 'address', needs: [], run: (signal) => this.checkAddress(signal) },
      { name: 'clock', needs: ['address'], run: async () => this.checkClock() },
      { name: 'identity', needs: ['address'], run: (signal) => this.checkIdentity(signal) },
      { name: 'role', needs: ['identity'], run: (signal) => this.checkRole(signal) },
      { name: 'list', needs: ['role'], run: (signal) => this.checkList(signal) },
      { name: 'get', needs: ['list'], run: (signal) => this.checkGet(signal) },
      { name: 'decrypt', needs: ['get'], run: (signal) => this.checkDecrypt(signal) },
      { name: 'cloudtrail', needs: ['decrypt'], run: (signal) => this.checkCloudTrail(signal) },
      { name: 'queue', needs: ['role'], run: (signal) => this.checkQueue(signal) },
    ];
  }

  close(): void {
    this.identity?.close();
    this.store?.close();
  }

  private async checkAddress(signal: AbortSignal): Promise<Verdict> {
    this.probed = await this.host.probe(this.draft, signal);
    const { server, bucketRegion } = this.probed;
    return bucketRegion === undefined
      ? ok(`${server} answers.`, { server })
      : ok(`${server} answers; the bucket is in ${bucketRegion}.`, { server, bucket_region: bucketRegion });
  }

  private checkClock(): Verdict {
    const ahead = this.probed?.clockAheadMs;
    if (ahead === undefined) return skipped('The server does not say what time it is.');
    const seconds = Math.round(Math.abs(ahead) / 1000);
    const details = { ahead_ms: ahead };
    if (Math.abs(ahead) <= CLOCK_OFF_MS)
      return ok(`Kibana's clock and the server's differ by ${seconds} s.`, details);
    return {
      state: 'warning',
      message: `Kibana's clock is ${seconds} s ${ahead > 0 ? 'ahead of' : 'behind'} the server's. Requests are corrected for it, but the times at which events came in would be wrong, and rules look at those.`,
      fix: "Set the clock of Kibana's machine right, by NTP for example.",
      details,
    };
  }

  private async checkIdentity(signal: AbortSignal): Promise<Verdict> {
    this.identity = await this.host.openIdentity(this.draft);
    try {
      const { arn, accountId } = await this.identity.ofCredentials(signal);
      return ok(`AWS knows the caller as ${arn}.`, { arn, account_id: accountId });
    } catch (error) {
      if (!(error instanceof AwsError) || ABOUT_CREDENTIALS.has(error.code)) throw error;
      if (this.draft.location.endpoint !== undefined)
        return skipped('This server does not say who is asking (it has no sts:GetCallerIdentity).');
      if (error.code !== 'aws_unreachable' || this.draft.credentials.type === 'role') throw error;
      // S3 may be reached through a VPC endpoint where STS is not
      return { state: 'warning', message: error.message, details: { code: error.code } };
    }
  }

  private async checkRole(signal: AbortSignal): Promise<Verdict> {
    const { credentials } = this.draft;
    if (credentials.type !== 'role' || this.identity === undefined)
      return skipped('No role is to be assumed.');
    const { arn, accountId } = await this.identity.ofRole(signal);
    return ok(`The role is assumed; AWS knows the caller as ${arn}.`, { arn, account_id: accountId });
  }

  private async checkList(signal: AbortSignal): Promise<Verdict> {
    const { location, excludeAccounts, excludeRegions } = this.draft;
    this.store = await this.host.openStore(this.draft);
    const folders = new Folders(this.store, signal);
    const searched = { prefix: location.prefix, excludeAccounts, excludeRegions };
    const { seen, lookedInto, isWhole, newest } = await findNewestLogFile(
      this.store,
      folders,
      searched,
      signal,
    );
    if (newest !== undefined) {
      const { object, day, accountRegion } = newest;
      this.key = object.key;
      const count = `${seen}${isWhole ? '' : ' and more'}`;
      // a test looks into some only: that theirs is old says nothing of the others
      const of = isWhole && lookedInto === seen ? '' : ` of ${lookedInto} of them`;
      return ok(
        `The bucket may be listed: ${count} accounts × regions. The newest file${of} is of ${day} (${accountRegion.accountId}, ${accountRegion.region}).`,
        { account_regions: seen, key: object.key },
      );
    }
    const alike = await findLookAlikes(this.store, location.prefix, signal);
    const where = `s3://${location.bucket}/${location.prefix}`;
    return {
      // a bucket that holds no more than other things may be waiting for its first file
      state:
        alike.withLogs.length > 0 || (location.prefix !== '' && alike.folders.length > 0)
          ? 'failed'
          : 'warning',
      message: `The bucket may be listed, but there are no CloudTrail log files below ${where}.${describeLookAlikes(location.bucket, alike)}`,
      fix: 'Check the prefix: it is what stands before AWSLogs/ in the keys. Where the trail is new, its first file comes within some 15 minutes.',
      details: { code: 'nothing_found', account_regions: seen },
    };
  }

  private async checkGet(signal: AbortSignal): Promise<Verdict> {
    const { key } = this;
    if (key === undefined) return nothingToRead();
    try {
      (await this.open(key, signal)).destroy();
    } catch (error) {
      // S3 has let it through then, and asked KMS
      if (!(error instanceof AwsError) || error.code !== 'aws_kms_denied') throw error;
      this.refusedByKms = error;
    }
    return ok(`That file may be read: ${key}`, { key });
  }

  private async checkDecrypt(signal: AbortSignal): Promise<Verdict> {
    if (this.key === undefined) return nothingToRead();
    const arn = await this.store?.kmsKeyOf?.(this.key, signal);
    const details: Verdict['details'] = arn === undefined ? {} : { kms_key_arn: arn };
    if (this.refusedByKms !== undefined) {
      const { message, code } = this.refusedByKms;
      return { state: 'failed', message, details: { ...details, code } };
    }
    return arn === undefined
      ? ok('The file needs no KMS key of its own.', details)
      : ok(`The file is decrypted with ${arn}.`, details);
  }

  private async checkCloudTrail(signal: AbortSignal): Promise<Verdict> {
    if (this.key === undefined) return nothingToRead();
    const records = readLogFile(await this.open(this.key, signal), this.host.limits);
    const first = await records.next();
    await records.return('log');
    if (first.done === true) {
      if (first.value === 'digest')
        throw new ObjectError('not_cloudtrail', `${this.key} is a digest and no log file.`);
      return ok('It is a CloudTrail log file, without a record.', {});
    }
    const record = objectAt(parsed(first.value[0]?.bytes));
    // Insights name their call only in what they noticed
    const name = textAt(record['eventName']) ?? textAt(objectAt(record['insightDetails'])['eventName']);
    const time = textAt(record['eventTime']);
    if (time === undefined || name === undefined)
      throw new ObjectError(
        'not_cloudtrail',
        `${this.key} is built as a CloudTrail log file, but its first record has no eventName or eventTime. Look what else writes to this folder.`,
      );
    const details = { event_time: time, event_name: name };
    return ok(`It is CloudTrail: its first record is ${name} of ${time}.`, details);
  }

  /** One message at most, seen and left in its place: nobody misses it, but its count of receipts grows by one. */
  private async checkQueue(signal: AbortSignal): Promise<Verdict> {
    const queue = await this.host.openQueue(this.draft);
    if (queue === undefined) return skipped('No queue is used.');
    try {
      const messages = await queue.receive(0, signal, 1);
      await queue.hide(messages.map((message) => ({ message, seconds: 0 })));
      return ok(
        messages.length > 0
          ? 'The queue may be read; messages wait in it.'
          : 'The queue may be read; it is empty now.',
        { has_messages: messages.length > 0 },
      );
    } finally {
      queue.close();
    }
  }

  private open(key: string, signal: AbortSignal): Promise<Readable> {
    if (this.store === undefined) throw new Error('the bucket was not listed before');
    return this.store.open(key, signal);
  }
}

function ok(message: string, details: Verdict['details']): Verdict {
  return { state: 'ok', message, details };
}

function skipped(message: string): Verdict {
  return { state: 'skipped', message };
}

function nothingToRead(): Verdict {
  return skipped('Not looked at: no file was found that could be read.');
}

/** Undefined for what is no JSON, or too large: its reader has its own words for that. */
function parsed(bytes: Buffer | undefined): unknown {
  try {
    return JSON.parse(bytes?.toString() ?? '') as unknown;
  } catch {
    return undefined;
  }
}
