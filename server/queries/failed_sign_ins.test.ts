/** Tests how combinations of fields become rows of failed sign-ins. */
import { expect, test } from 'vitest';
import { MOST_COMBINATIONS, failedSignIns } from './failed_sign_ins';
import { FACTS, request, response } from '../../test/fakes/search_responses';

const EMPTY_KEY = {
  actor_name: null,
  user_name: null,
  user_type: null,
  account_id: null,
  address: null,
  country_iso_code: null,
  country_name: null,
  mfa_used: null,
  error_message: null,
};
interface Combination {
  readonly key: Partial<Record<keyof typeof EMPTY_KEY, string | boolean | null>>;
  readonly count?: number;
  readonly first?: number;
  readonly last?: number;
}

function answer(...combinations: readonly Combination[]) {
  const buckets = combinations.map(({ key, count = 1, first = 0, last = first }) => ({
    key: { ...EMPTY_KEY, ...key },
    doc_count: count,
    first_seen: { value: first },
    last_seen: { value: last },
  }));
  const total = buckets.reduce((sum, { doc_count }) => sum + doc_count, 0);
  return failedSignIns.answer(
    response(total, { failed: { doc_count: total, combinations: { buckets } }, newest: { buckets: [] } }),
    request(),
    FACTS,
  );
}

const ANA = {
  actor_name: 'ana',
  account_id: '111122223333',
  address: '203.0.113.9',
  country_iso_code: 'FR',
  country_name: 'France',
};

test('attempts of one user from one address are one row, with the reason of the latest', () => {
  const data = answer(
    {
      key: { ...ANA, error_message: 'Failed authentication', mfa_used: false },
      count: 3,
      first: 1000,
      last: 9000,
    },
    { key: { ...ANA, error_message: 'Account locked', mfa_used: true }, count: 2, first: 500, last: 9500 },
  );
  expect(data).toMatchObject({
    total: 5,
    with_mfa: 2,
    without_mfa: 3,
    countries: [{ country_iso_code: 'FR', country_name: 'France', attempts: 5 }],
    rows: [
      {
        user: 'ana',
        account_id: '111122223333',
        address: '203.0.113.9',
        country_iso_code: 'FR',
        country_name: 'France',
        attempts: 5,
        first_seen: '1970-01-01T00:00:00.500Z',
        last_seen: '1970-01-01T00:00:09.500Z',
        mfa_used: true,
        reason: 'Account locked',
      },
    ],
  });
});

test('another address is another row, and the most attempts come first', () => {
  const data = answer(
    { key: ANA, count: 2 },
    { key: { ...ANA, address: '198.51.100.7' }, count: 3 },
    { key: { ...ANA, account_id: '444455556666' }, count: 1 },
  );
  expect(data.rows.map(({ attempts }) => attempts)).toEqual([3, 2, 1]);
});

test('a name that CloudTrail hides stays as it is', () => {
  const data = answer({ key: { user_name: 'HIDDEN_DUE_TO_SECURITY_REASONS', user_type: 'IAMUser' } });
  expect(data.rows[0]?.user).toBe('HIDDEN_DUE_TO_SECURITY_REASONS');
});

test('without any name the kind of identity stands for the user', () => {
  expect(answer({ key: { user_type: 'Root' } }).rows[0]?.user).toBe('Root');
});

test('fifty rows at most, and all attempts in the total', () => {
  const data = answer(
    ...Array.from({ length: 80 }, (_, i) => ({ key: { ...ANA, address: `10.0.0.${i}` }, count: i + 1 })),
  );
  expect(data.rows).toHaveLength(50);
  expect(data.row_count).toBe(80);
  expect(data.addresses).toBe(80);
  expect(data.users).toBe(1);
  expect(data.rows[0]?.attempts).toBe(80);
  expect(data.total).toBe((80 * 81) / 2);
});

test('where there may be more combinations than are looked at, the answer says so', () => {
  const many = (count: number) =>
    answer(...Array.from({ length: count }, (_, i) => ({ key: { ...ANA, address: `address ${i}` } })));
  expect(many(MOST_COMBINATIONS - 1).is_complete).toBe(true);
  expect(many(MOST_COMBINATIONS).is_complete).toBe(false);
});
