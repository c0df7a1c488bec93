/** The kinds of events that CloudTrail keeps apart in a bucket. */

/** The names of their folders, beside each other below an account; management and data events share the first. */
export const LOG_KINDS = ['CloudTrail', 'CloudTrail-Insight', 'CloudTrail-NetworkActivity'] as const;
export type LogKind = (typeof LOG_KINDS)[number];
