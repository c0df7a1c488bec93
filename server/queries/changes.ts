/** Events that changed something, newest first, with what was asked for and answered. */
import type { JsonObject } from '../cloudtrail/record';
import type { EventRow } from '../../common/panels';
import { eventRows, newestEvents } from './event_rows';
import { freeFormObject, type FreeFormSource } from './free_form_object';
import type { SearchParameters, SearchResponse } from './panel_query';

/** An event with its two free-form objects; each is empty where its namespace keeps none. */
export interface Change {
  readonly row: EventRow;
  readonly request: JsonObject;
  readonly response: JsonObject;
}

/** Adds to a search: its newest `size` events, with what `changes` reads. */
export function newestChanges(size: number): SearchParameters & { readonly _source: readonly string[] } {
  const { _source, ...rest } = newestEvents(size);
  return {
    ...rest,
    _source: [
      ...(_source as readonly string[]),
      'aws.cloudtrail.request_parameters',
      'aws.cloudtrail.response_elements',
      'aws.cloudtrail.flattened.request_parameters',
      'aws.cloudtrail.flattened.response_elements',
    ],
  } as SearchParameters & { readonly _source: readonly string[] };
}

interface StoredChange {
  readonly aws?: { readonly cloudtrail?: FreeFormSource };
}

/** The response's hits, in its order. */
export function changes(response: SearchResponse): Change[] {
  const rows = eventRows(response);
  return response.hits.hits.flatMap((hit, index) => {
    const row = rows[index];
    const source = (hit._source as StoredChange).aws?.cloudtrail;
    return row
      ? [
          {
            row,
            request: freeFormObject(source, 'request_parameters'),
            response: freeFormObject(source, 'response_elements'),
          },
        ]
      : [];
  });
}
