/** One event whole, and those that belong to it. */
import { anyOf } from '../../common/any_of';
import type { EventAnswer, RelatedEvents, Relation, WholeEvent } from '../../common/events';
import type { EventRow } from '../../common/panels';
import { valuesAt } from './document_path';
import { eventRow, ROW_FIELDS } from './event_rows';
import type { QueryClause, SearchParameters, SearchResponse } from './panel_query';

const REQUEST_ID = 'aws.cloudtrail.request_id';
const SHARED_EVENT_ID = 'aws.cloudtrail.shared_event_id';
const ACCESS_KEY_ID = 'aws.cloudtrail.user_identity.access_key_id';
const ORIGINAL_EVENT_ID = 'aws.cloudtrail.addendum.original_event_id';
const MOST_ROWS = 10;
/** A session's length at most, on both sides: what is further away belongs to another. */
const NEAR_MS = 36 * 3_600_000;
/** How temporary keys begin; others are of users, and long-lived. */
const TEMPORARY_KEY = 'ASIA';

export function wholeEventSearch(id: string): SearchParameters {
  return { size: 1, query: { ids: { values: [id] } } };
}

export function wholeEvent(response: SearchResponse): EventAnswer {
  const [hit] = response.hits.hits;
  if (!hit?._id) return { event: null };
  const source = (hit._source ?? {}) as WholeEvent['source'];
  return { event: { id: hit._id, index: hit._index, source, row: eventRow(hit._id, hit._source) } };
}

interface Link {
  readonly relation: Relation;
  readonly field: string;
  readonly value: string;
}

/** By what other events may belong to this one. */
export function linksOf({ source }: WholeEvent): readonly Link[] {
  const first = (field: string) => String(valuesAt(source, field)[0] ?? '');
  const key = first(ACCESS_KEY_ID);
  const links: readonly Link[] = [
    { relation: 'request', field: REQUEST_ID, value: first(REQUEST_ID) },
    { relation: 'shared_event', field: SHARED_EVENT_ID, value: first(SHARED_EVENT_ID) },
    // what it corrects, and what corrects it
    { relation: 'amendment', field: 'event.id', value: first(ORIGINAL_EVENT_ID) },
    { relation: 'amendment', field: ORIGINAL_EVENT_ID, value: first('event.id') },
    {
      relation: key.startsWith(TEMPORARY_KEY) ? 'session' : 'access_key',
      field: ACCESS_KEY_ID,
      value: key,
    },
  ];
  return links.filter(({ value }) => value !== '');
}

const nameOf = (index: number) => `link_${index}`;

export function relatedSearch(event: WholeEvent, links: readonly Link[]): SearchParameters {
  const at = Date.parse(event.row.at);
  const clauses = links.map((link) => linked(link, at));
  return {
    size: 0,
    track_total_hits: false,
    query: {
      bool: {
        filter: [anyOf(...clauses)],
        must_not: [{ ids: { values: [event.id] } }],
      },
    },
    aggs: Object.fromEntries(
      clauses.map((clause, index) => [
        nameOf(index),
        {
          filter: clause,
          aggs: {
            earlier: nearest({ lt: iso(at) }, 'desc'),
            later: nearest({ gte: iso(at) }, 'asc'),
          },
        },
      ]),
    ),
  };
}

function linked({ relation, field, value }: Link, at: number): QueryClause {
  const near: QueryClause = {
    range: { '@timestamp': { gte: iso(at - NEAR_MS), lte: iso(at + NEAR_MS) } },
  };
  return {
    bool: {
      // a correction may come weeks later
      filter: [{ term: { [field]: value } }, ...(relation === 'amendment' ? [] : [near])],
    },
  };
}

/** On one side of the event. */
function nearest(side: { readonly lt: string } | { readonly gte: string }, order: 'asc' | 'desc') {
  return {
    filter: { range: { '@timestamp': side } },
    aggs: {
      rows: {
        top_hits: {
          size: MOST_ROWS,
          _source: { includes: [...ROW_FIELDS] },
          sort: [{ '@timestamp': { order } }],
        },
      },
    },
  };
}

const iso = (ms: number) => new Date(ms).toISOString();

interface Side {
  readonly rows: { readonly hits: SearchResponse['hits'] };
}
interface LinkAggregation {
  readonly doc_count: number;
  readonly earlier: Side;
  readonly later: Side;
}

export function relatedEvents(
  response: SearchResponse,
  event: WholeEvent,
  links: readonly Link[],
): RelatedEvents {
  const at = Date.parse(event.row.at);
  const apart = (row: EventRow) => Math.abs(Date.parse(row.at) - at);
  const rowsOf = ({ rows }: Side) => rows.hits.hits.map(({ _id, _source }) => eventRow(_id ?? '', _source));
  const found = response.aggregations as unknown as Readonly<Record<string, LinkAggregation | undefined>>;
  return {
    groups: links.flatMap((link, index) => {
      const group = found[nameOf(index)];
      if (!group || group.doc_count === 0) return [];
      const rows = [...rowsOf(group.earlier), ...rowsOf(group.later)]
        .sort((one, other) => apart(one) - apart(other))
        .slice(0, MOST_ROWS)
        .sort((one, other) => Date.parse(one.at) - Date.parse(other.at));
      return [{ ...link, total: group.doc_count, rows }];
    }),
  };
}
