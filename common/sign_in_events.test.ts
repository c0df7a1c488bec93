/** Tests which sign-ins a row or a remark stands for; that Elasticsearch finds as many is tested with the panels. */
import { expect, test } from 'vitest';
import { FAILED_SIGN_IN } from './event_kinds';
import type { GuessingStreak } from './panels';
import { failedSignInsOf, failuresOfStreak, signInsUpTo } from './sign_in_events';

const STREAK: GuessingStreak = {
  by: 'address',
  account_id: '111122223333',
  addresses: ['203.0.113.9'],
  country_names: [],
  users: ['ana', 'bob'],
  attempts: 7,
  from: '2026-01-02T00:00:00.000Z',
  to: '2026-01-02T00:05:00.000Z',
};
const ACCOUNT = { term: { 'cloud.account.id': '111122223333' } };
const ADDRESS = { term: { 'source.address': '203.0.113.9' } };
const DURING = { range: { '@timestamp': { gte: STREAK.from, lte: STREAK.to } } };

test('a streak from one address is that address’s, whoever was tried', () => {
  expect(failuresOfStreak(STREAK)).toEqual({ bool: { filter: [FAILED_SIGN_IN, ACCOUNT, ADDRESS, DURING] } });
});

test('a streak of one user is that user’s, from wherever', () => {
  const text = JSON.stringify(failuresOfStreak({ ...STREAK, by: 'user', users: ['ana'] }));
  expect(text).toContain('{"term":{"cloudtrail.actor.name":"ana"}}');
  expect(text).not.toContain('source.address');
});

test('a row is one user in one account from one address, and what it lacks its events lack', () => {
  const text = JSON.stringify(failedSignInsOf({ user: 'ana', account_id: '111122223333', address: '' }));
  expect(text).toContain(JSON.stringify(ACCOUNT));
  expect(text).toContain('{"bool":{"must_not":[{"exists":{"field":"source.address"}}]}}');
});

test('a success leads to the hour before it', () => {
  const success = {
    at: '2026-01-02T01:00:00.000Z',
    user: 'ana',
    account_id: '111122223333',
    address: '203.0.113.9',
    country_name: '',
    failures: 5,
    is_guessed: true,
    mfa_used: null,
  };
  expect(JSON.stringify(signInsUpTo(success))).toContain(
    '{"gte":"2026-01-02T00:00:00.000Z","lte":"2026-01-02T01:00:00.000Z"}',
  );
});
