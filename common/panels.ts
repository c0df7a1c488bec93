/** What the Overview's panels ask and get. Requests are checked by these schemas; answers are typed only. */
import * as z from 'zod';
import type { ImportantChangeKind, InstanceAction, NetworkChangeKind } from './event_kinds';

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
  /** What of the map is seen, for `geo_clusters`. */
  map: z
    .object({
      /** Zoom of the map tiles (`z/x/y`) by which places are clustered. */
      precision: z.number().int().min(0).max(29),
      /** Degrees; the west is greater than the east where the 180th meridian lies between. */
      bounds: z
        .object({
          north: z.number().min(-90).max(90),
          south: z.number().min(-90).max(90),
          west: z.number().min(-180).max(180),
          east: z.number().min(-180).max(180),
        })
        .optional(),
    })
    .optional(),
});
export type PanelRequest = z.infer<typeof panelRequestSchema>;

export const PANEL_IDS = [
  'accounts_and_regions',
  'newest_event',
  'data_range',
  'summary',
  'events_over_time',
  'geo_access',
  'geo_clusters',
  'users',
  'root_use',
  'failed_sign_ins',
  'access_denied',
  'instances',
  'network_changes',
  'important_changes',
  'new_values',
  'latest_events',
] as const;
export type PanelId = (typeof PANEL_IDS)[number];
export const panelParamsSchema = z.object({ panel: z.enum(PANEL_IDS) });

/** `no_index`: nothing has been fetched into this cluster. `no_right`: there are events, none of which this user may read. */
export type PanelAnswer<T> =
  | { readonly state: 'data'; readonly data: T; readonly inspected?: readonly InspectedSearch[] }
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

/** One headline number. */
export interface Figure {
  readonly now: number;
  /** Of the period of the same length just before. */
  readonly before: number;
  /**
   * The time range in equal parts, 24 at most; the range has fewer where it is a few milliseconds long. Absent of what
   * is no count of events: how many different ones each part has, Elasticsearch tells by looking at all of them.
   */
  readonly trend?: readonly number[];
}
export interface Summary {
  /** ISO time at which the period before begins. */
  readonly before_from: string;
  readonly events: Figure;
  /** Different actors but AWS's own services; close beyond 3,000 (cardinality). */
  readonly users: Figure;
  readonly accounts: Figure;
  readonly denied: Figure;
  readonly root: Figure;
  readonly failed_sign_ins: Figure;
}

/** All places in one map tile; where nothing finer is known, those of one country. */
export interface GeoCluster {
  /** The tile, as `z/x/y`, or the country's ISO code. */
  readonly key: string;
  /** Middle of its events. */
  readonly lat: number;
  readonly lon: number;
  readonly events: number;
  readonly failures: number;
  /** Up to ten, most events first: ISO code and events. */
  readonly countries: readonly { readonly country_iso_code: string; readonly events: number }[];
  /** Up to three names, most frequent first, and how many there are (close). Empty where only countries are known. */
  readonly cities: readonly string[];
  readonly city_count: number;
  /** Up to five actors, most frequent first, and how many there are (close). */
  readonly users: readonly string[];
  readonly user_count: number;
}
/** What is seen of the map. */
export interface GeoClusters {
  /** Events there. */
  readonly total: number;
  /** Most events first, at most a thousand. */
  readonly clusters: readonly GeoCluster[];
}
export interface GeoAccess {
  readonly total: number;
  /** Of the whole earth, in coarse tiles or by country, most events first. */
  readonly clusters: readonly GeoCluster[];
  readonly countries: readonly {
    readonly country_iso_code: string;
    readonly events: number;
    readonly failures: number;
  }[];
  /** Calls that AWS made itself (`AWS Internal`, service names): no place. */
  readonly aws_services: readonly { readonly name: string; readonly events: number }[];
  readonly aws_service_events: number;
  /** Events with an address of which no place is known (private, reserved, not an address, absent). */
  readonly events_without_place: number;
  /** False when no geo database could be opened. */
  readonly geo_available: boolean;
  /** What the geo databases ask to be said beside results. */
  readonly attributions: readonly { readonly text: string; readonly url: string }[];
  /** `cloudtrail.homeCountries` of kibana.yml: from where access is expected. */
  readonly home_countries: readonly string[];
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
  /** Calls that AWS refused for want of a right; a part of `failures`. */
  readonly denied: number;
  /** In the time range. */
  readonly first_seen: string;
  readonly last_seen: string;
  /** ISO codes, most frequent first. */
  readonly countries: readonly string[];
  /** Events in each of equal parts of the time range, oldest first. */
  readonly trend: readonly number[];
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
  /** `cloudtrail.actor.id`: whose page tells more; '' where the record names nobody. */
  readonly actor_id: string;
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
  /** Events with root's identity that AWS's services made for it, in none of the other numbers. */
  readonly on_behalf: number;
  readonly accounts: readonly { readonly account_id: string; readonly events: number }[];
  readonly with_mfa: number;
  readonly without_mfa: number;
  readonly rows: readonly EventRow[];
}

export interface FailedSignInRow {
  readonly user: string;
  readonly account_id: string;
  readonly address: string;
  readonly country_iso_code: string;
  readonly country_name: string;
  readonly attempts: number;
  readonly first_seen: string;
  readonly last_seen: string;
  readonly mfa_used: boolean | null;
  /** errorMessage of the latest attempt. */
  readonly reason: string;
}
/** Failures so close together that somebody seems to try passwords or names. */
export interface GuessingStreak {
  /** `address`: many tries from one address; `user`: one user tried from several addresses. */
  readonly by: 'address' | 'user';
  readonly account_id: string;
  readonly addresses: readonly string[];
  readonly country_names: readonly string[];
  readonly users: readonly string[];
  readonly attempts: number;
  readonly from: string;
  readonly to: string;
}
/** A sign-in that succeeded within an hour after failures of the same user, or from the same address. */
export interface SuccessAfterFailures {
  readonly at: string;
  readonly user: string;
  readonly account_id: string;
  readonly address: string;
  readonly country_name: string;
  /** How many failed in the hour before. */
  readonly failures: number;
  /** Whether those failures were a part of a streak. */
  readonly is_guessed: boolean;
  readonly mfa_used: boolean | null;
}
export interface FailedSignIns {
  readonly total: number;
  /** False where there are more combinations of what rows say than are looked at: all numbers but the total are too low. */
  readonly is_complete: boolean;
  readonly rows: readonly FailedSignInRow[];
  /** How many rows there are; `rows` holds those with the most attempts. */
  readonly row_count: number;
  readonly users: number;
  readonly addresses: number;
  /** Most attempts first; without those of unknown countries. */
  readonly countries: readonly {
    readonly country_iso_code: string;
    readonly country_name: string;
    readonly attempts: number;
  }[];
  readonly with_mfa: number;
  readonly without_mfa: number;
  /** Newest first. */
  readonly streaks: readonly GuessingStreak[];
  readonly successes: readonly SuccessAfterFailures[];
  /** How many sign-ins were looked at for streaks (the newest), and how many there are. */
  readonly sign_ins_judged: number;
  readonly sign_ins: number;
}

export interface DeniedActionRow {
  readonly action: string;
  readonly provider: string;
  readonly events: number;
  readonly last_seen: string;
  /** Up to three, most refused first, and how many there are. */
  readonly users: readonly string[];
  readonly user_count: number;
}
export interface AccessDenied {
  readonly total: number;
  /** How many different actions were refused. */
  readonly action_count: number;
  readonly rows: readonly DeniedActionRow[];
}

/** A row of a change: the event, and what it was about. */
export interface InstanceRow extends EventRow {
  readonly instance_ids: readonly string[];
  /** As `m7i.large`; '' where the record does not say. */
  readonly instance_type: string;
  /** How many instances it was about; of a launch that failed: how many were asked for. */
  readonly instances: number;
}
export interface Instances {
  /** Calls, failed ones too. */
  readonly total: number;
  readonly actions: Readonly<
    Record<
      InstanceAction,
      {
        /** Calls that succeeded, and the instances that they were about. */
        readonly calls: number;
        readonly instances: number;
        readonly failures: number;
      }
    >
  >;
  /** Of launches that succeeded, most first. */
  readonly launched_types: readonly { readonly instance_type: string; readonly calls: number }[];
  /** Newest first. */
  readonly rows: readonly InstanceRow[];
}

/** One rule of a security group or network ACL. */
export interface NetworkRule {
  readonly effect: 'added' | 'removed' | 'changed';
  /** '' where the record does not say: of a group's rule that was modified. */
  readonly direction: 'in' | 'out' | '';
  readonly verdict: 'allow' | 'deny';
  /** `tcp`, `udp`, `icmp`, `all`, or the number of another one; '' where the record does not say. */
  readonly protocol: string;
  /** `22`, `8000-8080`, `all`; '' where the record does not say. */
  readonly ports: string;
  /** Whom it is about: a CIDR, another group, a prefix list, or the id of the rule where that is all the record says. */
  readonly peer: string;
  /** Lets all addresses of IPv4 or IPv6 in, or may do so. */
  readonly is_world: boolean;
}
export interface NetworkChangeRow extends EventRow {
  readonly kind: NetworkChangeKind;
  /** What was changed: the id of a group, ACL, address, table … */
  readonly target: string;
  /** Those for the whole world first. */
  readonly rules: readonly NetworkRule[];
  /** What else the record says, as `0.0.0.0/0 → igw-0123`. */
  readonly detail: string;
  /** Succeeded, and lets the whole world in. */
  readonly is_open_to_world: boolean;
}
export interface NetworkChanges {
  readonly total: number;
  readonly open_to_world: number;
  readonly kinds: Readonly<Record<NetworkChangeKind, number>>;
  /** Newest first. */
  readonly rows: readonly NetworkChangeRow[];
}

/** All actions on all resources; or somebody whom nobody knows. */
export type PolicyAllows = 'everything' | 'everybody';
export interface ImportantChangeRow extends EventRow {
  readonly kind: ImportantChangeKind;
  /** What was changed: a trail, user, role, key, bucket … */
  readonly target: string;
  /** To what, as far as the record says: a policy's name, a status … */
  readonly detail: string;
  /** Until a key is deleted; null for all else. */
  readonly days_left: number | null;
  /** What the policy in the request allows that hardly any should. */
  readonly allows: readonly PolicyAllows[];
  /** Succeeded, and takes evidence or protection away, gives all rights, or lets everybody in. */
  readonly is_grave: boolean;
}
export interface ImportantChanges {
  readonly total: number;
  /** `is_grave`, also of those that are not among `rows`. */
  readonly grave: number;
  /** Ids of those that are so by a policy's text, which is no matter of `GRAVE_CHANGES`. */
  readonly grave_policy_ids: readonly string[];
  /** How many policies were read for that, the newest; null where all were. */
  readonly policies_read: number | null;
  readonly kinds: Readonly<Record<ImportantChangeKind, number>>;
  /** Newest first. */
  readonly rows: readonly ImportantChangeRow[];
}

export type NewValueKind = 'country' | 'user_agent' | 'service' | 'region';
export interface NewValueRow {
  readonly kind: NewValueKind;
  readonly account_id: string;
  readonly value: string;
  /** In the time range. */
  readonly first_seen: string;
  readonly events: number;
  /** With most of those events. */
  readonly user: string;
}
export interface NewValues {
  /** ISO time from which on the range is compared. */
  readonly compared_from: string;
  readonly look_back_days: number;
  /** ISO time of the oldest event that it could be compared with; null where there is none before the range: nothing is new then. */
  readonly known_since: string | null;
  readonly total: number;
  /** Newest first. */
  readonly rows: readonly NewValueRow[];
  /** Accounts without any event before the range: all in them is new, so it is not listed. */
  readonly new_accounts: readonly {
    readonly account_id: string;
    readonly first_seen: string;
    readonly events: number;
  }[];
  /** False when there were more combinations than are looked at. */
  readonly is_complete: boolean;
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
  readonly summary: Summary;
  readonly events_over_time: EventsOverTime;
  readonly geo_access: GeoAccess;
  readonly geo_clusters: GeoClusters;
  readonly users: Users;
  readonly root_use: RootUse;
  readonly failed_sign_ins: FailedSignIns;
  readonly access_denied: AccessDenied;
  readonly instances: Instances;
  readonly network_changes: NetworkChanges;
  readonly important_changes: ImportantChanges;
  readonly new_values: NewValues;
  readonly latest_events: LatestEvents;
}
