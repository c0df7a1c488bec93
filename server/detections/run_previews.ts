/** Asks what rules would have found, with the user's own rights. */
import type { Client } from '@elastic/elasticsearch';
import { detectionOf } from '../../common/detections/catalogue';
import type { Detection } from '../../common/detections/detection';
import type { DetectionPreview, PreviewRequest, PreviewResponse } from '../../common/detections/preview';
import { EVENTS_INDEX_PATTERN } from '../../common/ids';
import { statusOf, toElasticsearchError } from '../indices/elasticsearch_errors';
import type { SearchResponse } from '../queries/panel_query';
import { eventsExist } from '../queries/ask_events';
import { previewAnswer, previewSearch } from './preview_searches';

/** A rule that is dearer than this is dear as a rule, too; the others don't wait for it. */
const SEARCH_TIMEOUT = '20s';
const REQUEST_TIMEOUT_MS = 90_000;
/** Beside each other, so that a preview never takes all of a cluster's search threads. */
const AT_ONCE = 2;

type Asked = readonly [Detection, PreviewRequest['rules'][number]['query']];

export interface PreviewHost {
  readonly asCurrentUser: Client;
  /** Kibana's own user, which may see that an index exists. */
  readonly asInternalUser: Client;
}

/** Throws ElasticsearchError. Rules that the catalogue does not know, or that look at something else than events, are left out. */
export async function runPreviews(request: PreviewRequest, host: PreviewHost): Promise<PreviewResponse> {
  const asked = request.rules.flatMap(({ id, query }): Asked[] => {
    const detection = detectionOf(id);
    return detection === undefined || detection.over !== undefined ? [] : [[detection, query]];
  });
  if (asked.length === 0) return { state: 'data', data: [] };
  let answers: Awaited<ReturnType<typeof search>>;
  try {
    answers = await search(asked, host.asCurrentUser);
  } catch (error) {
    if (statusOf(error) === 403) return { state: 'no_right' };
    throw toElasticsearchError(error, 'asking what rules would have found');
  }
  if (answers.every((answer) => 'status' in answer && answer.status === 403)) return { state: 'no_right' };
  const responses = answers.map((answer) => ('error' in answer ? undefined : (answer as SearchResponse)));
  if (responses.every((response) => response?._shards.total === 0))
    return { state: (await eventsExist(host)) ? 'no_right' : 'no_index' };
  return {
    state: 'data',
    data: asked.flatMap(([detection], i): DetectionPreview[] => {
      const response = responses[i];
      return response === undefined || response.timed_out ? [] : [previewAnswer(detection, response)];
    }),
  };
}

async function search(asked: readonly Asked[], client: Client) {
  const header = {
    index: EVENTS_INDEX_PATTERN,
    ignore_unavailable: true,
    allow_no_indices: true,
    allow_partial_search_results: false,
  };
  const { responses } = await client.msearch(
    {
      max_concurrent_searches: AT_ONCE,
      searches: asked.flatMap(([detection, query]) => [
        header,
        { ...previewSearch(detection, query), timeout: SEARCH_TIMEOUT },
      ]),
    },
    { requestTimeout: REQUEST_TIMEOUT_MS, maxRetries: 0 },
  );
  return responses;
}
