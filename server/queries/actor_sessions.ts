/** The keys with which one actor acted, and for each who took on the role: AssumeRole's answer names the key that it gave, and the session. */
import type { ActorRequest, ActorSession, ActorSessions, ChainStep } from '../../common/actors';
import { anyOf } from '../../common/any_of';
import { FROM_AWS_SERVICE } from '../../common/event_kinds';
import { ofActor } from './actor_facts';
import { freeFormObject, type FreeFormSource } from './free_form_object';
import { textOf } from './object_path';
import {
  eventsInRange,
  isoTime,
  mostFrequent,
  type Count,
  type QueryClause,
  type SearchParameters,
  type SearchResponse,
  type Terms,
  type TermsBucket,
  type TimeMetric,
} from './panel_query';

const KEY = 'aws.cloudtrail.user_identity.access_key_id';
const GIVEN_KEY = 'aws.cloudtrail.flattened.response_elements.credentials.accessKeyId';
const CALLER_ARN = 'aws.cloudtrail.user_identity.arn';
const GIVEN_SESSION = 'aws.cloudtrail.flattened.response_elements.assumedRoleUser.arn';
const ANSWER = 'aws.cloudtrail.response_elements';
const SESSION = 'aws.cloudtrail.user_identity.session_context';
const MOST_SESSIONS = 50;
const MOST_ADDRESSES = 5;
/** Roles taken on from roles: AWS allows an hour for each of those, and longer chains are not seen. */
export const LONGEST_CHAIN = 5;
/** A session lives for up to 36 hours: so much earlier may its beginning lie. */
const LONGEST_SESSION_MS = 36 * 3_600_000;

/** Of sessions of one name: where only texts are kept, some may be of a longer name that begins with it. */
const MOST_ALIKE = 5;

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
          arn: one(CALLER_ARN),
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
  readonly arn: Terms;
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
    arn: mostFrequent(bucket.arn),
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

/** What a record's answer is searched by, in whichever form its namespace keeps. */
function answered(field: string, name: string, value: string): QueryClause {
  return anyOf<QueryClause>(
    { term: { [field]: value } },
    // words only: what is found is compared once more
    { match_phrase: { [`${ANSWER}.text`]: `${name}=${value}` } },
  );
}

const CALL_FIELDS = ['@timestamp', 'cloudtrail.actor', 'source.address', KEY, CALLER_ARN, ANSWER];

/** The calls that gave any of `keys`; whatever else is filtered, and also from before the time range. */
export function givenKeysSearch({ from, to }: ActorRequest, keys: readonly string[]): SearchParameters {
  return {
    // the same call may be told in two accounts
    size: keys.length * 2,
    track_total_hits: false,
    query: {
      bool: {
        filter: [
          { range: { '@timestamp': { gte: sessionBefore(from), lt: to } } },
          anyOf(...keys.map((key) => answered(GIVEN_KEY, 'accessKeyId', key))),
        ],
      },
    },
    sort: [{ '@timestamp': 'asc' }],
    _source: [...CALL_FIELDS, GIVEN_KEY],
  };
}

function sessionBefore(at: string): string {
  return new Date(Date.parse(at) - LONGEST_SESSION_MS).toISOString();
}

/** By the key that was given. */
export type GivenKeys = ReadonlyMap<string, ChainStep>;

interface StoredCall {
  readonly '@timestamp': string | number;
  readonly cloudtrail?: {
    readonly actor?: { readonly id?: string; readonly name?: string; readonly type?: string };
  };
  readonly source?: { readonly address?: string };
  readonly aws?: {
    readonly cloudtrail?: FreeFormSource & {
      readonly user_identity?: { readonly access_key_id?: string; readonly arn?: string };
    };
  };
}

export function givenKeys(response: SearchResponse): GivenKeys {
  const found = new Map<string, ChainStep>();
  for (const { _source } of response.hits.hits) {
    const call = _source as StoredCall;
    const given = textOf(answerOf(call), 'credentials', 'accessKeyId');
    const step = stepOf(call, 'key');
    if (given === '' || step === undefined || found.has(given)) continue;
    found.set(given, step);
  }
  return found;
}

const answerOf = (call: StoredCall) => freeFormObject(call.aws?.cloudtrail, 'response_elements');

function stepOf(call: StoredCall, foundBy: ChainStep['found_by']): ChainStep | undefined {
  const actor = call.cloudtrail?.actor;
  if (actor?.id === undefined) return undefined;
  const caller = call.aws?.cloudtrail?.user_identity;
  return {
    at: new Date(call['@timestamp']).toISOString(),
    actor_id: actor.id,
    actor_name: actor.name ?? actor.id,
    actor_type: actor.type ?? '',
    address: call.source?.address ?? '',
    access_key_id: caller?.access_key_id ?? '',
    arn: caller?.arn ?? '',
    found_by: foundBy,
  };
}

/** Who used a temporary key, and since when. */
export interface KeyHolder {
  readonly key: string;
  /** userIdentity.arn */
  readonly arn: string;
  readonly since: string;
}

/** Whether its ARN says which role was taken on, and under which name. */
export function isOfRole({ arn }: KeyHolder): boolean {
  return arn.includes(':assumed-role/');
}

const nameOf = (index: number) => `holder_${index}`;

/**
 * The last calls before each of `holders` (see `isOfRole`) that gave a session of its role and name: where the answer with
 * its own key was not kept, or never recorded, as when somebody switches roles in the console.
 */
export function namedSessionsSearch(holders: readonly KeyHolder[]): SearchParameters {
  const clauses = holders.map(({ arn, since }): QueryClause => ({
    bool: {
      filter: [
        { range: { '@timestamp': { gte: sessionBefore(since), lte: since } } },
        answered(GIVEN_SESSION, 'arn', arn),
      ],
    },
  }));
  return {
    size: 0,
    track_total_hits: false,
    query: {
      bool: {
        filter: [
          // also those with SAML and with a web identity
          { prefix: { 'event.action': 'AssumeRole' } },
          anyOf(...clauses),
        ],
      },
    },
    aggs: Object.fromEntries(
      clauses.map((clause, index) => [
        nameOf(index),
        {
          filter: clause,
          aggs: {
            last: {
              top_hits: {
                size: MOST_ALIKE,
                sort: [{ '@timestamp': { order: 'desc' as const } }],
                _source: { includes: [...CALL_FIELDS, GIVEN_SESSION] },
              },
            },
          },
        },
      ]),
    ),
  };
}

/** By the holder's key. */
export function namedSessions(response: SearchResponse, holders: readonly KeyHolder[]): GivenKeys {
  const aggregations = response.aggregations as unknown as Readonly<
    Record<string, { readonly last: { readonly hits: SearchResponse['hits'] } } | undefined>
  >;
  const found = new Map<string, ChainStep>();
  holders.forEach(({ key, arn }, index) => {
    const calls = (aggregations[nameOf(index)]?.last.hits.hits ?? []).map(
      ({ _source }) => _source as StoredCall,
    );
    const call = calls.find((one) => textOf(answerOf(one), 'assumedRoleUser', 'arn') === arn);
    const step = call && stepOf(call, 'session_name');
    if (step) found.set(key, step);
  });
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
