import type { Client } from '@elastic/elasticsearch';
import { describe, expect, it } from 'vitest';
import { DEFAULT_NAMESPACE_SETTINGS } from '../../common/namespaces';
import { expiredIndices, Retention, retentionFloor } from './retention';

const NOW = Date.UTC(2024, 2, 1, 12);
const HOUR_MS = 60 * 60 * 1000;
const of = (...periods: string[]) => periods.map((period) => `cloudtrail-events-a-${period}`);
const keeping = (retention_days: number | null) => ({ ...DEFAULT_NAMESPACE_SETTINGS, retention_days });

describe('retentionFloor', () => {
  it('is the first day that is kept', () => {
    expect(retentionFloor(keeping(1), NOW)).toBe('2024-02-29');
    expect(retentionFloor(keeping(90), NOW)).toBe('2023-12-02');
    expect(retentionFloor(keeping(null), NOW)).toBeUndefined();
  });
});

describe('expiredIndices', () => {
  it('are those whose whole period is past, the oldest first', () => {
    const months = of('2024.02', '2023.11', '2023.12', '2024.01');
    expect(expiredIndices('a', months, '2024-01-01')).toEqual(of('2023.11', '2023.12'));
    expect(expiredIndices('a', months, '2024-01-31')).toEqual(of('2023.11', '2023.12'));
    expect(expiredIndices('a', months, '2024-02-01')).toEqual(of('2023.11', '2023.12', '2024.01'));
    expect(expiredIndices('a', of('2024.01.30', '2024.01.31'), '2024-01-31')).toEqual(of('2024.01.30'));
  });

  it('are never another namespace’s, nor what somebody else named', () => {
    const others = [
      'cloudtrail-events-ab-2013.11',
      'cloudtrail-events-a-2013.11-copy',
      'cloudtrail-events-a-old',
    ];
    expect(expiredIndices('a', others, '2024-01-01')).toEqual([]);
  });
});

/** Indices in memory. */
class FakeCluster {
  refusal: number | undefined;
  asked = 0;
  readonly log: string[] = [];
  constructor(readonly names: Set<string>) {}

  client(): Client {
    return {
      indices: {
        get: async () => {
          this.asked++;
          return Object.fromEntries([...this.names].map((name) => [name, {}]));
        },
        delete: async ({ index }: { index: string }) => {
          if (this.refusal !== undefined)
            throw Object.assign(new Error('no'), { meta: { statusCode: this.refusal, body: {} } });
          this.names.delete(index);
        },
      },
    } as unknown as Client;
  }
}

describe('Retention', () => {
  function setUp() {
    const cluster = new FakeCluster(new Set(of('2023.11', '2024.02', '2024.03')));
    const clock = { now: NOW };
    const log = (message: string) => void cluster.log.push(message);
    const retention = new Retention({ info: log, warn: log }, () => clock.now);
    const run = (days: number | null) => retention.run(cluster.client(), 'a', keeping(days));
    return { cluster, clock, run };
  }

  it('deletes what is past and says so, once an hour', async () => {
    const { cluster, clock, run } = setUp();
    await run(10);
    expect([...cluster.names]).toEqual(of('2024.02', '2024.03'));
    expect(cluster.log).toEqual([expect.stringContaining('Deleted cloudtrail-events-a-2023.11')]);
    await run(10);
    expect(cluster.asked).toBe(1);
    clock.now += HOUR_MS;
    await run(10);
    expect(cluster.asked).toBe(2);
  });

  it('deletes again what a run under way has made anew, before the hour is over', async () => {
    const { cluster, clock, run } = setUp();
    await run(10);
    cluster.names.add(of('2023.11')[0] ?? '');
    clock.now += 2 * 60_000;
    await run(10);
    expect([...cluster.names]).toEqual(of('2024.02', '2024.03'));
    clock.now += 2 * 60_000;
    for (let i = 0; i < 2; i++) await run(10);
    expect(cluster.asked).toBe(3);
  });

  it('touches nothing where events are kept for ever', async () => {
    const { cluster, run } = setUp();
    await run(null);
    expect([cluster.asked, cluster.names.size]).toEqual([0, 3]);
  });

  it('leaves it at a line in the log where it may not', async () => {
    const { cluster, run } = setUp();
    cluster.refusal = 403;
    await run(10);
    expect(cluster.log).toEqual([expect.stringMatching(/Namespace a, retention: .*not allowed/)]);
    expect(cluster.names.size).toBe(3);
  });

  it('does not mind that another Kibana was first', async () => {
    const { cluster, run } = setUp();
    cluster.refusal = 404;
    await run(10);
    expect(cluster.log.some((line) => line.includes('retention:'))).toBe(false);
  });
});
