/** Tests how a stored event becomes a row. */
import { expect, test } from 'vitest';
import { eventRows } from './event_rows';
import { response } from '../../test/fakes/search_responses';

function rowOf(source: Readonly<Record<string, unknown>>) {
  return eventRows(
    response(1, {}, [{ _id: 'x', _source: { '@timestamp': '2026-01-01T00:00:00Z', ...source } }]),
  )[0];
}
function mfaOf(used: boolean | undefined, authenticated: string | undefined) {
  return rowOf({
    aws: {
      cloudtrail: {
        ...(used !== undefined && { console_login: { additional_eventdata: { mfa_used: used } } }),
        user_identity: { session_context: { mfa_authenticated: authenticated } },
      },
    },
  })?.mfa;
}

test('a row holds what the event says', () => {
  expect(
    rowOf({
      event: { action: 'RunInstances', provider: 'ec2.amazonaws.com', outcome: 'failure' },
      cloud: { account: { id: '111122223333' }, region: 'eu-west-1' },
      source: { address: '203.0.113.9', geo: { country_name: 'France', city_name: 'Paris' } },
      cloudtrail: { actor: { id: 'arn:aws:iam::111122223333:user/ana', name: 'ana', type: 'IAMUser' } },
      aws: { cloudtrail: { error_code: 'AccessDenied' } },
    }),
  ).toEqual({
    id: 'x',
    at: '2026-01-01T00:00:00.000Z',
    action: 'RunInstances',
    provider: 'ec2.amazonaws.com',
    user: 'ana',
    actor_id: 'arn:aws:iam::111122223333:user/ana',
    user_type: 'IAMUser',
    address: '203.0.113.9',
    country_name: 'France',
    city_name: 'Paris',
    account_id: '111122223333',
    region: 'eu-west-1',
    outcome: 'failure',
    error_code: 'AccessDenied',
    mfa: null,
  });
});

test('an event that says next to nothing still is a row', () => {
  expect(rowOf({})).toMatchObject({ user: '', actor_id: '', action: '', address: '', mfa: null });
});

test('a sign-in counts by what it says of itself, before what its session says', () => {
  expect(mfaOf(true, 'false')).toBe(true);
  expect(mfaOf(false, 'true')).toBe(false);
});

test('any other call counts by its session, and a silent one is unknown', () => {
  expect(mfaOf(undefined, 'true')).toBe(true);
  expect(mfaOf(undefined, 'false')).toBe(false);
  expect(mfaOf(undefined, undefined)).toBeNull();
});
