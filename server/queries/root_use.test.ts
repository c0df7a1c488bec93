/** Tests the answer of root use. What it finds is tested on a real Elasticsearch. */
import { expect, test } from 'vitest';
import { FACTS, request, response } from '../../test/fakes/search_responses';
import { rootUse } from './root_use';

test('events that are silent about a second factor are in neither count', () => {
  const data = rootUse.answer(
    response(
      5,
      {
        by_root: {
          doc_count: 5,
          with_mfa: { doc_count: 2 },
          without_mfa: { doc_count: 1 },
          accounts: { buckets: [{ key: '111122223333', doc_count: 5 }] },
        },
        on_behalf: { doc_count: 4 },
      },
      [{ _id: 'x', _source: { '@timestamp': '2026-01-01T00:00:00Z' } }],
    ),
    request(),
    FACTS,
  );
  expect(data).toMatchObject({
    total: 5,
    on_behalf: 4,
    with_mfa: 2,
    without_mfa: 1,
    rows: [{ id: 'x', mfa: null }],
  });
});
