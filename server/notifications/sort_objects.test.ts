import { describe, expect, it } from 'vitest';
import { sortObjects } from './sort_objects';

const SOURCE = {
  bucket: 'logs',
  prefix: 'audit',
  start: '2024-01-31',
  createdAt: Date.UTC(2024, 1, 10),
  excludeAccounts: [],
  excludeRegions: [],
};
const KEY =
  'audit/AWSLogs/111122223333/CloudTrail/us-east-1/2024/01/31/111122223333_CloudTrail_us-east-1_20240131T0905Z_a.json.gz';
const sort = (key: string, bucket = 'logs') => sortObjects([{ bucket, key, size: 1 }], SOURCE);

describe('the objects of a message', () => {
  it('are wanted where a listing of the source would find them', () => {
    expect(sort(KEY)).toEqual({
      wanted: [
        {
          accountRegion: {
            accountId: '111122223333',
            region: 'us-east-1',
            accountPrefix: 'audit/AWSLogs/111122223333/',
            kind: 'CloudTrail',
          },
          day: '2024-01-31',
          key: KEY,
          size: 1,
        },
      ],
      hasForeign: false,
    });
  });

  it('are wanted of each kind of event that a listing looks for', () => {
    for (const kind of ['CloudTrail-Insight', 'CloudTrail-NetworkActivity'])
      expect(sort(KEY.replaceAll('CloudTrail', kind))).toMatchObject({
        wanted: [{ accountRegion: { kind }, day: '2024-01-31' }],
        hasForeign: false,
      });
  });

  it('are nobody’s when they are digests, aggregated events, other services’ logs, or older than the start', () => {
    for (const key of [
      KEY.replace('/CloudTrail/', '/CloudTrail-Digest/'),
      KEY.replace('/CloudTrail/', '/CloudTrail-Aggregated/'),
      KEY.replace('/CloudTrail/', '/elasticloadbalancing/'),
      KEY.replace('/31/', '/30/'),
    ])
      expect(sort(key)).toEqual({ wanted: [], hasForeign: false });
  });

  it('are nobody’s between the last day of history and the day on which the source was made', () => {
    const source = { ...SOURCE, end: '2024-02-02' };
    const wanted = ['2024/01/31', '2024/02/02', '2024/02/03', '2024/02/09', '2024/02/10'].filter((day) => {
      const object = { bucket: 'logs', key: KEY.replace('2024/01/31', day), size: 1 };
      return sortObjects([object], source).wanted.length > 0;
    });
    expect(wanted).toEqual(['2024/01/31', '2024/02/02', '2024/02/10']);
  });

  it('are nobody’s in accounts and regions that the source leaves out', () => {
    const objects = [{ bucket: 'logs', key: KEY, size: 1 }];
    for (const without of [{ excludeAccounts: ['111122223333'] }, { excludeRegions: ['us-east-1'] }])
      expect(sortObjects(objects, { ...SOURCE, ...without })).toEqual({ wanted: [], hasForeign: false });
  });

  it('may be somebody else’s in another bucket, and beside the source’s prefix', () => {
    expect(sort(KEY, 'other')).toEqual({ wanted: [], hasForeign: true });
    expect(sort(KEY.replace('audit/', ''))).toEqual({ wanted: [], hasForeign: true });
    const both = sortObjects(
      [
        { bucket: 'other', key: KEY, size: 1 },
        { bucket: 'logs', key: KEY, size: 1 },
      ],
      SOURCE,
    );
    expect(both).toMatchObject({ wanted: [{ key: KEY }], hasForeign: true });
  });
});
