/** What the Overview's panels ask and get. Requests are checked by these schemas; answers are typed only. */
import { z } from 'zod';

z.config({ jitless: true });

/** A time range, and what the search bar holds as one Elasticsearch query (made by Kibana's own parser in the browser). */
export const panelRequestSchema = z.object({
  from: z.iso.datetime(),
  to: z.iso.datetime(),
  query: z.record(z.string(), z.unknown()).optional(),
  /** IANA name; days of a histogram begin at its midnight. */
  time_zone: z.string().max(64).default('UTC'),
  /** Also answers what was asked of Elasticsearch, and its answer. */
  inspect: z.boolean().optional(),
});
export type PanelRequest = z.infer<typeof panelRequestSchema>;

export const PANEL_IDS = [
  'accounts_and_regions',
  'newest_event',
  'data_range',
  'events_over_time',
  'geo_access',
  'users',
  'root_use',
  'failed_sign_ins',
  'latest_events',
] as const;
export type PanelId = (typeof PANEL_IDS)[number];
export const panelParamsSchema = z.object({ panel: z.enum(PANEL_IDS) });

/** `no_index`: nothing has been fetched into this cluster. `no_right`: there are events, none of which this user may read. */
export type PanelAnswer<T> =
  | { readonly state: 'data'; readonly data: T; readonly inspected?: InspectedSearch }
  | { readonly state: 'no_index' }
  | { readonly state: 'no_right' };

/** A search as it was sent to Elasticsearch, and the answer as it came. */
export interface InspectedSearch {
  readonly request: Readonly<Record<string, unknown>>;
  readonly response: Readonly<Record<string, unknown>>;
}

/** ISO times of the oldest and the newest event that fits the query in *all* time; null without any. */
export interface DataRange {
  readonly first: string | null;
  readonly last: string | null;
  readonly total: number;
}

export interface EventsOverTime {
  readonly total: number;
  /** As Elasticsearch names it: 30s, 5m, 1d … */
  readonly interval: string;
  /** Each bucket's length in ms. */
  readonly interval_ms: number;
  readonly buckets: readonly { readonly at: number; readonly success: number; readonly failure: number }[];
}

export interface GeoPlace {
  readonly lat: number;
  readonly lon: number;
  readonly events: number;
  readonly failures: number;
  /** ISO 3166-1 alpha-2. */
  readonly country_iso_code: string;
  readonly country_name: string;
  /** Absent where only the country is known; the point is then a point of the country. */
  readonly city_name?: string;
  /** Up to five actors, most frequent first. */
  readonly users: readonly string[];
}
export interface GeoAccess {
  readonly total: number;
  readonly places: readonly GeoPlace[];
  /** Events whose place is beyond the places listed. */
  readonly events_elsewhere: number;
  readonly countries: readonly { readonly country_iso_code: string; readonly events: number }[];
  /** Calls that AWS made itself (`AWS Internal`, service names): no place. */
  readonly aws_services: readonly { readonly name: string; readonly events: number }[];
  readonly aws_service_events: number;
  /** Events with an address of which no place is known (private, reserved, not an address, absent). */
  readonly events_without_place: number;
  /** False when no geo database could be opened. */
  readonly geo_available: boolean;
  /** What the geo databases ask to be said beside results. */
  readonly attributions: readonly { readonly text: string; readonly url: string }[];
}

export interface UserRow {
  /** ARN, or what identifies the actor where there is none. */
  readonly id: string;
  readonly name: string;
  /** userIdentity.type */
  readonly type: string;
  readonly account_id: string;
  readonly events: number;
  readonly failures: number;
  readonly last_seen: string;
  readonly countries: readonly string[];
}
export interface Users {
  /** How many different actors; exact up to 3,000 and close beyond it (cardinality). */
  readonly total: number;
  readonly users: readonly UserRow[];
}

export interface EventRow {
  /** `_id` of the document. */
  readonly id: string;
  readonly at: string;
  /** eventName */
  readonly action: string;
  /** eventSource */
  readonly provider: string;
  readonly user: string;
  readonly user_type: string;
  readonly address: string;
  readonly country_name: string;
  readonly city_name: string;
  readonly account_id: string;
  readonly region: string;
  readonly outcome: string;
  readonly error_code: string;
  /** True or false where the record says so, null where it is silent. */
  readonly mfa: boolean | null;
}

export interface RootUse {
  readonly total: number;
  readonly with_mfa: number;
  readonly without_mfa: number;
  readonly rows: readonly EventRow[];
}

export interface FailedSignInRow {
  readonly user: string;
  readonly account_id: string;
  readonly address: string;
  readonly country_name: string;
  readonly attempts: number;
  readonly first_seen: string;
  readonly last_seen: string;
  readonly mfa_used: boolean | null;
  /** errorMessage of the latest attempt. */
  readonly reason: string;
}
export interface FailedSignIns {
  readonly total: number;
  readonly rows: readonly FailedSignInRow[];
}

export interface LatestEvents {
  readonly total: number;
  readonly rows: readonly EventRow[];
}

export interface AccountsAndRegions {
  readonly accounts: readonly { readonly value: string; readonly events: number }[];
  readonly regions: readonly { readonly value: string; readonly events: number }[];
}
export interface NewestEvent {
  /** ISO time; null without any event. */
  readonly at: string | null;
}

export interface PanelData {
  readonly accounts_and_regions: AccountsAndRegions;
  readonly newest_event: NewestEvent;
  readonly data_range: DataRange;
  readonly events_over_time: EventsOverTime;
  readonly geo_access: GeoAccess;
  readonly users: Users;
  readonly root_use: RootUse;
  readonly failed_sign_ins: FailedSignIns;
  readonly latest_events: LatestEvents;
}
