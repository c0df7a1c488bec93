/** The headline numbers, and those of the period of the same length just before. */
import type { Figure, PanelRequest, Summary } from '../../common/panels';
import { BY_ROOT, BY_SOMEBODY, DENIED, FAILED_SIGN_IN } from '../../common/event_kinds';
import { eventsThatFit, type Count, type PanelQuery } from './panel_query';
import { trendHistogram, trendOf, type TrendBucket } from './trend';

/** Cardinality is exact up to about as many. */
const EXACT_UP_TO = 3000;

/** Each of the numbers but that of all events, which every bucket has. */
const FIGURES = {
  users: {
    filter: BY_SOMEBODY,
    aggs: { different: { cardinality: { field: 'cloudtrail.actor.id', precision_threshold: EXACT_UP_TO } } },
  },
  accounts: { cardinality: { field: 'cloud.account.id', precision_threshold: EXACT_UP_TO } },
  denied: { filter: DENIED },
  root: { filter: BY_ROOT },
  failed_sign_ins: { filter: FAILED_SIGN_IN },
};

interface Different {
  readonly different: { readonly value: number };
}
interface Numbers extends Count {
  readonly users: Different;
  readonly accounts: Different['different'];
  readonly denied: Count;
  readonly root: Count;
  readonly failed_sign_ins: Count;
}
interface WithTrend<B extends TrendBucket = TrendBucket> {
  readonly trend: { readonly buckets: readonly B[] };
}
interface Aggregations {
  readonly now: Numbers &
    WithTrend<TrendBucket & Pick<Numbers, 'accounts'>> & {
      readonly users: WithTrend<TrendBucket & Different>;
      readonly denied: WithTrend;
      readonly root: WithTrend;
      readonly failed_sign_ins: WithTrend;
    };
  readonly before: Numbers;
}

export const summary: PanelQuery<'summary'> = {
  id: 'summary',

  searchRequest(request) {
    const beforeFrom = beginOfPeriodBefore(request);
    const trend = trendHistogram(request);
    const { users, accounts, denied, root, failed_sign_ins } = FIGURES;
    return {
      size: 0,
      track_total_hits: true,
      query: {
        bool: {
          filter: [
            { range: { '@timestamp': { gte: beforeFrom, lt: request.to } } },
            ...eventsThatFit(request),
          ],
        },
      },
      aggs: {
        now: {
          filter: { range: { '@timestamp': { gte: request.from } } },
          // A trend below each filter, not all filters below one trend: those that fit few events then look at few.
          aggs: {
            users: { ...users, aggs: { ...users.aggs, trend: { ...trend, aggs: users.aggs } } },
            accounts,
            denied: { ...denied, aggs: { trend } },
            root: { ...root, aggs: { trend } },
            failed_sign_ins: { ...failed_sign_ins, aggs: { trend } },
            trend: { ...trend, aggs: { accounts } },
          },
        },
        before: { filter: { range: { '@timestamp': { lt: request.from } } }, aggs: FIGURES },
      },
    };
  },

  answer(response, request): Summary {
    const { now, before } = response.aggregations as unknown as Aggregations;
    const counted = (of: 'denied' | 'root' | 'failed_sign_ins'): Figure => ({
      now: now[of].doc_count,
      before: before[of].doc_count,
      trend: trendOf(now[of].trend.buckets, request, countOf),
    });
    return {
      before_from: beginOfPeriodBefore(request),
      events: {
        now: now.doc_count,
        before: before.doc_count,
        trend: trendOf(now.trend.buckets, request, countOf),
      },
      users: {
        now: now.users.different.value,
        before: before.users.different.value,
        trend: trendOf(now.users.trend.buckets, request, ({ different }) => different.value),
      },
      accounts: {
        now: now.accounts.value,
        before: before.accounts.value,
        trend: trendOf(now.trend.buckets, request, ({ accounts }) => accounts.value),
      },
      denied: counted('denied'),
      root: counted('root'),
      failed_sign_ins: counted('failed_sign_ins'),
    };
  },
};

function countOf({ doc_count }: Count): number {
  return doc_count;
}

function beginOfPeriodBefore({ from, to }: PanelRequest): string {
  return new Date(2 * Date.parse(from) - Date.parse(to)).toISOString();
}
