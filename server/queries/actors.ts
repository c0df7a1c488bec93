/** All actors but AWS's own services, a page at a time: first which ones, then what is known of those. */
import type { ActorRow, Actors, ActorsRequest, ActorSort } from '../../common/actors';
import type { PanelAnswer } from '../../common/panels';
import { askEvents, type EventsHost } from './ask_events';
import {
  eventsInRange,
  isoTime,
  mostFrequent,
  type Count,
  type QueryClause,
  type SearchParameters,
  type Terms,
  type TermsBucket,
  type TimeMetric,
} from './panel_query';

const ID = 'cloudtrail.actor.id';
/** Up to so many actors a shard the counts are exact; cardinality is exact up to about as many. */
const EXACT_UP_TO = 3000;
const MOST_COUNTRIES = 50;
/** Bars of a row's small chart. */
export const ACTIVITY_PARTS = 24;

const ORDERED_BY: Readonly<Record<ActorSort, string>> = {
  events: '_count',
  failures: 'failures',
  first_seen: 'first_seen',
  last_seen: 'last_seen',
};
const METRICS = {
  failures: { filter: { term: { 'event.outcome': 'failure' } } },
  first_seen: { min: { field: '@timestamp' } },
  last_seen: { max: { field: '@timestamp' } },
} as const;

interface Found {
  readonly ids: readonly string[];
  readonly total: number;
}

/** Which actors are on the asked page, in its order. */
export function actorsSearch(request: ActorsRequest): SearchParameters {
  const { sort, order, page, page_size: pageSize } = request;
  const needed = (page + 1) * pageSize;
  const metric = sort === 'events' ? {} : { [sort]: METRICS[sort] };
  return {
    size: 0,
    track_total_hits: false,
    query: people(request),
    aggs: {
      different: { cardinality: { field: ID, precision_threshold: EXACT_UP_TO } },
      actors: {
        terms: {
          field: ID,
          size: needed,
          shard_size: Math.max(EXACT_UP_TO, needed),
          // a tie has an order of its own, so that no actor is on two pages
          order: [{ [ORDERED_BY[sort]]: order }, { _key: 'asc' }],
        },
        aggs: metric,
      },
    },
  };
}

/** What is known of `ids`. */
export function actorDetailsSearch(request: ActorsRequest, ids: readonly string[]): SearchParameters {
  const { from, to } = request;
  const partMs = Math.max(1, Math.ceil((Date.parse(to) - Date.parse(from)) / ACTIVITY_PARTS));
  return {
    size: 0,
    track_total_hits: false,
    query: eventsInRange(request, [{ terms: { [ID]: [...ids] } }]),
    aggs: {
      actors: {
        terms: { field: ID, size: ids.length, shard_size: ids.length },
        aggs: {
          ...METRICS,
          // An actor has one of each but for odd records; terms read no _source, unlike top_hits.
          name: { terms: { field: 'cloudtrail.actor.name', size: 1 } },
          type: { terms: { field: 'cloudtrail.actor.type', size: 1 } },
          account_id: { terms: { field: 'cloudtrail.actor.account_id', size: 1 } },
          countries: { terms: { field: 'source.geo.country_iso_code', size: MOST_COUNTRIES } },
          activity: {
            histogram: {
              field: '@timestamp',
              interval: partMs,
              offset: Date.parse(from) % partMs,
              min_doc_count: 1,
            },
          },
        },
      },
    },
  };
}

interface DetailsBucket extends TermsBucket {
  readonly failures: Count;
  readonly first_seen: TimeMetric;
  readonly last_seen: TimeMetric;
  readonly name: Terms;
  readonly type: Terms;
  readonly account_id: Terms;
  readonly countries: Terms;
  readonly activity: { readonly buckets: readonly { readonly key: number; readonly doc_count: number }[] };
}

/** Throws ElasticsearchError where Elasticsearch fails. */
export async function listActors(request: ActorsRequest, host: EventsHost): Promise<PanelAnswer<Actors>> {
  const first = request.page * request.page_size;
  const found = await askEvents<Found>(
    {
      doing: 'looking for users',
      search: actorsSearch(request),
      inspect: request.inspect,
      answer: (response) => {
        const { different, actors } = response.aggregations as unknown as {
          readonly different: { readonly value: number };
          readonly actors: Terms;
        };
        return { total: different.value, ids: actors.buckets.slice(first).map(({ key }) => key) };
      },
    },
    host,
  );
  if (found.state !== 'data') return found;
  const { total, ids } = found.data;
  const inspected = found.inspected && { inspected: found.inspected };
  if (ids.length === 0) return { state: 'data', data: { total, rows: [] }, ...inspected };
  const details = await askEvents(
    {
      doing: 'asking for what users did',
      search: actorDetailsSearch(request, ids),
      answer: (response) => {
        const { actors } = response.aggregations as unknown as { readonly actors: Terms<DetailsBucket> };
        return new Map(actors.buckets.map((bucket) => [bucket.key, bucket]));
      },
    },
    host,
  );
  if (details.state !== 'data') return details;
  const rows = ids.flatMap((id) => {
    const bucket = details.data.get(id);
    return bucket ? [toRow(bucket, request)] : [];
  });
  return { state: 'data', data: { total, rows }, ...inspected };
}

function people(request: ActorsRequest): QueryClause {
  const filters: QueryClause[] = [
    { exists: { field: ID } },
    { bool: { must_not: [{ term: { 'cloudtrail.actor.type': 'AWSService' } }] } },
  ];
  const search = request.search.trim();
  if (search !== '') filters.push(contains(search));
  return eventsInRange(request, filters);
}

function contains(text: string): QueryClause {
  const value = `*${text.replace(/[\\*?]/g, '\\$&')}*`;
  return {
    bool: {
      should: ['cloudtrail.actor.name', ID].map((field) => ({
        wildcard: { [field]: { value, case_insensitive: true } },
      })),
      minimum_should_match: 1,
    },
  };
}

function toRow(bucket: DetailsBucket, { from, to }: ActorsRequest): ActorRow {
  const [start, end] = [Date.parse(from), Date.parse(to)];
  const partMs = Math.max(1, Math.ceil((end - start) / ACTIVITY_PARTS));
  const activity = Array.from({ length: ACTIVITY_PARTS }, () => 0);
  for (const { key, doc_count: events } of bucket.activity.buckets) {
    const part = Math.round((key - start) / partMs);
    activity[part] = (activity[part] ?? 0) + events;
  }
  return {
    id: bucket.key,
    name: mostFrequent(bucket.name) || bucket.key,
    type: mostFrequent(bucket.type),
    account_id: mostFrequent(bucket.account_id),
    events: bucket.doc_count,
    failures: bucket.failures.doc_count,
    first_seen: isoTime(bucket.first_seen) ?? '',
    last_seen: isoTime(bucket.last_seen) ?? '',
    countries: bucket.countries.buckets.map(({ key }) => key),
    activity,
  };
}
