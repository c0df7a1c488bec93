/** The layout of keys in a CloudTrail bucket: how prefixes are built and what a key says. */
import { LOG_KINDS, type LogKind } from '../../common/log_kinds';
import type { Day } from './day';
import { dayOf, startOfDay } from './day';

// https://docs.aws.amazon.com/awscloudtrail/latest/userguide/get-and-view-cloudtrail-log-files.html
// which names the folders of all kinds, but of files' names that of the first only
const LOG_FILE_NAME =
  /(?:^|\/)(\d{12})_CloudTrail(?:-[A-Za-z]+)?_([a-z0-9-]+)_(\d{8}T\d{4}Z)_[^/]+\.json(?:\.gz)?$/;
const DAY_FOLDERS = /\/(\d{4})\/(\d{2})\/(\d{2})\/[^/]*$/;
const ACCOUNT_FOLDER = /(?:^|\/)(\d{12})\/$/;
const KIND_FOLDER = /^(.*\/(\d{12})\/)([^/]+)\/$/s;
const DIGESTS = 'CloudTrail-Digest';
const ORGANIZATION_FOLDER = /(?:^|\/)(o-[a-z0-9]{10,32})\/$/;
// loosely: new partitions and anonymised buckets have names of their own
const REGION_FOLDER = /(?:^|\/)([a-z][a-z0-9]*(?:-[a-z0-9]+)+)\/$/;
const BELOW_ROOT =
  /^((?:o-[a-z0-9]{10,32}\/)?(\d{12})\/)([^/]+)\/([a-z][a-z0-9]*(?:-[a-z0-9]+)+)\/(\d{4})\/(\d{2})\/(\d{2})\/./;
const STAMP = /^(\d{4})(\d{2})(\d{2})T(\d{2})(\d{2})Z$/;

/** One account × region of a trail, and one kind of its events: the unit that is listed, leased and checkpointed. */
export interface AccountRegion {
  readonly accountId: string;
  readonly region: string;
  /** All before `<kind>/<region>/`, ending in `/`: tells two trails on one bucket apart. */
  readonly accountPrefix: string;
  readonly kind: LogKind;
}

/** The root below which accounts or organisations lie. `prefix` may be empty and may lack its last `/`. */
export function logsRoot(prefix: string): string {
  const separator = prefix === '' || prefix.endsWith('/') ? '' : '/';
  return `${prefix}${separator}AWSLogs/`;
}

/** `<account prefix><kind>/<region>/` */
export function regionPrefix({ accountPrefix, kind, region }: AccountRegion): string {
  return `${accountPrefix}${kind}/${region}/`;
}

/** `<account prefix>CloudTrail-Digest/<region>/`: the digests of the log files of all kinds. */
export function digestPrefix({ accountPrefix, region }: AccountRegion): string {
  return `${accountPrefix}${DIGESTS}/${region}/`;
}

/** The prefix that holds exactly one UTC day of one account × region. */
export function dayPrefix(accountRegion: AccountRegion, day: Day): string {
  return `${regionPrefix(accountRegion)}${day.replaceAll('-', '/')}/`;
}

/**
 * A key in that day's folder which stands before every file of that minute or later (for StartAfter). Should files of a
 * kind be named plain `_CloudTrail_`, it stands before all of them: `-` comes before `_`.
 */
export function startAfterMinute(accountRegion: AccountRegion, day: Day, ms: number): string {
  const { accountId, kind, region } = accountRegion;
  return `${dayPrefix(accountRegion, day)}${accountId}_${kind}_${region}_${minuteStamp(ms)}`;
}

/**
 * The account × region and the day that an object belongs to; undefined for what no listing below `prefix` would find:
 * digests, aggregated events, other services' logs, days that are none.
 */
export function placeOfKey(
  key: string,
  prefix: string,
): { readonly accountRegion: AccountRegion; readonly day: Day } | undefined {
  const root = logsRoot(prefix);
  const found = key.startsWith(root) ? BELOW_ROOT.exec(key.slice(root.length)) : null;
  if (found === null) return undefined;
  const [, account = '', accountId = '', folder = '', region = '', year, month, dayOfMonth] = found;
  const kind = logKind(folder);
  const day = `${year}-${month}-${dayOfMonth}`;
  if (kind === undefined || Number.isNaN(startOfDay(day)) || dayOf(startOfDay(day)) !== day) return undefined;
  return { accountRegion: { accountId, region, accountPrefix: root + account, kind }, day };
}

/** The account id of a folder that ends in one; undefined for any other folder. */
export function accountOfFolder(folder: string): string | undefined {
  return ACCOUNT_FOLDER.exec(folder)?.[1];
}

/**
 * Whose folder `<account prefix><kind>/` is, and of which kind its regions are; those of the digests are of `CloudTrail`, so
 * that one without events is found. Undefined for any other folder.
 */
export function kindOfFolder(folder: string): Omit<AccountRegion, 'region'> | undefined {
  const [, accountPrefix = '', accountId = '', name = ''] = KIND_FOLDER.exec(folder) ?? [];
  const kind = name === DIGESTS ? 'CloudTrail' : logKind(name);
  return kind === undefined ? undefined : { accountId, accountPrefix, kind };
}

/** True for the folder of an organisation trail (`…/o-exampleorgid/`). */
export function isOrganizationFolder(folder: string): boolean {
  return ORGANIZATION_FOLDER.test(folder);
}

/** The region of a folder that ends in one; undefined for any other folder. */
export function regionOfFolder(folder: string): string | undefined {
  return REGION_FOLDER.exec(folder)?.[1];
}

/** The instant (ms) of the stamp in a log file's name; undefined where the name is not CloudTrail's. */
export function stampOfKey(key: string): number | undefined {
  const stamp = LOG_FILE_NAME.exec(key)?.[3];
  const parts = stamp === undefined ? null : STAMP.exec(stamp);
  if (parts === null) return undefined;
  const [, year, month, day, hour, minute] = parts;
  const ms = Date.parse(`${year}-${month}-${day}T${hour}:${minute}:00Z`);
  return Number.isNaN(ms) ? undefined : ms;
}

/** The account in a log file's name; undefined where the name is not CloudTrail's. */
export function accountOfKey(key: string): string | undefined {
  return LOG_FILE_NAME.exec(key)?.[1];
}

/** The best time a key alone can give (ms): its stamp, else midnight of its day folder; undefined when it has neither. */
export function timeOfKey(key: string): number | undefined {
  const stamp = stampOfKey(key);
  if (stamp !== undefined) return stamp;
  const folders = DAY_FOLDERS.exec(key);
  if (folders === null) return undefined;
  const ms = startOfDay(`${folders[1]}-${folders[2]}-${folders[3]}`);
  return Number.isNaN(ms) ? undefined : ms;
}

function logKind(folder: string): LogKind | undefined {
  return LOG_KINDS.find((kind) => kind === folder);
}

/** `20240131T0905Z` */
function minuteStamp(ms: number): string {
  return `${new Date(ms).toISOString().slice(0, 16).replace(/[-:]/g, '')}Z`;
}
