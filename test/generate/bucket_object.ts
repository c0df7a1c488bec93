/** One object of a bucket, and the keys that CloudTrail gives its files. */
import type { LogKind } from '../../common/log_kinds';

export interface BucketObject {
  readonly key: string;
  /** The bytes as S3 stores them. */
  readonly body: Buffer;
}

const MINUTE_MS = 60_000;

/** `2024/01/31`, of the UTC day. */
function dayFolders(ms: number): string {
  return new Date(ms).toISOString().slice(0, 10).replaceAll('-', '/');
}

/** `20240131T0905Z`, to the minute: the stamp in a log file's name. */
function minuteStamp(ms: number): string {
  return `${new Date(ms).toISOString().slice(0, 16).replace(/[-:]/g, '')}Z`;
}

/** `20240131T090500Z`, to the second: the stamp in a digest file's name. */
function secondStamp(ms: number): string {
  return `${new Date(ms).toISOString().slice(0, 19).replace(/[-:]/g, '')}Z`;
}

/** What makes a log file's key, apart from the 16 characters that tell files of one minute apart. */
export interface LogFile {
  /** `o-…/` for an organisation's trail, empty for a plain one. */
  readonly organisationFolder?: string;
  readonly account: string;
  readonly region: string;
  /** The name of the folder, which the file's name has, too; `CloudTrail` if absent. */
  readonly kind?: LogKind;
  /** The stamp, ms since the epoch; rounded down to the minute. */
  readonly at: number;
}

// https://docs.aws.amazon.com/awscloudtrail/latest/userguide/get-and-view-cloudtrail-log-files.html
/** The key of a log file. `unique` is 16 letters and digits. */
export function logKey(file: LogFile, unique: string): string {
  const { organisationFolder = '', account, region, kind = 'CloudTrail', at } = file;
  const name = `${account}_${kind}_${region}_${minuteStamp(at)}_${unique}.json.gz`;
  return `AWSLogs/${organisationFolder}${account}/${kind}/${region}/${dayFolders(at)}/${name}`;
}

// https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-log-file-validation-digest-file-structure.html
/** The key of a digest file. `at` is the end of its hour. */
export function digestKey(account: string, region: string, trail: string, at: number): string {
  const name = `${account}_CloudTrail-Digest_${region}_${trail}_${region}_${secondStamp(at)}.json.gz`;
  return `AWSLogs/${account}/CloudTrail-Digest/${region}/${dayFolders(at)}/${name}`;
}

const LOG_FILE_NAME = /^(\d{12})_CloudTrail_([a-z0-9-]+)_(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)Z_[A-Za-z0-9]{16}$/;

/** What a file's name (without folders and endings) says, where it is the name of a CloudTrail log file. */
export function readLogFileName(name: string): LogFile | undefined {
  const found = LOG_FILE_NAME.exec(name);
  if (found === null) return undefined;
  const [, account = '', region = '', year, month, day, hour, minute] = found;
  const at = Date.parse(`${year}-${month}-${day}T${hour}:${minute}:00Z`);
  return Number.isNaN(at) ? undefined : { account, region, at: at - (at % MINUTE_MS) };
}
