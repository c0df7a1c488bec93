import { describe, expect, it } from 'vitest';
import { FakeBucket } from '../../test/fakes/fake_bucket';
import { AwsError } from '../errors';
import { describeLookAlikes, findLookAlikes } from './look_alikes';

const { signal } = new AbortController();
const LOG = 'AWSLogs/111122223333/CloudTrail/us-east-1/2024/01/31/a.json.gz';

function bucketOf(keys: readonly string[]): FakeBucket {
  const bucket = new FakeBucket();
  for (const key of keys) bucket.put(key, Buffer.alloc(1));
  return bucket;
}
const found = (keys: readonly string[], prefix: string) => findLookAlikes(bucketOf(keys), prefix, signal);

describe('what starts like a prefix that finds nothing', () => {
  it('is the prefix with the rest of its name, and where the folders are (pain 29)', async () => {
    const keys = [`org/audit-2024/${LOG}`, 'org/audio/a.mp3', 'other/a'];
    expect(await found(keys, 'org/audi')).toEqual({
      withLogs: ['org/audit-2024/'],
      folders: ['org/audio/', 'org/audit-2024/'],
    });
  });

  it('is what lies beside a name that is not there, one level up or more', async () => {
    const keys = [`org/audit/${LOG}`, 'org/billing/a'];
    for (const prefix of ['org/AUDIT', 'org/trail/2024/', 'org'])
      expect((await found(keys, prefix)).withLogs).toEqual(['org/audit/']);
  });

  it('is the bucket itself where it needs no prefix, and the part before AWSLogs where it was typed too', async () => {
    expect((await found([LOG], 'wrong/')).withLogs).toEqual(['']);
    expect((await found([`org/${LOG}`], 'org/AWSLogs/')).withLogs).toEqual(['org/']);
    expect((await found([`org/${LOG}`], 'org/AWSLogs/111122223333')).withLogs).toEqual(['org/']);
  });

  it('is nothing in an empty bucket, and in one that may not be listed', async () => {
    const nothing = { withLogs: [], folders: [] };
    expect(await found([], 'any')).toEqual(nothing);
    const closed = bucketOf([LOG]);
    closed.list = () => {
      throw new AwsError('aws_access_denied', 'no');
    };
    expect(await findLookAlikes(closed, 'any', signal)).toEqual(nothing);
  });

  it('costs few listings, whatever the bucket holds', async () => {
    const bucket = bucketOf(Array.from({ length: 300 }, (_, i) => `folder ${i}/sub/key`));
    const { folders } = await findLookAlikes(bucket, 'a/'.repeat(500), signal);
    expect(folders).toHaveLength(5);
    // eight starts, the bucket itself, and below each of five folders
    expect(bucket.listings).toHaveLength(14);
  });

  it('is told in a sentence', () => {
    expect(describeLookAlikes('b', { withLogs: ['org/'], folders: ['org/'] })).toContain('"org/"');
    expect(describeLookAlikes('b', { withLogs: [], folders: ['x/', 'y/'] })).toContain('"x/", "y/"');
    expect(describeLookAlikes('b', { withLogs: [], folders: [] })).toBe('');
  });
});
