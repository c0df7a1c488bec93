/** What an account sees for the first time: countries, programs, services and regions that the days before did not have. */
import type { NewValueKind, NewValueRow, NewValues, PanelRequest } from '../../common/panels';
import { BY_SOMEBODY } from '../../common/event_kinds';
import {
  eventsThatFit,
  isoTime,
  mostFrequent,
  type Count,
  type PanelQuery,
  type QueryClause,
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
interface Aggregations {
  readonly before: { readonly first_seen: TimeMetric };
  readonly range: {
    readonly accounts: Terms<TermsBucket & { readonly first_seen: TimeMetric }>;
    readonly compared: ValuesOfAccounts & WithOthers;
  };
  readonly sample: { readonly before: { readonly compared: ValuesOfAccounts } };
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
interface FurtherAggregations {
  readonly accounts?: Terms<TermsBucket & { readonly now: Count }>;
  readonly compared?: Terms<TermsBucket & ByKind<ValueBucket>>;
}

/**
 * Looks at people, roles and root only: what AWS's services newly do is AWS's business. Asks twice: first for what the
 * range has, and of the time before for a sample, which has nearly all of that already; then, exactly, for the rest,
 * which is few events; only once where nothing lies before the range. One search with all that is said of a value took
 * five times as long.
 */
export const newValues: PanelQuery<'new_values'> = {
  id: 'new_values',

  searchRequest(request) {
    const before: QueryClause = { range: { '@timestamp': { lt: request.from } } };
    return {
      size: 0,
      track_total_hits: true,
      query: compared(request),
      aggs: {
        before: { filter: before, aggs: FIRST_SEEN },
        range: {
          filter: inRange(request),
          aggs: {
            accounts: { terms: { field: ACCOUNT, size: MOST_ACCOUNTS }, aggs: FIRST_SEEN },
            compared: VALUES,
          },
        },
        sample: {
          random_sampler: SAMPLE,
          aggs: { before: { filter: before, aggs: { compared: VALUES } } },
        },
      },
    };
  },

  furtherSearch(response, request) {
    if (isNothingBefore(response)) return undefined;
    const { accounts, values } = unseenIn(response);
    if (accounts.length === 0 && values.size === 0) return undefined;
    const clauses: QueryClause[] = [...values]
      .filter(([account]) => !accounts.includes(account))
      .map(([account, of]) => ({
        bool: {
          filter: [
            { term: { [ACCOUNT]: account } },
            anyOf(KINDS.map((kind) => ({ terms: { [FIELDS[kind]]: [...of[kind]] } }))),
          ],
        },
      }));
    if (accounts.length > 0) clauses.push({ terms: { [ACCOUNT]: [...accounts] } });
    const users = { terms: { field: 'cloudtrail.actor.name', size: 1, shard_size: 20 } };
    const unseenOf = (kind: NewValueKind) => [...new Set([...values.values()].flatMap((of) => of[kind]))];
    const kinds = KINDS.map((kind) => [kind, unseenOf(kind)] as const).filter(([, of]) => of.length > 0);
    return {
      size: 0,
      track_total_hits: false,
      query: compared(request, [anyOf(clauses)]),
      aggs: {
        ...(accounts.length > 0 && {
          accounts: {
            terms: { field: ACCOUNT, include: [...accounts], size: accounts.length },
            aggs: { now: { filter: inRange(request) } },
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
                  aggs: { now: { filter: inRange(request), aggs: { ...FIRST_SEEN, users } } },
                },
              ]),
            ),
          },
        }),
      },
    };
  },

  answer(response, request, _facts, further): NewValues {
    const { before, range } = response.aggregations as unknown as Aggregations;
    const found = (further?.aggregations ?? {}) as unknown as FurtherAggregations;
    const newIds = new Set(
      isNothingBefore(response)
        ? keysOf(range.accounts)
        : found.accounts?.buckets.filter(isNew).map(({ key }) => key),
    );
    const values = found.compared && unseenIn(response).values;
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
      compared_from: comparedFrom(request),
      look_back_days: LOOK_BACK_DAYS,
      known_since: isoTime(before.first_seen),
      total: rows.length,
      rows: rows.slice(0, MOST_ROWS),
      new_accounts: range.accounts.buckets
        .filter(({ key }) => newIds.has(key))
        .map(({ key, doc_count, first_seen }) => ({
          account_id: key,
          first_seen: isoTime(first_seen) ?? '',
          events: doc_count,
        })),
      is_complete:
        isAll(range.compared) &&
        range.compared.buckets
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

/** Then all accounts are new, and nothing is said of their values. */
function isNothingBefore(response: SearchResponse): boolean {
  const { before } = response.aggregations as unknown as Aggregations;
  return before.first_seen.value === null;
}

function unseenIn(response: SearchResponse): Unseen {
  const { range, sample } = response.aggregations as unknown as Aggregations;
  const seen = new Map(
    sample.before.compared.buckets.map((account) => [
      account.key,
      Object.fromEntries(KINDS.map((kind) => [kind, new Set(keysOf(account[kind]))])),
    ]),
  );
  const accounts = keysOf(range.accounts).filter((account) => !seen.has(account));
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

/** Everybody's events from the look-back on to the end of the range. */
function compared(request: PanelRequest, clauses: readonly QueryClause[] = []): QueryClause {
  const range = { range: { '@timestamp': { gte: comparedFrom(request), lt: request.to } } };
  return { bool: { filter: [range, BY_SOMEBODY, ...eventsThatFit(request), ...clauses] } };
}

function inRange({ from }: PanelRequest): QueryClause {
  return { range: { '@timestamp': { gte: from } } };
}

function anyOf(clauses: readonly QueryClause[]): QueryClause {
  return { bool: { should: [...clauses], minimum_should_match: 1 } };
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
