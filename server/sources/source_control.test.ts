import { describe, expect, it } from 'vitest';
import { backfillRequestSchema } from '../../common/sources';
import type { SourceConfig, SourceStatusAttributes } from '../../common/sources';
import type { SourceError } from '../errors';
import { SourceControl } from './source_control';

const NOW = Date.UTC(2024, 0, 31, 12);
const request = { user: 'bob' };

/** A source, and what was done to it in order. */
function kept(change: Partial<SourceConfig> = {}) {
  const log: string[] = [];
  const config = { start: '2024-01-20', slices: 2, interval: '1m', ...change } as SourceConfig;
  const source: { config: SourceConfig; status: SourceStatusAttributes } = {
    config,
    status: { problem: null, asked_at: null },
  };
  const control = new SourceControl({
    repository: {
      get: async (id) => ({ id, ...source }),
      updateStatus: async (_id, change) => {
        const before = source.status;
        source.status = change(before);
        return { before, after: source.status };
      },
      updateConfig: async (_id, change) => {
        source.config = change(source.config);
      },
    },
    schedule: {
      ensure: async () => void log.push('ensure'),
      runSoon: async () => void log.push('run soon'),
      remove: async () => void log.push('remove'),
    },
    keys: { isNeeded: async () => true, userOf: ({ user }: typeof request) => user },
    runner: {
      setBackfill: async (_source, state) => void log.push(state),
      accountRegions: async () => [],
    },
    now: () => NOW,
  });
  return { control, source, log };
}

describe('a source', () => {
  it('that is paused has no tasks, and has them again when it is resumed', async () => {
    const { control, source, log } = kept();
    await control.pause('id');
    expect(source.status.paused_at).toBe('2024-01-31T12:00:00.000Z');
    expect(log.splice(0)).toEqual(['remove']);
    await control.resume('id');
    expect(source.status).toEqual({ problem: null, asked_at: null });
    expect(log).toEqual(['remove', 'ensure']);
  });

  it('is paused and resumed once', async () => {
    const { control, source, log } = kept();
    await control.resume('id');
    expect(log).toEqual([]);
    await control.pause('id');
    const { status } = source;
    await control.pause('id');
    expect(source.status).toBe(status);
  });
});

describe('its back-fill', () => {
  it('is paused, cancelled and resumed, and goes on at once', async () => {
    const { control, log } = kept();
    for (const action of ['pause', 'cancel', 'resume'] as const)
      await control.changeBackfill(request, 'id', { action });
    expect(log).toEqual(['paused', 'cancelled', 'running', 'run soon']);
  });

  it('goes on from another start day, unless the day can not be one', async () => {
    const { control, source, log } = kept({ end: '2024-01-25' });
    await control.changeBackfill(request, 'id', { start: '2023-06-01' });
    expect(source.config).toMatchObject({
      start: '2023-06-01',
      updated_at: '2024-01-31T12:00:00.000Z',
      updated_by: 'bob',
    });
    expect(log.splice(0)).toEqual(['running', 'run soon']);
    for (const start of ['2013-10-31', '2024-02-01', '2024-01-26']) {
      const error = await control.changeBackfill(request, 'id', { start }).catch((caught: unknown) => caught);
      expect((error as SourceError).code).toBe('start_out_of_range');
    }
    expect(source.config.start).toBe('2023-06-01');
    expect(log).toEqual([]);
  });

  it('waits while the source is paused', async () => {
    const { control, log } = kept();
    await control.pause('id');
    await control.changeBackfill(request, 'id', { action: 'resume' });
    expect(log).toEqual(['remove', 'running']);
  });

  it('is asked one thing at a time', () => {
    const isTaken = (request: object) => backfillRequestSchema.safeParse(request).success;
    expect([{ action: 'pause' }, { start: '2024-01-01' }].map(isTaken)).toEqual([true, true]);
    const wrong = [{}, { action: 'stop' }, { start: '2024-02-30' }, { action: 'pause', start: '2024-01-01' }];
    expect(wrong.map(isTaken)).toEqual([false, false, false, false]);
  });
});
