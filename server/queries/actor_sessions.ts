/** The keys with which one actor acted, and for each who took on the role: AssumeRole's answer names the key that it gave. */
import type { ActorRequest, ActorSession, ActorSessions, ChainStep } from '../../common/actors';
import { FROM_AWS_SERVICE } from '../../common/event_kinds';
import { ofActor } from './actor_facts';
import {
  eventsInRange,
  isoTime,
  mostFrequent,
  type Count,
  type SearchParameters,
  type SearchResponse,
  type Terms,
  type TermsBucket,
  type TimeMetric,
} from './panel_query';

const KEY = 'aws.cloudtrail.user_identity.access_key_id';
const GIVEN_KEY = 'aws.cloudtrail.flattened.response_elements.credentials.accessKeyId';
const SESSION = 'aws.cloudtrail.user_identity.session_context';
const MOST_SESSIONS = 50;
const MOST_ADDRESSES = 5;
/** Roles taken on from roles: AWS allows an hour for each of those, and longer chains are not seen. */
export const LONGEST_CHAIN = 5;
/** A session lives for up to 36 hours: so much earlier may its beginning lie. */
const LONGEST_SESSION_MS = 36 * 3_600_000;

const one = (field: string) => ({ terms: { field, size: 1 } });

export function actorSessionsSearch(request: ActorRequest): SearchParameters {
  return {
    size: 0,
    track_total_hits: false,
    query: eventsInRange(request, [ofActor(request)]),
    aggs: {
      different: { cardinality: { field: KEY } },
      sessions: {
        terms: { field: KEY, size: MOST_SESSIONS, order: [{ last_seen: 'desc' }, { _key: 'asc' }] },
        aggs: {
          failures: { filter: { term: { 'event.outcome': 'failure' } } },
          first_seen: { min: { field: '@timestamp' } },
          last_seen: { max: { field: '@timestamp' } },
          session_name: one('cloudtrail.actor.session_name'),
          source_identity: one(`${SESSION}.source_identity`),
          mfa: one(`${SESSION}.mfa_authenticated`),
          ec2_role_delivery: one(`${SESSION}.ec2_role_delivery`),
          by_aws_services: { filter: FROM_AWS_SERVICE },
          addresses: { terms: { field: 'source.address', size: MOST_ADDRESSES } },
        },
      },
    },
  };
}

interface SessionBucket extends TermsBucket {
  readonly failures: Count;
  readonly first_seen: TimeMetric;
  readonly last_seen: TimeMetric;
  readonly session_name: Terms;
  readonly source_identity: Terms;
  readonly mfa: Terms;
  readonly ec2_role_delivery: Terms;
  readonly by_aws_services: Count;
  readonly addresses: Terms;
}

/** Without the chains. */
export function actorSessions(response: SearchResponse): ActorSessions {
  const { different, sessions } = response.aggregations as unknown as {
    readonly different: { readonly value: number };
    readonly sessions: Terms<SessionBucket>;
  };
  return { total: different.value, sessions: sessions.buckets.map(toSession) };
}

function toSession(bucket: SessionBucket): ActorSession {
  const mfa = mostFrequent(bucket.mfa);
  return {
    access_key_id: bucket.key,
    session_name: mostFrequent(bucket.session_name),
    source_identity: mostFrequent(bucket.source_identity),
    events: bucket.doc_count,
    failures: bucket.failures.doc_count,
    first_seen: isoTime(bucket.first_seen) ?? '',
    last_seen: isoTime(bucket.last_seen) ?? '',
    mfa: mfa === '' ? null : mfa === 'true',
    ec2_role_delivery: mostFrequent(bucket.ec2_role_delivery),
    by_aws_services: bucket.by_aws_services.doc_count === bucket.doc_count,
    addresses: bucket.addresses.buckets.map(({ key }) => key),
    chain: [],
  };
}

/** The calls that gave any of `keys`; whatever else is filtered, and also from before the time range. */
export function givenKeysSearch({ from, to }: ActorRequest, keys: readonly string[]): SearchParameters {
  const earliest = new Date(Date.parse(from) - LONGEST_SESSION_MS).toISOString();
  return {
    // the same call may be told in two accounts
    size: keys.length * 2,
    track_total_hits: false,
    query: {
      bool: {
        filter: [
          { range: { '@timestamp': { gte: earliest, lt: to } } },
          { terms: { [GIVEN_KEY]: [...keys] } },
        ],
      },
    },
    sort: [{ '@timestamp': 'asc' }],
    _source: ['@timestamp', 'cloudtrail.actor', 'source.address', KEY, GIVEN_KEY],
  };
}

/** By the key that was given. */
export type GivenKeys = ReadonlyMap<string, ChainStep>;

interface StoredAssumeRole {
  readonly '@timestamp': string | number;
  readonly cloudtrail?: {
    readonly actor?: { readonly id?: string; readonly name?: string; readonly type?: string };
  };
  readonly source?: { readonly address?: string };
  readonly aws?: {
    readonly cloudtrail?: {
      readonly user_identity?: { readonly access_key_id?: string };
      readonly flattened?: {
        readonly response_elements?: { readonly credentials?: { readonly accessKeyId?: string } };
      };
    };
  };
}

export function givenKeys(response: SearchResponse): GivenKeys {
  const found = new Map<string, ChainStep>();
  for (const { _source } of response.hits.hits) {
    const event = _source as StoredAssumeRole;
    const { user_identity: caller, flattened } = event.aws?.cloudtrail ?? {};
    const given = flattened?.response_elements?.credentials?.accessKeyId;
    const actor = event.cloudtrail?.actor;
    if (given === undefined || actor?.id === undefined || found.has(given)) continue;
    found.set(given, {
      at: new Date(event['@timestamp']).toISOString(),
      actor_id: actor.id,
      actor_name: actor.name ?? actor.id,
      actor_type: actor.type ?? '',
      address: event.source?.address ?? '',
      access_key_id: caller?.access_key_id ?? '',
    });
  }
  return found;
}

/** The steps from `key` back to its beginning, as far as `known` tells; a circle ends it. */
export function chainOf(key: string, known: GivenKeys): ChainStep[] {
  const chain: ChainStep[] = [];
  const seen = new Set<string>();
  let next = known.get(key);
  while (next !== undefined && !seen.has(next.access_key_id) && chain.length < LONGEST_CHAIN) {
    chain.push(next);
    seen.add(next.access_key_id);
    next = known.get(next.access_key_id);
  }
  return chain;
}
