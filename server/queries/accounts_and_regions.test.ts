import { expect, it } from 'vitest';
import { accountsAndRegions } from './accounts_and_regions';
import { FACTS, request, response } from '../../test/fakes/search_responses';

const bucket = (key: string, events: number, recipients: Readonly<Record<string, number>> = {}) => ({
  key,
  doc_count: events,
  recipients: { buckets: Object.entries(recipients).map(([to, count]) => ({ key: to, doc_count: count })) },
});

it('counts for an account what its callers did, and what others did in it, each event once', () => {
  const answer = accountsAndRegions.answer(
    response(33, {
      accounts: {
        buckets: [
          bucket('111', 20, { 111: 20 }),
          bucket('999', 10, { 111: 6, 222: 1, 999: 3 }),
          // of before recipients were told
          bucket('333', 3),
        ],
      },
      regions: { buckets: [{ key: 'eu-west-1', doc_count: 33 }] },
    }),
    request(),
    FACTS,
  );
  expect(answer).toEqual({
    accounts: [
      { value: '111', events: 26 },
      { value: '999', events: 10 },
      { value: '333', events: 3 },
      { value: '222', events: 1 },
    ],
    regions: [{ value: 'eu-west-1', events: 33 }],
  });
});
