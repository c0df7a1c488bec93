/** Tests the answer of the users panel. */
import { expect, test } from 'vitest';
import { FACTS, request, response } from '../../test/fakes/search_responses';
import { users } from './users';

const FIRST_SEEN = Date.UTC(2026, 0, 1);
const LAST_SEEN = Date.UTC(2026, 0, 2);

function bucket(key: string, names: readonly string[]) {
  return {
    key,
    doc_count: 9,
    failures: { doc_count: 4 },
    denied: { doc_count: 3 },
    trend: { buckets: [{ key: Date.UTC(2026, 0, 1), doc_count: 9 }] },
    first_seen: { value: FIRST_SEEN },
    last_seen: { value: LAST_SEEN },
    some_events: {
      name: { buckets: names.map((name) => ({ key: name, doc_count: 1 })) },
      type: { buckets: [{ key: 'IAMUser', doc_count: 1 }] },
      account_id: { buckets: [{ key: '111122223333', doc_count: 1 }] },
    },
    countries: {
      buckets: [
        { key: 'FR', doc_count: 5 },
        { key: 'US', doc_count: 1 },
      ],
    },
  };
}

test('a row says who, how often, and when last', () => {
  const arn = 'arn:aws:iam::111122223333:user/ana';
  const data = users.answer(
    response(9, { different: { value: 1 }, users: { buckets: [bucket(arn, ['ana'])] } }),
    request(),
    FACTS,
  );
  expect(data).toEqual({
    total: 1,
    users: [
      {
        id: arn,
        name: 'ana',
        type: 'IAMUser',
        account_id: '111122223333',
        events: 9,
        failures: 4,
        denied: 3,
        first_seen: '2026-01-01T00:00:00.000Z',
        last_seen: '2026-01-02T00:00:00.000Z',
        countries: ['FR', 'US'],
        trend: [9, ...new Array<number>(23).fill(0)],
      },
    ],
  });
});

test('an actor without a name goes by what identifies it', () => {
  const data = users.answer(
    response(9, { different: { value: 1 }, users: { buckets: [bucket('AIDAEXAMPLE', [])] } }),
    request(),
    FACTS,
  );
  expect(data.users[0]?.name).toBe('AIDAEXAMPLE');
});
