/** Sources: a bucket, how to reach it, and how it is doing. Requests and stored objects are checked by these schemas; the types come from them. */
import * as z from 'zod';
import { BUCKET_NAME } from './bucket_location';
import type { LogKind } from './log_kinds';

// Kibana and its browser page refuse code made at run time; zod would otherwise try it.
z.config({ jitless: true });

// https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-queue-message-identifiers.html
const QUEUE_URL = /^https?:\/\/[^/?#@]+\/\d{12}\/[A-Za-z0-9_-]{1,80}(\.fifo)?$/;
const ISO_DAY = /^\d{4}-\d{2}-\d{2}$/;
const ACCESS_KEY_ID = /^[A-Z0-9]{16,128}$/;
const ROLE_ARN = /^arn:aws[a-z-]*:iam::\d{12}:role\/[\w+=,.@/-]+$/;
// `s` and `m`, `h`, `d` are the units that Task Manager takes; milliseconds would break it
const INTERVAL = /^[1-9]\d{0,4}[smhd]$/;
const MAX_NAME_LENGTH = 100;
const MAX_S3_KEY_BYTES = 1024;
const MAX_EXCLUDED = 1000;

const isoDay = z
  .string()
  .regex(ISO_DAY, 'must be a day, as 2024-01-31')
  .refine(
    (day) => new Date(`${day}T00:00:00Z`).toJSON()?.startsWith(day) ?? false,
    'is not a day of the calendar',
  );

/** A name under which sources share retention, redaction and index rights. It is part of index names. */
export const namespaceSchema = z
  .string()
  .regex(/^[a-z0-9_]{1,50}$/, 'must be 1 to 50 of a-z, 0-9 and _')
  .default('default');

const accessKeySchema = z.object({
  type: z.literal('access_key'),
  access_key_id: z.string().regex(ACCESS_KEY_ID, 'must look like AKIAIOSFODNN7EXAMPLE'),
  secret_access_key: z.string().min(1).max(1024),
  session_token: z.string().min(1).max(8192).optional(),
});
const roleSchema = z.object({
  type: z.literal('role'),
  role_arn: z.string().regex(ROLE_ARN, 'must be the ARN of an IAM role'),
  /** The key that assumes the role; without it Kibana's own AWS identity does. */
  access_key: accessKeySchema.omit({ type: true }).optional(),
});
const serverSchema = z.object({ type: z.literal('server') });

/** How to reach AWS. The external id of a role is ours and never taken from a request. */
export const credentialsSchema = z.discriminatedUnion('type', [accessKeySchema, roleSchema, serverSchema]);
export type Credentials = z.infer<typeof credentialsSchema>;

const intervalSchema = z
  .string()
  .regex(INTERVAL, 'must be a number and a unit, as 30s, 1m or 2h')
  .default('1m');

/** Where a source reads. Kept as it is in the saved object's `config`. */
export const sourceLocationSchema = z.object({
  bucket: z.string().regex(BUCKET_NAME, 'must be the name of a bucket'),
  /** What stands before `AWSLogs/` in the keys; empty, or ending in `/` in nearly all buckets. */
  prefix: z
    .string()
    .refine(
      (prefix) => new TextEncoder().encode(prefix).length <= MAX_S3_KEY_BYTES,
      'is longer than an S3 key may be',
    )
    .default(''),
  /** Where to begin looking for the bucket's region; the region itself is learnt from S3. */
  region: z
    .string()
    .regex(/^[a-z]{2,4}(-[a-z]+)+-\d$/, 'must look like eu-central-1')
    .optional(),
  /** An S3 server other than AWS. Refused unless `cloudtrail.aws.allowedEndpoints` lists it. */
  endpoint: z.url({ protocol: /^https?$/ }).optional(),
  force_path_style: z.boolean().default(false),
  /** Kibana's side pays for the requests, where the bucket's owner has asked that of readers. */
  requester_pays: z.boolean().default(false),
  /**
   * A queue that gets the bucket's notifications (from S3, SNS or EventBridge): objects are then heard of within seconds,
   * and listing is only the safety net. Read with the source's credentials. Best one queue a bucket, and for us alone.
   */
  sqs: z
    .object({
      queue_url: z
        .string()
        .regex(QUEUE_URL, 'must look like https://sqs.eu-central-1.amazonaws.com/123456789012/name')
        .refine((url) => URL.canParse(url), 'is no URL'),
    })
    .optional(),
});
export type SourceLocation = z.infer<typeof sourceLocationSchema>;

/** What of a bucket a source leaves out. */
const selection = {
  /**
   * The last UTC day of history. It ends back-fill only: everything from the day on which the source was made is fetched
   * in any case. Without it history goes on to that day.
   */
  end: isoDay.optional(),
  /** Account ids and regions that are not looked at. What was fetched of them before stays. */
  exclude_accounts: z
    .array(z.string().regex(/^\d{12}$/, 'must be account ids of 12 digits'))
    .max(MAX_EXCLUDED)
    .optional(),
  exclude_regions: z
    .array(z.string().regex(/^[a-z][a-z0-9]*(-[a-z0-9]+)+$/, 'must be regions, as eu-central-1'))
    .max(MAX_EXCLUDED)
    .optional(),
};

export const createSourceRequestSchema = sourceLocationSchema.extend({
  name: z.string().trim().min(1).max(MAX_NAME_LENGTH),
  namespace: namespaceSchema,
  /** The first UTC day to fetch; without it seven days back. */
  start: isoDay.optional(),
  ...selection,
  interval: intervalSchema,
  credentials: credentialsSchema,
  /**
   * An Elasticsearch API key (base64 of `id:api_key`) that writes for the source. Needed only where the caller itself
   * uses an API key: Elasticsearch grants none to such a caller.
   */
  write_key: z
    .string()
    .regex(/^[A-Za-z0-9+/]{20,1000}={0,2}$/, 'must be the base64 of id:api_key')
    .optional(),
  /** For a role: what POST …/_external_id gave. Without it the answer names a new one, which the trust policy must ask for. */
  external_id: z
    .string()
    .regex(/^[0-9a-f-]{36}\.[\w-]{22}$/, 'must be what POST …/_external_id gave')
    .optional(),
});
export type CreateSourceRequest = z.infer<typeof createSourceRequestSchema>;

/** What a source's saved object holds in the clear. */
export const sourceConfigSchema = sourceLocationSchema.extend({
  name: z.string(),
  /** Of a source that kibana.yml declares, as `cloudtrail.sources.<key>`: it is changed and removed there only. */
  settings_key: z.string().optional(),
  namespace: z.string(),
  start: isoDay,
  ...selection,
  interval: z.string(),
  credentials: z.object({
    type: z.enum(['access_key', 'role', 'server']),
    /** The last four characters only. */
    access_key_id_end: z.string().optional(),
    role_arn: z.string().optional(),
    external_id: z.string().optional(),
  }),
  slices: z.number().int().min(1).max(16),
  created_at: z.iso.datetime(),
  created_by: z.string(),
  /** When and by whom it was last changed; absent while it never was. */
  updated_at: z.iso.datetime().optional(),
  updated_by: z.string().optional(),
  /** The Elasticsearch API key that writes for this source; absent with Elasticsearch security off. */
  write_key: z
    .object({
      id: z.string(),
      owner: z.string(),
      created_at: z.iso.datetime(),
      /** Absent for a key that never expires, as granted ones do. */
      expires_at: z.iso.datetime().optional(),
      /** Granted by us, and so ours to revoke; else the creator brought it. */
      is_granted: z.boolean().default(true),
      /** Stands for what it may do; another one than the plugin's own after an upgrade that needs more. */
      rights: z.string().optional(),
    })
    .optional(),
});
export type SourceConfig = z.infer<typeof sourceConfigSchema>;

/** What the saved object holds encrypted. Never leaves the server. */
export const sourceSecretsSchema = z.object({
  credentials: credentialsSchema,
  /** Base64 of `id:api_key`, as the Authorization header wants it. */
  write_key: z.string().optional(),
});
export type SourceSecrets = z.infer<typeof sourceSecretsSchema>;

/** What a source stumbles over now, in words for its owner. */
export const sourceProblemSchema = z.object({
  code: z.string(),
  message: z.string(),
  since: z.iso.datetime(),
  /** Runs in a row that got nowhere. */
  attempts: z.number().int(),
  /** When it is tried again. */
  retry_at: z.iso.datetime(),
  /** The slice that met it: the others neither worsen nor clear it. */
  slice: z.number().int(),
});
export type SourceProblem = z.infer<typeof sourceProblemSchema>;

/** Runs in a row that got nowhere, after which a source counts as stopped and is only probed once an hour. */
export const MAX_ATTEMPTS = 10;

/** The saved object's third part: changes when a problem comes, grows or goes, and when a fetch is asked for. */
export const sourceStatusAttributesSchema = z.object({
  problem: sourceProblemSchema.nullable(),
  /** When somebody last asked for a fetch: whatever was looked at before is due. */
  asked_at: z.iso.datetime().nullable().default(null),
  /** Since when the source is paused; absent while it is not. */
  paused_at: z.iso.datetime().optional(),
});
export type SourceStatusAttributes = z.infer<typeof sourceStatusAttributesSchema>;

export const sourceIdParamsSchema = z.object({ id: z.uuid() });

/** A source as the API shows it: no secret in it. */
export type SourceResponse = SourceConfig & { readonly id: string };

/** Running totals of one source; each is a number of things seen since the source was made. */
export interface FetchCounts {
  /** Objects read to their end and checkpointed. */
  readonly objects: number;
  /** Documents created. */
  readonly events: number;
  /** Records that Elasticsearch had already (by event id, account and category). */
  readonly known: number;
  /** Failure entries: objects or records that can't be taken in. */
  readonly failed: number;
  /** Objects passed over on purpose: digest files, folder markers. */
  readonly skipped: number;
  /** Events older than the namespace keeps any: not stored. Absent for none. */
  readonly expired?: number;
  /** Bytes read from S3, as stored. */
  readonly bytes: number;
}

/** What became of the messages of a source's queue, each time one was received. */
export interface QueueCounts {
  /** Deleted: each of their objects was taken in, known, or stored as a failure. */
  readonly done: number;
  /** Deleted: tests, confirmations, digests, aggregated events, other services' logs, and what nobody knows. */
  readonly ignored: number;
  /** Left in the queue for their own reader: about other buckets, or beside the source's prefix. */
  readonly foreign: number;
  /** Come back later: another run holds the account × region, AWS refused the object, or time was up. */
  readonly returned: number;
  /** Deleted after several refusals of AWS, where listings go on to ask for the object; or after four hours in which nobody else has taken it. */
  readonly given_up: number;
}

export const SOURCE_STATES = [
  'waiting',
  'fetching',
  'idle',
  'silent',
  'failing',
  'stopped',
  'paused',
  'secrets_unreadable',
  'write_key_refused',
  'needs_authorisation',
] as const;
/** `needs_authorisation`: declared in kibana.yml without a write key; nothing is fetched until somebody lends it one (…/_renew_key). `silent`: all goes well, but no events have come for longer than is usual, from somewhere or from all of it (`gaps`). `secrets_unreadable`: Kibana's encryption key has changed; to be given its credentials anew (PATCH), and all numbers are 0 till then. `write_key_refused`: Elasticsearch does not accept its key any more; to be renewed (…/_renew_key), and all numbers are 0 till then. `paused`: nothing is fetched until somebody resumes it. `waiting`: not run yet. `fetching`: a slice is at work or back-fill days are left. `failing`: tried again by itself. `stopped`: ten tries in a row got nowhere; probed once an hour. */
export type SourceState = (typeof SOURCE_STATES)[number];

/**
 * `global_region_excluded`: the region to which AWS's global services write is left out. `write_key_outdated`: the plugin
 * needs other rights than the source's key was lent; to be renewed (…/_renew_key). `write_key_expires`: within 30 days.
 */
export interface SourceNote {
  readonly code: 'global_region_excluded' | 'write_key_outdated' | 'write_key_expires';
  readonly message: string;
}

/** How far the history of a source is read. */
export interface BackfillResponse {
  /** `done`: all of it; else what somebody last asked for. */
  readonly state: 'running' | 'paused' | 'cancelled' | 'done';
  /** UTC days: the first wanted, and the last where one was named. */
  readonly start: string;
  readonly end: string | null;
  /** Days (of one account × region and kind each) that have objects, read and in all; grows until `is_counted`. */
  readonly days_done: number;
  readonly days_known: number;
  readonly is_counted: boolean;
  /** From this UTC day on history is read for every account × region; null before the first is. */
  readonly read_from: string | null;
  readonly objects: number;
  readonly events: number;
  readonly bytes: number;
  /** If it goes on as in the last runs; null where that can't be told. */
  readonly estimated_seconds_left: number | null;
}

/** For POST …/backfill: an action, or another first day. */
export const backfillRequestSchema = z.union([
  z.strictObject({ action: z.enum(['pause', 'resume', 'cancel']) }),
  z.strictObject({ start: isoDay }),
]);
export type BackfillRequest = z.infer<typeof backfillRequestSchema>;

/** How late events were, in seconds: half and 95 of a hundred came within. */
export interface LagShares {
  readonly p50: number;
  readonly p95: number;
}

/** Of the events of the last 21 to 24 hours; those that were delivered before the source was made don't count. */
export interface LagResponse {
  readonly events: number;
  /** AWS's half: from what happened to the file that lies in the bucket. */
  readonly delivery: LagShares;
  /** Ours: from the file in the bucket to the event in Elasticsearch. */
  readonly fetching: LagShares;
}

/** Files and events that came in; those that were delivered before the source was made don't count. */
export interface AmountResponse {
  readonly objects: number;
  readonly events: number;
}

/** What is new in a source, or in an account × region of it. Times are ISO, null where there is none. */
export interface FreshnessResponse {
  /** When the newest event happened. */
  readonly newest_event_at: string | null;
  /** When the newest file was delivered, as S3 has it. */
  readonly newest_object_at: string | null;
  /** Null where no event of the last day says it. */
  readonly lag: LagResponse | null;
  /** Of 55 to 60 minutes. */
  readonly last_hour: AmountResponse;
  /** Of 23 to 24 hours. */
  readonly last_day: AmountResponse;
  /** Files that listings have seen and that are not taken in yet: time was up, or AWS refused them. */
  readonly objects_waiting: number;
}

/** Where no events have come for longer than is usual. */
export interface GapResponse {
  /** Null where it is a whole source of several accounts. */
  readonly account_id: string | null;
  /** Null where it is the whole source. */
  readonly region: string | null;
  /** Of which events; null where it is the whole source. */
  readonly kind: LogKind | null;
  /** ISO time of the last event; where there never was one, that at which the source was made. */
  readonly since: string;
  /** `silent`: all was looked at, and nothing came. `not_fetched`: files could not be read, for the reason in `message`. */
  readonly reason: 'silent' | 'not_fetched';
  /** The longest silence that is usual there; null where nobody knows yet. */
  readonly usual_seconds: number | null;
  readonly message: string | null;
}

/** One account × region of a source, and one kind of its events. Times are ISO, null where it has not happened. */
export interface AccountRegionResponse extends FreshnessResponse {
  readonly account_id: string;
  readonly region: string;
  /** The name of its folder: `CloudTrail` for management and data events. */
  readonly kind: LogKind;
  /** All before that folder: tells two trails on one bucket apart. */
  readonly prefix: string;
  readonly last_polled_at: string | null;
  readonly next_poll_at: string | null;
  /** The last poll that found something new: long ago means fewer polls. */
  readonly last_active_at: string | null;
  readonly backfill_days_done: number;
  readonly backfill_days_known: number;
  /** Its history is read whole. */
  readonly is_complete: boolean;
  readonly counts: FetchCounts;
  /** Null where events come as usual, or nobody knows yet what is usual. */
  readonly gap: GapResponse | null;
  /** Size of what the fetcher remembers of it. */
  readonly state_bytes: number;
}
export interface AccountRegionsResponse {
  readonly account_regions: readonly AccountRegionResponse[];
}

/** How many gaps a status names, those that began last. */
export const MAX_GAPS = 20;

export interface SourceStatusResponse extends FreshnessResponse {
  readonly id: string;
  readonly state: SourceState;
  readonly problem: SourceProblem | null;
  readonly counts: FetchCounts;
  /** Whatever kinds of events each has. */
  readonly account_regions: number;
  /** Account × regions whose history down to the start day has been read whole. */
  readonly account_regions_complete: number;
  /** ISO time at which a run last ended well; null before the first. */
  readonly last_fetched_at: string | null;
  /** ISO time at which the next account × region is looked at; null before the first poll and while paused. */
  readonly next_poll_at: string | null;
  readonly backfill: BackfillResponse;
  /** Where events stay away: the whole source alone, or account × regions. The last 20 of `gap_count`. */
  readonly gaps: readonly GapResponse[];
  readonly gap_count: number;
  /** What the owner should know of the source's options. */
  readonly notes: readonly SourceNote[];
  /** Null for a source without a queue. */
  readonly queue: {
    /** ISO time at which it was last found empty; null before the first. */
    readonly emptied_at: string | null;
    readonly messages: QueueCounts;
  } | null;
  /**
   * Event indices of the namespace with a mapping of an older version: new fields of later events are not searched there.
   * Runs bring them up to date; where a number stays, the source's key may not, and an administrator should (mapping route).
   */
  readonly outdated_indices: number;
}

/** What POST …/namespaces/{name}/mapping did. `left`: indices still of an older version; `refusal`: why the first of them refused. */
export interface UpgradeMappingResponse {
  readonly upgraded: number;
  readonly left: readonly string[];
  readonly refusal: string | null;
}

const MAX_FAILURES_OF_A_PAGE = 1000;
const MAX_FAILURES_OF_A_REQUEST = 1000;
const MAX_CURSOR_LENGTH = 8192;

/** What may stand in the address of GET …/failures. */
export const failuresQuerySchema = z.object({
  size: z.coerce.number().int().min(1).max(MAX_FAILURES_OF_A_PAGE).default(100),
  /** The `after` that the page before gave. */
  after: z.string().max(MAX_CURSOR_LENGTH).optional(),
});

/** For POST …/failures/_retry and …/failures/_dismiss. */
export const chosenFailuresSchema = z.object({
  /** All of the source's when absent. */
  ids: z
    .array(z.string().regex(/^[A-Za-z0-9_-]{43}$/, 'must be the id of a failure'))
    .min(1)
    .max(MAX_FAILURES_OF_A_REQUEST)
    .optional(),
});

export interface FailureResponse {
  readonly id: string;
  /** ISO time of the last try. */
  readonly at: string;
  readonly reason: string;
  readonly message: string;
  /** What helps, in words. */
  readonly fix: string;
  readonly key: string;
  /** Byte offset of the record in the uncompressed object; absent where the whole object is meant. */
  readonly offset?: number;
  /** ISO time; null unless it is to be tried again by the next run. */
  readonly retry_requested_at: string | null;
}
export interface FailuresResponse {
  readonly total: number;
  /** Of all, not of this page; the most frequent first. */
  readonly reasons: readonly { readonly reason: string; readonly count: number }[];
  readonly failures: readonly FailureResponse[];
  /** For the next page; null when this is the last. */
  readonly after: string | null;
}

/** How many failures were marked to be tried again, or dropped. */
export interface ChosenFailuresResponse {
  readonly failures: number;
}

/** One run of one slice, as it ended. Runs that found nothing to do are kept once a slice. */
export interface RunResponse {
  /** ISO time at which it began. */
  readonly at: string;
  readonly ms: number;
  readonly slice: number;
  /** What it took in. `failed` is below 0 where failures were tried again and are none any more. */
  readonly counts: FetchCounts;
  readonly problem: { readonly code: string; readonly message: string } | null;
  /** What else is worth a word, as that AWS asked for fewer requests; absent when all was as it should be. */
  readonly remarks?: readonly string[];
}
export interface RunsResponse {
  /** The last first; at most 20. */
  readonly runs: readonly RunResponse[];
}
