/** All actors but AWS's own services, a page at a time: first which ones, then what is known of those. */
import type { Actors, ActorsRequest, ActorSort } from '../../common/actors';
import { BY_SOMEBODY, DENIED, FAILED } from '../../common/event_kinds';
import type { PanelAnswer } from '../../common/panels';
import { actorAggregations, toActorRow, type ActorBucket } from './actor_rows';
import { askEvents, type EventsHost } from './ask_events';
import { eventsInRange, type QueryClause, type SearchParameters, type Terms } from './panel_query';

const ID = 'cloudtrail.actor.id';
/** Up to so many actors a shard the counts are exact; cardinality is exact up to about as many. */
const EXACT_UP_TO = 3000;

const ORDERED_BY: Readonly<Record<ActorSort, string>> = {
  events: '_count',
  failures: 'failures',
  denied: 'denied',
  first_seen: 'first_seen',
  last_seen: 'last_seen',
};
const METRICS = {
  failures: { filter: FAILED },
  denied: { filter: DENIED },
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
  return {
    size: 0,
    track_total_hits: false,
    query: eventsInRange(request, [{ terms: { [ID]: [...ids] } }]),
    aggs: {
      actors: {
        terms: { field: ID, size: ids.length, shard_size: ids.length },
        aggs: actorAggregations(request),
      },
    },
  };
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
  if (ids.length === 0) return { ...found, data: { total, rows: [] } };
  const details = await askEvents(
    {
      doing: 'asking for what users did',
      search: actorDetailsSearch(request, ids),
      inspect: request.inspect,
      answer: (response) => {
        const { actors } = response.aggregations as unknown as { readonly actors: Terms<ActorBucket> };
        return new Map(actors.buckets.map((bucket) => [bucket.key, bucket]));
      },
    },
    host,
  );
  if (details.state !== 'data') return details;
  const rows = ids.flatMap((id) => {
    const bucket = details.data.get(id);
    return bucket ? [toActorRow(bucket, request)] : [];
  });
  return {
    state: 'data',
    data: { total, rows },
    ...(found.inspected && { inspected: [...found.inspected, ...(details.inspected ?? [])] }),
  };
}

function people(request: ActorsRequest): QueryClause {
  const filters: QueryClause[] = [BY_SOMEBODY];
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
