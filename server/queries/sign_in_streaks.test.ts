/** Tests which failed sign-ins are taken for guessing, and which successes are told. */
import { expect, test } from 'vitest';
import { judgeSignIns, type SignIn } from './sign_in_streaks';

const MINUTE = 60_000;
const T0 = Date.UTC(2026, 0, 1);

function signIn(minute: number, parts: Partial<SignIn> = {}): SignIn {
  return {
    at: T0 + minute * MINUTE,
    user: 'ana',
    account_id: '111122223333',
    address: '203.0.113.9',
    country_name: 'France',
    has_failed: true,
    mfa_used: false,
    ...parts,
  };
}
function failures(count: number, everyMinutes: number, parts: Partial<SignIn> = {}): SignIn[] {
  return Array.from({ length: count }, (_, i) => signIn(i * everyMinutes, parts));
}

test('five failures from one address, each within ten minutes of the last, are a streak', () => {
  const { streaks } = judgeSignIns(failures(5, 10));
  expect(streaks).toEqual([
    {
      by: 'address',
      account_id: '111122223333',
      addresses: ['203.0.113.9'],
      country_names: ['France'],
      users: ['ana'],
      attempts: 5,
      from: new Date(T0).toISOString(),
      to: new Date(T0 + 40 * MINUTE).toISOString(),
    },
  ]);
});

test('four are none, nor are five with longer pauses', () => {
  expect(judgeSignIns(failures(4, 1)).streaks).toEqual([]);
  expect(judgeSignIns(failures(5, 10.5)).streaks).toEqual([]);
});

test('many names from one address are one streak; another account or address is another', () => {
  const names = ['ana', 'bo', 'cy', 'HIDDEN_DUE_TO_SECURITY_REASONS', 'eve'];
  const spray = names.map((user, i) => signIn(i, { user }));
  const elsewhere = spray.map((one) => ({ ...one, account_id: '444455556666' }));
  const { streaks } = judgeSignIns([...spray, ...elsewhere]);
  expect(streaks.map(({ users, account_id }) => [users.length, account_id])).toEqual([
    [5, '111122223333'],
    [5, '444455556666'],
  ]);
});

test('one user tried from many addresses is a streak of that user', () => {
  const { streaks } = judgeSignIns(
    Array.from({ length: 6 }, (_, i) => signIn(i, { address: `198.51.100.${i}` })),
  );
  expect(streaks).toMatchObject([{ by: 'user', users: ['ana'], attempts: 6 }]);
});

test('names that CloudTrail hides are not one user', () => {
  const hidden = Array.from({ length: 6 }, (_, i) =>
    signIn(i, { user: 'HIDDEN_DUE_TO_SECURITY_REASONS', address: `198.51.100.${i}` }),
  );
  expect(judgeSignIns(hidden).streaks).toEqual([]);
});

test('a success after guessing is told with the failures before it', () => {
  const success = signIn(8, { has_failed: false });
  const { successes } = judgeSignIns([success, ...failures(7, 1)]);
  expect(successes).toEqual([
    {
      at: new Date(T0 + 8 * MINUTE).toISOString(),
      user: 'ana',
      account_id: '111122223333',
      address: '203.0.113.9',
      country_name: 'France',
      failures: 7,
      is_guessed: true,
      mfa_used: false,
    },
  ]);
});

test('a typing error before a success is told, and not called guessing', () => {
  const { successes } = judgeSignIns([signIn(0), signIn(1, { has_failed: false })]);
  expect(successes).toMatchObject([{ failures: 1, is_guessed: false }]);
});

test('another user from the address that guessed is told; a stranger, an earlier and a much later success are not', () => {
  const guesses = failures(6, 1);
  const others = [
    signIn(7, { has_failed: false, user: 'bo' }),
    signIn(7, { has_failed: false, user: 'cy', address: '192.0.2.1' }),
    signIn(-1, { has_failed: false }),
    signIn(5 + 61, { has_failed: false }),
  ];
  expect(judgeSignIns([...guesses, ...others]).successes).toMatchObject([{ user: 'bo', failures: 6 }]);
});
