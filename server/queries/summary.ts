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

interface Numbers extends Count {
  readonly users: { readonly different: { readonly value: number } };
  readonly accounts: { readonly value: number };
  readonly denied: Count;
  readonly root: Count;
  readonly failed_sign_ins: Count;
}
interface Aggregations {
  readonly now: Numbers & { readonly trend: { readonly buckets: readonly (Numbers & TrendBucket)[] } };
  readonly before: Numbers;
}

export const summary: PanelQuery<'summary'> = {
  id: 'summary',

  searchRequest(request) {
    const beforeFrom = beginOfPeriodBefore(request);
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
          aggs: { ...FIGURES, trend: { ...trendHistogram(request), aggs: FIGURES } },
        },
        before: { filter: { range: { '@timestamp': { lt: request.from } } }, aggs: FIGURES },
      },
    };
  },

  answer(response, request): Summary {
    const { now, before } = response.aggregations as Aggregations;
    const figure = (of: (numbers: Numbers) => number): Figure => ({
      now: of(now),
      before: of(before),
      trend: trendOf(now.trend.buckets, request, of),
    });
    return {
      before_from: beginOfPeriodBefore(request),
      events: figure(({ doc_count }) => doc_count),
      users: figure(({ users }) => users.different.value),
      accounts: figure(({ accounts }) => accounts.value),
      denied: figure(({ denied }) => denied.doc_count),
      root: figure(({ root }) => root.doc_count),
      failed_sign_ins: figure(({ failed_sign_ins }) => failed_sign_ins.doc_count),
    };
  },
};

function beginOfPeriodBefore({ from, to }: PanelRequest): string {
  return new Date(2 * Date.parse(from) - Date.parse(to)).toISOString();
}
