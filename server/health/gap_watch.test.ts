import type { Client } from '@elastic/elasticsearch';
import { describe, expect, it } from 'vitest';
import { ElasticsearchError } from '../errors';
import { GapWatch } from './gap_watch';

const SOURCE = { id: 'one', name: 'Our trail', namespace: 'default' };
const MINUTE = 60_000;
/** Has no gaps, and takes none. */
const CLIENT = { search: async () => ({ hits: { hits: [] } }) } as unknown as Client;

function watch() {
  const clock = { now: 1_000_000_000_000 };
  const warned: string[] = [];
  const asked: number[] = [];
  const gaps = new GapWatch({ warn: (line) => void warned.push(line) }, () => clock.now);
  let fault: Error | undefined;
  const look = (id = 'one') =>
    gaps.run(CLIENT, { ...SOURCE, id }, async () => {
      asked.push(clock.now);
      if (fault !== undefined) throw fault;
      return { whole: undefined, places: [] };
    });
  return { clock, warned, asked, look, fail: (error?: Error) => (fault = error) };
}

describe('the watch over gaps', () => {
  it('looks at each source every five minutes, however often it runs', async () => {
    const { clock, asked, look } = watch();
    for (let minute = 0; minute < 11; minute++, clock.now += MINUTE) await look();
    expect(asked.map((at) => (at - 1_000_000_000_000) / MINUTE)).toEqual([0, 5, 10]);
    await look('another');
    expect(asked).toHaveLength(4);
  });

  it('says what Elasticsearch refuses, once an hour, and keeps nobody from fetching', async () => {
    const { clock, warned, asked, look, fail } = watch();
    fail(new ElasticsearchError('elasticsearch_forbidden', 'Not allowed.'));
    for (let minute = 0; minute < 61; minute++, clock.now += MINUTE) await look();
    expect(asked).toHaveLength(2);
    expect(warned[0]).toBe(
      'Source "Our trail", gaps: Not allowed. Its write key is of an older version: renew it.',
    );
  });

  it('waits for no time that a wrong clock has left behind', async () => {
    const { clock, asked, look } = watch();
    const now = clock.now;
    clock.now += 30 * 24 * 60 * MINUTE;
    await look();
    clock.now = now;
    await look();
    expect(asked).toHaveLength(2);
  });

  it('hides no mistake of our own', async () => {
    const { look, fail } = watch();
    fail(new TypeError('our mistake'));
    await expect(look()).rejects.toThrow('our mistake');
  });
});
