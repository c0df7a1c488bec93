/** Tests what all panels' requests have in common. */
import { expect, test } from 'vitest';
import { PANEL_IDS, type PanelId } from '../../common/panels';
import { newValues } from './new_values';
import { PANEL_QUERIES } from './panel_queries';
import type { PanelQuery, SearchParameters } from './panel_query';
import { summary } from './summary';
import { request } from '../../test/fakes/search_responses';

const QUERY = { bool: { filter: [{ term: { 'cloud.region': 'eu-west-1' } }] } };
const RANGE = { range: { '@timestamp': { gte: '2026-01-01T00:00:00Z', lt: '2026-01-08T00:00:00Z' } } };

/** They say something of the page, not of what is searched for. */
const OF_THE_PAGE: readonly PanelId[] = ['accounts_and_regions', 'newest_event'];
const PANELS = PANEL_IDS.filter((id) => !OF_THE_PAGE.includes(id));

test.each(PANEL_IDS)('%s is in the table under its own id', (id) => {
  expect(PANEL_QUERIES[id].id).toBe(id);
});

/** All that is asked before anything is answered. */
function askedAtFirst(id: PanelId, asked = request()): SearchParameters[] {
  const panel: PanelQuery<PanelId> = PANEL_QUERIES[id];
  return [panel.searchRequest(asked), ...(panel.besides?.(asked) ?? [])];
}

test.each(PANELS)(
  '%s leaves it nowhere to Elasticsearch to count the first ten thousand events only',
  (id) => {
    for (const search of askedAtFirst(id)) expect(search.track_total_hits).toBeDefined();
  },
);

// what geo_clusters counts it asks for when it knows whether there are cities
test.each(PANELS.filter((id) => id !== 'geo_clusters'))('%s counts every event', (id) => {
  expect(askedAtFirst(id).map(({ track_total_hits }) => track_total_hits)).toContain(true);
});

test.each(PANELS)('%s takes the query bar as a filter, unchanged, in all that it asks', (id) => {
  for (const { query } of askedAtFirst(id, request({ query: QUERY })))
    expect(query?.bool?.filter).toContainEqual(QUERY);
});

/** These compare the range with the time before it, or look at something else. */
const LOOK_ELSEWHERE: readonly PanelId[] = ['data_range', 'summary', 'new_values'];

test('summary looks at the range and as long a time before it, and at nothing after', () => {
  const searches = [summary.searchRequest(request()), ...(summary.besides?.(request()) ?? [])];
  const before = '2025-12-25T00:00:00.000Z';
  const { gte, lt } = RANGE.range['@timestamp'];
  expect(searches.map(({ query }) => (query?.bool?.filter as object[])[0])).toEqual(
    [
      { gte, lt },
      { gte, lt },
      { gte: before, lt: gte },
      { gte, lt },
      { gte: before, lt: gte },
      { gte: before, lt },
    ].map((period) => ({ range: { '@timestamp': period } })),
  );
});

test('new_values looks at the thirty days before the range first', () => {
  expect(newValues.searchRequest(request()).query?.bool?.filter).toContainEqual({
    range: { '@timestamp': { gte: '2025-12-02T00:00:00.000Z', lt: RANGE.range['@timestamp'].gte } },
  });
});

test.each(PANELS.filter((id) => !LOOK_ELSEWHERE.includes(id)))('%s keeps to the time range', (id) => {
  expect(PANEL_QUERIES[id].searchRequest(request()).query?.bool?.filter).toContainEqual(RANGE);
});

test('data_range looks at all time', () => {
  expect(JSON.stringify(PANEL_QUERIES.data_range.searchRequest(request()).query)).not.toContain('range');
});

test('accounts_and_regions offers what the time range holds, also what is filtered out', () => {
  const { query } = PANEL_QUERIES.accounts_and_regions.searchRequest(request({ query: QUERY }));
  expect(query).toEqual({ bool: { filter: [RANGE] } });
});

test('newest_event looks at everything, so that Elasticsearch need not count', () => {
  const search = PANEL_QUERIES.newest_event.searchRequest(request({ query: QUERY }));
  expect(search.query).toBeUndefined();
  expect(search.track_total_hits).toBe(false);
});
