/** The search behind the preview of one rule, and what its response says. Pure. */
import type { estypes } from '@elastic/elasticsearch';
import type { Detection } from '../../common/detections/detection';
import type { DetectionPreview } from '../../common/detections/preview';
import { groupFields, threshold, windowMinutes } from '../../common/detections/rule_schedule';
import { eventRows, newestEvents } from '../queries/event_rows';
import type { Count, QueryClause, SearchParameters, SearchResponse } from '../queries/panel_query';
import { totalHits } from '../queries/panel_query';

const EXAMPLES = 3;
/** Of each window: 30 days of six minutes times these stay below the 65,536 buckets of a search. */
const MOST_GROUPS = 5;

interface Groups {
  readonly windows: {
    readonly buckets: readonly { readonly groups: { readonly buckets: readonly unknown[] } }[];
  };
}

/** `query`: the rule's KQL. What happened after now counts too: clocks differ. */
export function previewSearch(detection: Detection, query: QueryClause): SearchParameters {
  const told = detection.grouping === 'each' ? undefined : groupsOf(detection);
  return {
    ...newestEvents(EXAMPLES),
    track_total_hits: true,
    query: { bool: { filter: [{ range: { '@timestamp': { gte: 'now-30d' } } }, query] } },
    aggs: {
      day: { filter: { range: { '@timestamp': { gte: 'now-24h' } } }, ...(told && { aggs: told }) },
      ...told,
    },
  };
}

export function previewAnswer(detection: Detection, response: SearchResponse): DetectionPreview {
  const aggregations = response.aggregations as { readonly day: Count & Groups } & Groups;
  const events24Hours = aggregations.day.doc_count;
  const events30Days = totalHits(response);
  const isEach = detection.grouping === 'each';
  return {
    id: detection.id,
    events_24_hours: events24Hours,
    events_30_days: events30Days,
    told_24_hours: isEach ? events24Hours : countGroups(aggregations.day),
    told_30_days: isEach ? events30Days : countGroups(aggregations),
    examples: eventRows(response),
  };
}

/** Windows side by side, in place of the rule's, which overlap; groups by the first field, on which the others depend. */
function groupsOf(detection: Detection): Record<string, estypes.AggregationsAggregationContainer> {
  const least = threshold(detection);
  return {
    windows: {
      date_histogram: {
        field: '@timestamp',
        fixed_interval: `${windowMinutes(detection)}m`,
        min_doc_count: least,
      },
      aggs: {
        groups: {
          terms: { field: String(groupFields(detection)[0]), size: MOST_GROUPS, min_doc_count: least },
        },
      },
    },
  };
}

function countGroups({ windows }: Groups): number {
  return windows.buckets.reduce((sum, { groups }) => sum + groups.buckets.length, 0);
}
