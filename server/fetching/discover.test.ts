import { describe, expect, it } from 'vitest';
import type { ListOptions, ListPage, ObjectStore } from '../aws/object_store';
import { dayPrefix } from '../cloudtrail/object_key';
import { daysWithObjects, newestMonthBefore } from './day_folders';
import { discoverAccountRegions } from './discover';
import { Folders } from './folders';

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
    for (const folder of prefixes) yield { objects: [], prefixes: [folder] };
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
async function found(keys: readonly string[], prefix = '') {
  const places = await discoverAccountRegions(folders(keys).folders, prefix);
  return places
    .map(({ accountId, region, accountPrefix }) => `${accountId} ${region} ${accountPrefix}`)
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

  it('passes over what is not CloudTrail’s', async () => {
    const keys = [
      'AWSLogs/111122223333/Config/us-east-1/2024/1/31/a.json.gz',
      'AWSLogs/111122223333/vpcflowlogs/us-east-1/2024/01/31/a.log.gz',
      'AWSLogs/other/CloudTrail/us-east-1/a.json.gz',
      'AWSLogs/111122223333/CloudTrail/2024/a.json.gz',
      'elsewhere/a.json.gz',
    ];
    expect(await found(keys)).toEqual([]);
  });

  it('costs one listing, one an organisation and two an account, however many objects there are (pain 12)', async () => {
    const keys = Array.from(
      { length: 500 },
      (_, i) => `AWSLogs/o-exampleorg1/111122223333/CloudTrail/us-east-1/2024/01/31/${i}.json.gz`,
    );
    const { bucket, folders: below } = folders(keys);
    await discoverAccountRegions(below, '');
    expect(bucket.listed).toHaveLength(4);
  });
});

describe('the days that have objects', () => {
  const place = { accountId: '111122223333', region: 'us-east-1', accountPrefix: 'AWSLogs/111122223333/' };
  const keysOf = (days: readonly string[]) => days.map((day) => `${dayPrefix(place, day)}a.json.gz`);
  const keys = keysOf(['2015-06-30', '2023-12-31', '2024-01-01', '2024-01-31', '2024-02-01']);

  it('are those of the newest month before a day, newest first', async () => {
    const { folders: below } = folders(keys);
    expect(await newestMonthBefore(below, place, '2024-02-01', '2013-11-01')).toEqual([
      '2024-01-31',
      '2024-01-01',
    ]);
    expect(await newestMonthBefore(below, place, '2024-01-31', '2013-11-01')).toEqual(['2024-01-01']);
    expect(await newestMonthBefore(below, place, '2024-01-01', '2013-11-01')).toEqual(['2023-12-31']);
  });

  it('are found over empty years by listing folders, not by walking the calendar (pain 12)', async () => {
    const { bucket, folders: below } = folders(keys);
    expect(await newestMonthBefore(below, place, '2023-12-31', '2013-11-01')).toEqual(['2015-06-30']);
    // the years, the months of 2023 and 2015, and the days of two months
    expect(bucket.listed.length).toBeLessThanOrEqual(5);
  });

  it('are none before the start day, and none when there is nothing older', async () => {
    const { folders: below } = folders(keys);
    expect(await newestMonthBefore(below, place, '2023-12-31', '2016-01-01')).toEqual([]);
    expect(await newestMonthBefore(below, place, '2024-01-31', '2024-01-02')).toEqual([]);
    expect(await newestMonthBefore(below, place, '2015-06-30', '2013-11-01')).toEqual([]);
    expect(await newestMonthBefore(folders([]).folders, place, '2024-01-01', '2013-11-01')).toEqual([]);
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
    ];
    expect(await newestMonthBefore(folders(odd).folders, place, '2024-06-01', '2013-11-01')).toEqual([]);
  });
});
