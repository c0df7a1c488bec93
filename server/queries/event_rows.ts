/** Events as table rows: the fields to fetch, the order, and the row made of a hit. */
import { MFA_AUTHENTICATED, MFA_USED } from '../../common/event_kinds';
import type { EventRow } from '../../common/panels';
import type { SearchParameters, SearchResponse } from './panel_query';

/** What rows are made of. */
export const ROW_FIELDS: readonly string[] = [
  '@timestamp',
  'event.action',
  'event.provider',
  'event.outcome',
  'cloud.account.id',
  'cloud.region',
  'user.name',
  'source.address',
  'source.geo.country_name',
  'source.geo.city_name',
  'cloudtrail.actor.id',
  'cloudtrail.actor.name',
  'cloudtrail.actor.type',
  'aws.cloudtrail.error_code',
  'aws.cloudtrail.user_identity.type',
  MFA_USED,
  MFA_AUTHENTICATED,
];

/** Adds to a search: its newest `size` events, with only the fields that rows need. */
export function newestEvents(size: number): SearchParameters {
  return {
    size,
    // Second-exact times tie often; the event's own id decides, so that the order is the same on every shard and copy.
    sort: [{ '@timestamp': 'desc' }, { 'event.id': { order: 'desc', missing: '_last' } }],
    _source: [...ROW_FIELDS],
  };
}

/** What documents hold of the fields above; all of it may be absent. */
interface StoredEvent {
  readonly '@timestamp': string | number;
  readonly event?: { readonly action?: string; readonly provider?: string; readonly outcome?: string };
  readonly cloud?: { readonly account?: { readonly id?: string }; readonly region?: string };
  readonly user?: { readonly name?: string };
  readonly source?: {
    readonly address?: string;
    readonly geo?: { readonly country_name?: string; readonly city_name?: string };
  };
  readonly cloudtrail?: {
    readonly actor?: { readonly id?: string; readonly name?: string; readonly type?: string };
  };
  readonly aws?: {
    readonly cloudtrail?: {
      readonly error_code?: string;
      readonly user_identity?: {
        readonly type?: string;
        readonly session_context?: { readonly mfa_authenticated?: string };
      };
      readonly console_login?: { readonly additional_eventdata?: { readonly mfa_used?: boolean } };
    };
  };
}

/** The response's hits as rows, in its order. What a record does not say is ''. */
export function eventRows(response: SearchResponse): EventRow[] {
  return response.hits.hits.map((hit) => eventRow(hit._id ?? '', hit._source));
}

/** One document as a row; `source` holds what of ROW_FIELDS there is. */
export function eventRow(id: string, source: unknown): EventRow {
  const event = source as StoredEvent;
  const actor = event.cloudtrail?.actor;
  const cloudtrail = event.aws?.cloudtrail;
  return {
    id,
    at: new Date(event['@timestamp']).toISOString(),
    action: event.event?.action ?? '',
    provider: event.event?.provider ?? '',
    user: actor?.name ?? event.user?.name ?? cloudtrail?.user_identity?.type ?? '',
    actor_id: actor?.id ?? '',
    user_type: actor?.type ?? cloudtrail?.user_identity?.type ?? '',
    address: event.source?.address ?? '',
    country_name: event.source?.geo?.country_name ?? '',
    city_name: event.source?.geo?.city_name ?? '',
    account_id: event.cloud?.account?.id ?? '',
    region: event.cloud?.region ?? '',
    outcome: event.event?.outcome ?? '',
    error_code: cloudtrail?.error_code ?? '',
    mfa: mfaOf(cloudtrail),
  };
}

function mfaOf(cloudtrail: NonNullable<StoredEvent['aws']>['cloudtrail']): boolean | null {
  const used = cloudtrail?.console_login?.additional_eventdata?.mfa_used;
  if (used !== undefined) return used;
  const authenticated = cloudtrail?.user_identity?.session_context?.mfa_authenticated;
  return authenticated === undefined ? null : authenticated === 'true';
}
