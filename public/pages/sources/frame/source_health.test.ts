import { describe, expect, test } from 'vitest';
import type { SourceProblem, SourceStatusResponse } from '../../../../common/sources';
import { healthOf } from './source_health';

type Status = Pick<SourceStatusResponse, 'state' | 'problem' | 'backfill' | 'last_fetched_at'>;

const problem = (code: string): SourceProblem => ({
  code,
  message: `It is ${code}.`,
  since: '2026-01-02T03:04:05.000Z',
  attempts: 3,
  retry_at: '2026-01-02T03:14:05.000Z',
  slice: 0,
});

function statusOf(changes: Partial<Status>, backfill: SourceStatusResponse['backfill']['state'] = 'done') {
  return {
    state: 'idle',
    problem: null,
    last_fetched_at: '2026-01-02T03:04:05.000Z',
    backfill: { state: backfill } as SourceStatusResponse['backfill'],
    ...changes,
  } satisfies Status;
}

describe('the health of a source', () => {
  test('is one word for each state', () => {
    const word = (changes: Partial<Status>) => healthOf(statusOf(changes)).word;
    expect(healthOf(undefined)).toMatchObject({ word: 'unknown', level: 'subdued' });
    expect(word({ state: 'waiting', last_fetched_at: null })).toBe('starting');
    expect(word({ state: 'fetching' })).toBe('fetching');
    expect(word({ state: 'idle' })).toBe('healthy');
    expect(healthOf(statusOf({ state: 'silent' }))).toMatchObject({ word: 'silent', level: 'warning' });
    expect(word({ state: 'paused' })).toBe('paused');
    expect(word({ state: 'secrets_unreadable', problem: problem('secrets_unreadable') })).toBe('locked');
    expect(word({ state: 'write_key_refused', problem: problem('elasticsearch_key_refused') })).toBe(
      'locked',
    );
    expect(word({ state: 'needs_authorisation', problem: problem('needs_authorisation') })).toBe(
      'unauthorised',
    );
    expect(word({ state: 'failing', problem: problem('aws_other') })).toBe('failing');
    expect(word({ state: 'stopped', problem: problem('aws_other') })).toBe('stopped');
  });

  test('is catching up once new events come in and history is still read', () => {
    expect(healthOf(statusOf({ state: 'fetching' }, 'running')).word).toBe('catching_up');
    expect(healthOf(statusOf({ state: 'fetching', last_fetched_at: null }, 'running')).word).toBe('fetching');
  });

  test('says why, and what would help', () => {
    const ill = (code: string) => healthOf(statusOf({ state: 'stopped', problem: problem(code) }));
    expect(ill('aws_bad_credentials')).toEqual({
      word: 'stopped',
      level: 'danger',
      reason: 'It is aws_bad_credentials.',
      fix: 'enter_credentials',
    });
    expect(ill('secrets_unreadable').fix).toBe('enter_credentials');
    expect(ill('elasticsearch_key_refused').fix).toBe('renew_key');
    expect(ill('aws_unreachable').fix).toBe('fetch_now');
    const waiting = { state: 'needs_authorisation', problem: problem('needs_authorisation') } as const;
    expect(healthOf(statusOf(waiting)).fix).toBe('authorise');
    expect(healthOf(statusOf({ state: 'paused' })).fix).toBe('resume');
    expect(healthOf(statusOf({})).fix).toBeUndefined();
  });
});
