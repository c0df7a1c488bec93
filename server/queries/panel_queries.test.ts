/** Tests what all panels' requests have in common. */
import { expect, test } from 'vitest';
import { PANEL_IDS } from '../../common/panels';
import { PANEL_QUERIES } from './panel_queries';
import { request } from './response_builder';

const QUERY = { bool: { filter: [{ term: { 'cloud.region': 'eu-west-1' } }] } };
const RANGE = { range: { '@timestamp': { gte: '2026-01-01T00:00:00Z', lt: '2026-01-08T00:00:00Z' } } };

test.each(PANEL_IDS)('%s is in the table under its own id', (id) => {
  expect(PANEL_QUERIES[id].id).toBe(id);
});

test.each(PANEL_IDS)('%s counts every event, not only the first ten thousand', (id) => {
  expect(PANEL_QUERIES[id].searchRequest(request()).track_total_hits).toBe(true);
});

test.each(PANEL_IDS)('%s takes the query bar as a filter, unchanged', (id) => {
  expect(PANEL_QUERIES[id].searchRequest(request({ query: QUERY })).query?.bool?.filter).toContainEqual(
    QUERY,
  );
});

test.each(PANEL_IDS.filter((id) => id !== 'data_range'))('%s keeps to the time range', (id) => {
  expect(PANEL_QUERIES[id].searchRequest(request()).query?.bool?.filter).toContainEqual(RANGE);
});

test('data_range looks at all time', () => {
  expect(JSON.stringify(PANEL_QUERIES.data_range.searchRequest(request()).query)).not.toContain('range');
});
