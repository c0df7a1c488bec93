/** What an account sees for the first time: countries, programs, services and regions that the days before did not have. */
import type { NewValueKind, NewValueRow, NewValues, PanelRequest } from '../../common/panels';
import { anyOf } from '../../common/any_of';
import { BY_SOMEBODY } from '../../common/event_kinds';
import {
  aggregationSearch,
  aggregationsOf,
  countSearch,
  eventsInRange,
  isoTime,
  mostFrequent,
  type Count,
  type PanelQuery,
  type QueryClause,
  type SearchParameters,
  type SearchResponse,
  type Terms,
  type TermsBucket,
  type TimeMetric,
} from './panel_query';

const LOOK_BACK_DAYS = 30;
const DAY_MS = 86_400_000;
const MOST_ROWS = 100;
const MOST_ACCOUNTS = 1000;
/**
 * Accounts whose values are compared, those with the most events, and values of a kind that are compared of each. With
 * those before the range, 200 accounts with 160 values are just below Elasticsearch's limit of 65,536 buckets.
 */
const MOST_COMPARED = 200;
const MOST_VALUES = 500;
/** Of the events before the range: what a hundred of them have is missed once in 170 times, and then looked up as if it were new. */
const SAMPLE = { probability: 0.05, seed: 1 };

const FIELDS: Readonly<Record<NewValueKind, string>> = {
  country: 'source.geo.country_iso_code',
  user_agent: 'user_agent.name',
  service: 'event.provider',
  region: 'cloud.region',
};
const KINDS = Object.keys(FIELDS) as readonly NewValueKind[];
const ACCOUNT = 'cloud.account.id';
const FIRST_SEEN = { first_seen: { min: { field: '@timestamp' } } };

interface WithOthers {
  readonly sum_other_doc_count: number;
}
type ByKind<B extends TermsBucket> = Readonly<Partial<Record<NewValueKind, Terms<B> & WithOthers>>>;
type ValuesOfAccounts = Terms<TermsBucket & ByKind<TermsBucket>>;
interface BeforeAggregations {
  readonly first_seen: TimeMetric;
  readonly sample: { readonly compared: ValuesOfAccounts & WithOthers };
}
interface RangeAggregations {
  /** Absent where few were known before: then those compared are all. */
  readonly accounts?: Terms;
  readonly compared: ValuesOfAccounts & WithOthers;
}
/** What the sample of the time before does not have. */
interface Unseen {
  /** Those of all. */
  readonly accounts: readonly string[];
  /** By account, those without any left out. */
  readonly values: ReadonlyMap<string, Readonly<Record<NewValueKind, readonly string[]>>>;
}

interface ValueBucket extends TermsBucket {
  readonly now: Count & { readonly first_seen: TimeMetric; readonly users: Terms };
}
interface UnseenAggregations {
  readonly accounts?: Terms<TermsBucket & { readonly now: Count & { readonly first_seen: TimeMetric } }>;
  readonly compared?: Terms<TermsBucket & ByKind<ValueBucket>>;
}

/**
 * Looks at people, roles and root only: what AWS's services newly do is AWS's business. Asks a sample of the time before
 * first, then for what the range has, nearly all of which the sample has already; then, exactly, for the rest, which is
 * few events. Where nothing lies before the range, nothing else is asked. One search with all that is said of a value
 * took five times as long.
 */
export const newValues: PanelQuery<'new_values'> = {
  id: 'new_values',

  searchRequest(request) {
    return countSearch(bySomebody({ ...request, from: comparedFrom(request), to: request.from }), {
      ...FIRST_SEEN,
      sample: { random_sampler: SAMPLE, aggs: { compared: VALUES } },
    });
  },

  furtherSearches(ofBefore, request, [ofRange, ofUnseen]) {
    if (firstSeen(ofBefore).value === null || ofUnseen !== undefined) return [];
    if (ofRange) return unseenSearches(request, unseenIn(ofBefore, ofRange));
    const { sample } = aggregationsOf<BeforeAggregations>(ofBefore);
    // a look at each event for who is hardly ever more than is compared
    const accounts = { accounts: { terms: { field: ACCOUNT, size: MOST_ACCOUNTS } } };
    return [
      aggregationSearch(bySomebody(request), { compared: VALUES, ...(!isAll(sample.compared) && accounts) }),
    ];
  },

  answer(ofBefore, request, _facts, [ofRange, ofUnseen] = []): NewValues {
    const compared = {
      compared_from: comparedFrom(request),
      look_back_days: LOOK_BACK_DAYS,
      known_since: isoTime(firstSeen(ofBefore)),
    };
    if (ofRange === undefined)
      return { ...compared, total: 0, rows: [], new_accounts: [], is_complete: true };
    const { compared: inRange } = aggregationsOf<RangeAggregations>(ofRange);
    const found = (ofUnseen?.aggregations ?? {}) as unknown as UnseenAggregations;
    const newAccounts = found.accounts?.buckets.filter(isNew) ?? [];
    const newIds = new Set(newAccounts.map(({ key }) => key));
    const values = found.compared && unseenIn(ofBefore, ofRange).values;
    const rows = KINDS.flatMap((kind) =>
      (found.compared?.buckets ?? [])
        .filter(({ key }) => !newIds.has(key))
        .flatMap((account) => {
          // of the others not all events are looked at
          const unseen = new Set(values?.get(account.key)?.[kind]);
          return (account[kind]?.buckets ?? [])
            .filter((bucket) => unseen.has(bucket.key) && isNew(bucket))
            .map((bucket) => toRow(kind, account.key, bucket));
        }),
    ).sort((a, b) => b.first_seen.localeCompare(a.first_seen) || b.events - a.events);
    return {
      ...compared,
      total: rows.length,
      rows: rows.slice(0, MOST_ROWS),
      new_accounts: newAccounts.map(({ key, now: { doc_count, first_seen } }) => ({
        account_id: key,
        first_seen: isoTime(first_seen) ?? '',
        events: doc_count,
      })),
      is_complete:
        isAll(inRange) &&
        inRange.buckets
          .filter(({ key }) => !newIds.has(key))
          .every((account) => KINDS.every((kind) => isAll(account[kind]))),
    };
  },
};

const VALUES = {
  terms: { field: ACCOUNT, size: MOST_COMPARED },
  // one pass over the events for all kinds: a third of what a composite aggregation for each takes
  aggs: Object.fromEntries(
    KINDS.map((kind) => [kind, { terms: { field: FIELDS[kind], size: MOST_VALUES } }]),
  ),
};

/** None where the sample has everything. */
function unseenSearches(request: PanelRequest, { accounts, values }: Unseen): readonly SearchParameters[] {
  if (accounts.length === 0 && values.size === 0) return [];
  const clauses: QueryClause[] = [...values]
    .filter(([account]) => !accounts.includes(account))
    .map(([account, of]) => ({
      bool: {
        filter: [
          { term: { [ACCOUNT]: account } },
          anyOf(...KINDS.map((kind) => ({ terms: { [FIELDS[kind]]: [...of[kind]] } }))),
        ],
      },
    }));
  if (accounts.length > 0) clauses.push({ terms: { [ACCOUNT]: [...accounts] } });
  const users = { terms: { field: 'cloudtrail.actor.name', size: 1, shard_size: 20 } };
  const inRange: QueryClause = { range: { '@timestamp': { gte: request.from } } };
  const unseenOf = (kind: NewValueKind) => [...new Set([...values.values()].flatMap((of) => of[kind]))];
  const kinds = KINDS.map((kind) => [kind, unseenOf(kind)] as const).filter(([, of]) => of.length > 0);
  return [
    aggregationSearch(bySomebody({ ...request, from: comparedFrom(request) }, anyOf(...clauses)), {
      ...(accounts.length > 0 && {
        accounts: {
          terms: { field: ACCOUNT, include: [...accounts], size: accounts.length },
          aggs: { now: { filter: inRange, aggs: FIRST_SEEN } },
        },
      }),
      ...(values.size > 0 && {
        compared: {
          terms: { field: ACCOUNT, include: [...values.keys()], size: values.size },
          aggs: Object.fromEntries(
            kinds.map(([kind, of]) => [
              kind,
              {
                terms: { field: FIELDS[kind], include: of, size: of.length },
                aggs: { now: { filter: inRange, aggs: { ...FIRST_SEEN, users } } },
              },
            ]),
          ),
        },
      }),
    }),
  ];
}

function firstSeen(ofBefore: SearchResponse): TimeMetric {
  return aggregationsOf<BeforeAggregations>(ofBefore).first_seen;
}

function unseenIn(ofBefore: SearchResponse, ofRange: SearchResponse): Unseen {
  const { sample } = aggregationsOf<BeforeAggregations>(ofBefore);
  const range = aggregationsOf<RangeAggregations>(ofRange);
  const seen = new Map(
    sample.compared.buckets.map((account) => [
      account.key,
      Object.fromEntries(KINDS.map((kind) => [kind, new Set(keysOf(account[kind]))])),
    ]),
  );
  const accounts = keysOf(range.accounts ?? range.compared).filter((account) => !seen.has(account));
  const values = range.compared.buckets.flatMap((account) => {
    const ofKind = (kind: NewValueKind) =>
      keysOf(account[kind]).filter((value) => !seen.get(account.key)?.[kind]?.has(value));
    const unseen = {
      country: ofKind('country'),
      user_agent: ofKind('user_agent'),
      service: ofKind('service'),
      region: ofKind('region'),
    };
    return KINDS.some((kind) => unseen[kind].length > 0) ? [[account.key, unseen] as const] : [];
  });
  return { accounts, values: new Map(values) };
}

function bySomebody(request: PanelRequest, ...clauses: readonly QueryClause[]): QueryClause {
  return eventsInRange(request, [BY_SOMEBODY, ...clauses]);
}

function keysOf(terms: Terms | undefined): string[] {
  return terms?.buckets.map(({ key }) => key) ?? [];
}

/** Nothing of it is older than the range. */
function isNew({ doc_count, now }: { readonly doc_count: number; readonly now: Count }): boolean {
  return doc_count === now.doc_count;
}

function comparedFrom({ from }: PanelRequest): string {
  return new Date(Date.parse(from) - LOOK_BACK_DAYS * DAY_MS).toISOString();
}

function isAll(terms: WithOthers | undefined): boolean {
  return terms === undefined || terms.sum_other_doc_count === 0;
}

function toRow(
  kind: NewValueKind,
  accountId: string,
  { key, doc_count, now: { first_seen, users } }: ValueBucket,
): NewValueRow {
  return {
    kind,
    account_id: accountId,
    value: key,
    first_seen: isoTime(first_seen) ?? '',
    events: doc_count,
    user: mostFrequent(users),
  };
}
