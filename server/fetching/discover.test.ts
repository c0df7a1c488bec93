import { describe, expect, it } from 'vitest';
import type { ListOptions, ListPage, ObjectStore } from '../aws/object_store';
import { dayPrefix } from '../cloudtrail/object_key';
import { daysWithObjects, newestYearBefore } from './day_folders';
import type { Searched } from './discover';
import { discoverAccountRegions, newSearch, searchOn } from './discover';
import { Folders } from './folders';
import type { WantedDays } from './wanted_days';

/** A bucket with these keys, seen through listings with a delimiter. */
class Bucket implements ObjectStore {
  readonly listed: string[] = [];

  constructor(private readonly keys: readonly string[]) {}

  async *list({ prefix }: ListOptions): AsyncGenerator<ListPage> {
    this.listed.push(prefix);
    const below = this.keys.filter((key) => key.startsWith(prefix)).map((key) => key.slice(prefix.length));
    const folders = below
      .filter((rest) => rest.includes('/'))
      .map((rest) => `${prefix}${rest.split('/')[0]}/`);
    const prefixes = [...new Set(folders)].sort();
    // in pages of one, since a real listing has pages too
    for (const [i, folder] of prefixes.entries())
      yield { objects: [], prefixes: [folder], isLast: i === prefixes.length - 1 };
  }
  open(): never {
    throw new Error('folders only');
  }
  close(): void {}
}

function folders(keys: readonly string[]) {
  const bucket = new Bucket(keys);
  return { bucket, folders: new Folders(bucket, new AbortController().signal) };
}
const ALL = { prefix: '', excludeAccounts: [], excludeRegions: [] };
async function found(keys: readonly string[], prefix = '', more: Partial<Searched> = {}) {
  const places = await discoverAccountRegions(folders(keys).folders, { ...ALL, prefix, ...more });
  return places
    .map(({ accountId, region, accountPrefix, kind }) =>
      [accountId, region, accountPrefix, ...(kind === 'CloudTrail' ? [] : [kind])].join(' '),
    )
    .sort();
}

describe('discoverAccountRegions', () => {
  it('finds the accounts and regions of a plain trail', async () => {
    const keys = [
      'AWSLogs/111122223333/CloudTrail/us-east-1/2024/01/31/a.json.gz',
      'AWSLogs/111122223333/CloudTrail/cn-north-1/2024/01/31/a.json.gz',
      'AWSLogs/444455556666/CloudTrail/us-gov-west-1/2024/01/31/a.json.gz',
    ];
    expect(await found(keys)).toEqual([
      '111122223333 cn-north-1 AWSLogs/111122223333/',
      '111122223333 us-east-1 AWSLogs/111122223333/',
      '444455556666 us-gov-west-1 AWSLogs/444455556666/',
    ]);
  });

  it('finds the accounts of an organisation’s trail beside plain ones, each once', async () => {
    const keys = [
      'AWSLogs/o-exampleorg1/111122223333/CloudTrail/us-east-1/2024/01/31/a.json.gz',
      'AWSLogs/111122223333/CloudTrail/us-east-1/2024/01/31/a.json.gz',
      'AWSLogs/111122223333/CloudTrail/us-east-1/2024/02/01/a.json.gz',
    ];
    expect(await found(keys)).toEqual([
      '111122223333 us-east-1 AWSLogs/111122223333/',
      '111122223333 us-east-1 AWSLogs/o-exampleorg1/111122223333/',
    ]);
  });

  it('looks below any prefix, of one level or more, with and without its last slash (pain 29)', async () => {
    const keys = ['org/audit/AWSLogs/111122223333/CloudTrail/us-east-1/2024/01/31/a.json.gz'];
    const place = ['111122223333 us-east-1 org/audit/AWSLogs/111122223333/'];
    expect(await found(keys, 'org/audit')).toEqual(place);
    expect(await found(keys, 'org/audit/')).toEqual(place);
    expect(await found(keys, 'org')).toEqual([]);
  });

  it('finds regions of names that AWS has not yet, and of anonymised buckets', async () => {
    const keys = ['ca-northsouth-2r', 'eusc-de-east-1', 'us-isob-east-1'].map(
      (region) => `AWSLogs/111122223333/CloudTrail/${region}/2024/01/31/a.json.gz`,
    );
    expect((await found(keys)).map((place) => place.split(' ')[1])).toEqual([
      'ca-northsouth-2r',
      'eusc-de-east-1',
      'us-isob-east-1',
    ]);
  });

  it('finds a region that has digests only', async () => {
    const keys = ['AWSLogs/111122223333/CloudTrail-Digest/eu-west-1/2024/01/31/a.json.gz'];
    expect(await found(keys)).toEqual(['111122223333 eu-west-1 AWSLogs/111122223333/']);
  });

  it('finds Insights and network activity beside other events, each a place of its own', async () => {
    const keys = ['CloudTrail', 'CloudTrail-Digest', 'CloudTrail-Insight', 'CloudTrail-NetworkActivity'].map(
      (kind) => `AWSLogs/o-exampleorg1/111122223333/${kind}/us-east-1/2024/01/31/a.json.gz`,
    );
    const place = '111122223333 us-east-1 AWSLogs/o-exampleorg1/111122223333/';
    expect(await found(keys)).toEqual([
      place,
      `${place} CloudTrail-Insight`,
      `${place} CloudTrail-NetworkActivity`,
    ]);
    expect(await found(keys, '', { excludeRegions: ['us-east-1'] })).toEqual([]);
  });

  it('lists no folder of a kind that an account does not have', async () => {
    const keys = ['CloudTrail', 'CloudTrail-Insight', 'Config'].map(
      (folder) => `AWSLogs/111122223333/${folder}/us-east-1/2024/01/31/a.json.gz`,
    );
    const { bucket, folders: below } = folders(keys);
    await discoverAccountRegions(below, ALL);
    const account = 'AWSLogs/111122223333/';
    const kinds = [`${account}CloudTrail-Insight/`, `${account}CloudTrail/`];
    expect(bucket.listed).toEqual(['AWSLogs/', account, ...kinds]);
  });

  it('finds the regions of the first accounts before it has looked into all', async () => {
    const keys = Array.from(
      { length: 50 },
      (_, i) => `AWSLogs/${111122223300 + i}/CloudTrail/us-east-1/2024/01/31/a.json.gz`,
    );
    const { found: places } = await searchOn(folders(keys).folders, ALL, newSearch(ALL), 21);
    expect(places).toHaveLength(10);
  });

  it('goes on with the search of a run that did not list accounts yet', async () => {
    const keys = ['AWSLogs/111122223333/CloudTrail/us-east-1/2024/01/31/a.json.gz'];
    const rest = ['CloudTrail', 'CloudTrail-Digest'].map((kind) => `AWSLogs/111122223333/${kind}/`);
    const { found: places } = await searchOn(folders(keys).folders, ALL, rest, 2);
    expect(places).toMatchObject([{ region: 'us-east-1', kind: 'CloudTrail' }]);
  });

  it('passes over what is not CloudTrail’s', async () => {
    const keys = [
      'AWSLogs/111122223333/Config/us-east-1/2024/1/31/a.json.gz',
      'AWSLogs/111122223333/CloudTrail-Aggregated/us-east-1/2024/01/31/a.json.gz',
      'AWSLogs/111122223333/vpcflowlogs/us-east-1/2024/01/31/a.log.gz',
      'AWSLogs/other/CloudTrail/us-east-1/a.json.gz',
      'AWSLogs/111122223333/CloudTrail/2024/a.json.gz',
      'elsewhere/a.json.gz',
    ];
    expect(await found(keys)).toEqual([]);
  });

  it('leaves out the accounts and regions that a source does not want, and does not list the former', async () => {
    const keys = ['111122223333', '444455556666'].flatMap((account) =>
      ['us-east-1', 'eu-west-1'].map(
        (region) => `AWSLogs/${account}/CloudTrail/${region}/2024/01/31/a.json.gz`,
      ),
    );
    const more = { excludeAccounts: ['444455556666'], excludeRegions: ['us-east-1'] };
    expect(await found(keys, '', more)).toEqual(['111122223333 eu-west-1 AWSLogs/111122223333/']);
    const { bucket, folders: below } = folders(keys);
    await discoverAccountRegions(below, { ...ALL, ...more });
    expect(bucket.listed.filter((prefix) => prefix.includes('444455556666'))).toEqual([]);
  });

  it('finds the accounts of several organisations, below prefixes with any characters (pain 29)', async () => {
    for (const prefix of ['größe & co/日本 +%2F/', 'a//b', ' ', 'x.y=1/AWSLogs/z']) {
      const root = prefix.endsWith('/') ? prefix : `${prefix}/`;
      const keys = ['o-exampleorg1', 'o-exampleorg2'].map(
        (organization) =>
          `${root}AWSLogs/${organization}/111122223333/CloudTrail/us-east-1/2024/01/31/a.json.gz`,
      );
      expect(await found(keys, prefix)).toEqual([
        `111122223333 us-east-1 ${root}AWSLogs/o-exampleorg1/111122223333/`,
        `111122223333 us-east-1 ${root}AWSLogs/o-exampleorg2/111122223333/`,
      ]);
    }
  });

  it('goes on with a search where the last run left it, a listing at a time', async () => {
    const keys = ['111122223333', '444455556666'].map(
      (account) => `AWSLogs/o-exampleorg1/${account}/CloudTrail/us-east-1/2024/01/31/a.json.gz`,
    );
    let search = newSearch(ALL);
    const accounts: string[] = [];
    let runs = 0;
    for (; search.length > 0; runs++) {
      const { bucket, folders: below } = folders(keys);
      const { rest, found: places } = await searchOn(below, ALL, search, 1);
      expect(bucket.listed).toHaveLength(1);
      search = rest;
      accounts.push(...places.map(({ accountId }) => accountId));
    }
    expect(accounts).toEqual(['111122223333', '444455556666']);
    expect(runs).toBe(6);
  });

  it('costs one listing, one an organisation, one an account and one a folder of its, however many objects there are (pain 12)', async () => {
    const keys = Array.from(
      { length: 500 },
      (_, i) => `AWSLogs/o-exampleorg1/111122223333/CloudTrail/us-east-1/2024/01/31/${i}.json.gz`,
    );
    const { bucket, folders: below } = folders(keys);
    await discoverAccountRegions(below, ALL);
    expect(bucket.listed).toHaveLength(4);
  });
});

describe('the days that have objects', () => {
  const place = {
    accountId: '111122223333',
    region: 'us-east-1',
    accountPrefix: 'AWSLogs/111122223333/',
    kind: 'CloudTrail',
  } as const;
  const keysOf = (days: readonly string[]) => days.map((day) => `${dayPrefix(place, day)}a.json.gz`);
  const keys = keysOf(['2015-06-30', '2023-12-31', '2024-01-01', '2024-01-31', '2024-02-01']);

  const since = (start: string, more: Partial<WantedDays> = {}) => ({
    start,
    createdAt: Date.UTC(2024, 1, 2),
    ...more,
  });
  const before = async (day: string, source: WantedDays, of = keys) =>
    newestYearBefore(folders(of).folders, place, day, source);

  it('are those of the newest year before a day, newest first', async () => {
    const source = since('2013-11-01');
    expect(await before('2024-02-01', source)).toEqual({
      days: ['2024-01-31', '2024-01-01'],
      from: '2024-01-01',
    });
    expect((await before('2024-01-31', source)).days).toEqual(['2024-01-01']);
    expect(await before('2024-01-01', source)).toEqual({ days: ['2023-12-31'], from: '2023-01-01' });
  });

  it('are found over empty years by listing folders, not by walking the calendar (pain 12)', async () => {
    const { bucket, folders: below } = folders(keys);
    const found = await newestYearBefore(below, place, '2023-12-31', since('2013-11-01'));
    expect(found).toEqual({ days: [], from: '2023-01-01' });
    expect((await newestYearBefore(below, place, found.from, since('2013-11-01'))).days).toEqual([
      '2015-06-30',
    ]);
    // the years, the months of 2023 and 2015, and the days of two months
    expect(bucket.listed.length).toBeLessThanOrEqual(5);
  });

  it('are none before the start day, and none when there is nothing older', async () => {
    const none = (from: string) => ({ days: [], from });
    expect(await before('2023-12-31', since('2016-01-01'))).toEqual(none('2023-01-01'));
    expect(await before('2023-01-01', since('2016-01-01'))).toEqual(none('2016-01-01'));
    expect(await before('2024-01-31', since('2024-01-02'))).toEqual(none('2024-01-02'));
    expect(await before('2015-06-30', since('2013-11-01'))).toEqual(none('2015-01-01'));
    expect(await before('2015-01-01', since('2013-11-01'))).toEqual(none('2013-11-01'));
    expect(await before('2024-01-01', since('2013-11-01'), [])).toEqual(none('2013-11-01'));
  });

  it('are none between the last day of history and the day on which the source was made', async () => {
    const source = since('2013-11-01', { end: '2023-12-31', createdAt: Date.UTC(2024, 1, 1, 9) });
    expect(await before('2024-02-02', source)).toEqual({ days: ['2024-02-01'], from: '2024-01-01' });
    expect((await before('2024-01-01', source)).days).toEqual(['2023-12-31']);
  });

  it('are picked from those asked for, in their order, at one listing a month', async () => {
    const { bucket, folders: below } = folders(keys);
    const asked = ['2024-02-02', '2024-02-01', '2024-01-31', '2024-01-30'];
    expect(await daysWithObjects(below, place, asked)).toEqual(['2024-02-01', '2024-01-31']);
    expect(bucket.listed).toHaveLength(2);
  });

  it('pass over folders that are no year, month or day', async () => {
    const odd = [
      'AWSLogs/111122223333/CloudTrail/us-east-1/20/01/31/a',
      'AWSLogs/111122223333/CloudTrail/us-east-1/2024/1/31/a',
      'AWSLogs/111122223333/CloudTrail/us-east-1/2024/01/32/a',
    ];
    expect((await before('2024-06-01', since('2013-11-01'), odd)).days).toEqual([]);
  });
});
