/** What is asked about a source before it is made or changed: a test of each step, and a preview of what it would fetch. */
import * as z from 'zod';
import type { LogKind } from './log_kinds';
import { createSourceRequestSchema, credentialsSchema } from './sources';

const HAS_CREDENTIALS = 'must be given, or the source_id of a source whose stored ones are to be used';

/**
 * A source as it is entered, whole or not yet. For POST /_test and /_preview. With `source_id` and without `credentials`
 * the stored ones of that source are used; bucket, prefix, endpoint and namespace must then be that source's.
 */
export const sourceDraftSchema = createSourceRequestSchema
  .omit({ name: true, start: true, end: true, credentials: true })
  .extend({
    credentials: credentialsSchema.optional(),
    source_id: z.uuid().optional(),
  })
  .refine(({ credentials, source_id: id }) => credentials !== undefined || id !== undefined, {
    path: ['credentials'],
    message: HAS_CREDENTIALS,
  });
export type SourceDraft = z.infer<typeof sourceDraftSchema>;

/** In the order in which they are made. */
export const CHECKS = [
  'address',
  'clock',
  'identity',
  'role',
  'list',
  'get',
  'decrypt',
  'cloudtrail',
  'queue',
  'elasticsearch',
  'geo',
] as const;
export type CheckName = (typeof CHECKS)[number];

/**
 * What came of a check. `warning`: the source would work, but something should be looked at. `skipped`: it does not apply,
 * or an earlier check failed without which it makes no sense; the message says which.
 */
export type CheckState = 'ok' | 'warning' | 'failed' | 'skipped';

/** One line of the answer of POST /_test: a check begins (`running`), or has ended. */
export interface CheckLine {
  readonly check: CheckName;
  readonly state: 'running' | CheckState;
  /** What was found or failed, in words; of a failure also what to do where `fix` is absent. Empty while running. */
  readonly message: string;
  /** What to do. */
  readonly fix?: string;
  /**
   * The same for programs, by check: `code` of a failure; address `host`, `bucket_region`; clock `ahead_ms`; identity and
   * role `arn`, `account_id`; list `account_regions`, `key`; get `key`; decrypt `kms_key_arn`; cloudtrail `event_time`, `event_name`.
   */
  readonly details?: Readonly<Record<string, string | number | boolean>>;
}

/** The last line: the worst state of all checks; `skipped` counts for nothing. */
export interface CheckSummary {
  readonly check: 'all';
  readonly state: Exclude<CheckState, 'skipped'>;
}
export type TestLine = CheckLine | CheckSummary;

/** A new external id for a role's trust policy, or that of the source named. */
export const externalIdRequestSchema = z.strictObject({ source_id: z.uuid().optional() });
export interface ExternalIdResponse {
  /** Good for one source; to be sent as `external_id` when the source is tested and made. */
  readonly external_id: string;
}

/** An account × region of the bucket, and one kind of its events. Days are UTC; null where time ran out before something was found. */
export interface PreviewAccountRegion {
  readonly account_id: string;
  readonly region: string;
  /** The name of its folder: `CloudTrail` for management and data events. */
  readonly kind: LogKind;
  readonly first_day: string | null;
  readonly last_day: string | null;
  /** Of the day that is counted of the bucket, or of its own last day where that is older: objects, and their bytes in S3. */
  readonly day_objects: number | null;
  readonly day_bytes: number | null;
}

/** What lies in the bucket of one UTC day, or what it becomes. */
export interface PreviewAmounts {
  readonly objects: number;
  /** As stored in S3, compressed. */
  readonly bytes: number;
  /** An estimate from the objects that were read; null where none could be. */
  readonly events: number | null;
  /** An estimate: on the disk of Elasticsearch, one copy, without replicas. */
  readonly disk_bytes: number | null;
}

export interface PreviewDay extends PreviewAmounts {
  readonly day: string;
  /** False for today: it is not over. */
  readonly is_whole: boolean;
  /** Rows of `account_regions` whose objects are counted in, of all that were found. */
  readonly account_regions: number;
}

/** All of it "about": the day that is counted of each account × region stands for every day of it. */
export interface PreviewEstimate extends PreviewAmounts {
  /** The first UTC day to fetch. */
  readonly start: string;
  /** Days from `start` on that may have objects, of one account × region and kind each. */
  readonly days: number;
  /** Reads and listings of S3 for the history. */
  readonly requests: number;
  readonly usd: number;
}

/** Requests of S3, and what they cost at the prices named; without what data transfer out of AWS may cost. */
export interface PreviewCosts {
  readonly lists_per_day: number;
  readonly gets_per_day: number;
  readonly requests_per_day: number;
  readonly usd_per_day: number;
  readonly prices: {
    readonly usd_per_1000_lists: number;
    readonly usd_per_1000_gets: number;
    /** Of which region; others differ a little. */
    readonly region: string;
    readonly source: string;
    /** When they were looked at. */
    readonly as_of: string;
  };
}

export interface PreviewSample {
  /** ISO */
  readonly time: string;
  readonly account: string;
  readonly region: string;
  readonly action: string;
  readonly actor: string;
  readonly source: string;
  readonly outcome: string;
  /** As it would be stored: with what the namespace redacts taken out. */
  readonly document: Readonly<Record<string, unknown>>;
}

export interface PreviewResponse {
  /** By account, region and kind. */
  readonly account_regions: readonly PreviewAccountRegion[];
  /** True where time or requests ran out: what is shown is true, and not all. */
  readonly is_partial: boolean;
  /** Null where there is no day with objects. */
  readonly newest_day: PreviewDay | null;
  /** For all account × regions, as far as they were counted, drawn out to all that were found. */
  readonly per_day: PreviewAmounts | null;
  readonly costs: PreviewCosts | null;
  /** For some days on which one might start, the newest first; the last is the first day of all. */
  readonly estimates: readonly PreviewEstimate[];
  /** At most five. */
  readonly samples: readonly PreviewSample[];
  /** What kept the preview from knowing more: objects that could not be read, nothing found. */
  readonly problems: readonly { readonly code: string; readonly message: string }[];
}
