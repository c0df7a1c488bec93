/** The headline numbers, and those of the period of the same length just before. */
import { anyOf } from '../../common/any_of';
import type { Figure, PanelRequest, Summary } from '../../common/panels';
import { BY_ROOT, BY_SOMEBODY, DENIED, FAILED_SIGN_IN } from '../../common/event_kinds';
import {
  aggregationSearch,
  aggregationsOf,
  countSearch,
  eventsInRange,
  totalHits,
  type Count,
  type PanelQuery,
} from './panel_query';
import { trendHistogram, trendOf, trendRanges, type TrendBucket } from './trend';

/** Cardinality is exact up to about as many. */
const EXACT_UP_TO = 3000;

const ACCOUNTS = {
  accounts: { cardinality: { field: 'cloud.account.id', precision_threshold: EXACT_UP_TO } },
};
const USERS = {
  users: { cardinality: { field: 'cloudtrail.actor.id', precision_threshold: EXACT_UP_TO } },
};
/** What few of all events are. */
const SELDOM = { denied: DENIED, root: BY_ROOT, failed_sign_ins: FAILED_SIGN_IN } as const;
type Seldom = keyof typeof SELDOM;
const KINDS = Object.keys(SELDOM) as readonly Seldom[];

interface WithTrend {
  readonly trend: { readonly buckets: readonly TrendBucket[] };
}
interface OfAccounts {
  readonly accounts: { readonly value: number };
}
interface OfUsers {
  readonly users: { readonly value: number };
}
interface OfSeldom {
  readonly now: Readonly<Record<Seldom, Count & WithTrend>>;
  readonly before: Readonly<Record<Seldom, Count>>;
}

/**
 * Six searches: of a filter or a histogram below another aggregation Elasticsearch looks at each event, while beside it
 * many events are counted from the index; cardinality skips events only where nothing else is asked of them; and a
 * search for what is seldom looks at nothing else. As one search they took twice as long.
 */
export const summary: PanelQuery<'summary'> = {
  id: 'summary',

  searchRequest(request) {
    return countSearch(eventsInRange(request), { trend: trendRanges(request) });
  },

  besides(request) {
    const trend = trendHistogram(request);
    const seldom = (aggs?: Readonly<Record<string, typeof trend>>) =>
      Object.fromEntries(KINDS.map((kind) => [kind, { filter: SELDOM[kind], ...(aggs && { aggs }) }]));
    return [
      aggregationSearch(eventsInRange(request), ACCOUNTS),
      countSearch(eventsInRange(before(request)), ACCOUNTS),
      aggregationSearch(eventsInRange(request, [BY_SOMEBODY]), USERS),
      aggregationSearch(eventsInRange(before(request), [BY_SOMEBODY]), USERS),
      aggregationSearch(eventsInRange(bothPeriods(request), [anyOf(...Object.values(SELDOM))]), {
        now: { filter: { range: { '@timestamp': { gte: request.from } } }, aggs: seldom({ trend }) },
        before: { filter: { range: { '@timestamp': { lt: request.from } } }, aggs: seldom() },
      }),
    ];
  },

  answer(
    response,
    request,
    _facts,
    [ofAccountsNow, ofAllBefore, ofUsersNow, ofUsersBefore, ofSeldom] = [],
  ): Summary {
    const seldom = aggregationsOf<OfSeldom>(ofSeldom);
    const counted = (kind: Seldom): Figure => ({
      now: seldom.now[kind].doc_count,
      before: seldom.before[kind].doc_count,
      trend: trendOf(seldom.now[kind].trend.buckets, request),
    });
    return {
      before_from: before(request).from,
      events: {
        now: totalHits(response),
        before: totalHits(ofAllBefore),
        trend: aggregationsOf<WithTrend>(response).trend.buckets.map(({ doc_count }) => doc_count),
      },
      users: {
        now: aggregationsOf<OfUsers>(ofUsersNow).users.value,
        before: aggregationsOf<OfUsers>(ofUsersBefore).users.value,
      },
      accounts: {
        now: aggregationsOf<OfAccounts>(ofAccountsNow).accounts.value,
        before: aggregationsOf<OfAccounts>(ofAllBefore).accounts.value,
      },
      denied: counted('denied'),
      root: counted('root'),
      failed_sign_ins: counted('failed_sign_ins'),
    };
  },
};

function before(request: PanelRequest): PanelRequest {
  const { from, to } = request;
  return { ...request, from: new Date(2 * Date.parse(from) - Date.parse(to)).toISOString(), to: from };
}

function bothPeriods(request: PanelRequest): PanelRequest {
  return { ...request, from: before(request).from };
}
