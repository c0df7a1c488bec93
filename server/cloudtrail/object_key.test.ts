import { describe, expect, it } from 'vitest';
import {
  accountOfFolder,
  dayPrefix,
  isOrganizationFolder,
  logsRoot,
  placeOfKey,
  regionOfFolder,
  stampOfKey,
  startAfterMinute,
  timeOfKey,
} from './object_key';

const PLACE = {
  accountId: '111122223333',
  region: 'us-gov-west-1',
  accountPrefix: 'audit/AWSLogs/o-exampleorg1/111122223333/',
};
const KEY =
  'audit/AWSLogs/o-exampleorg1/111122223333/CloudTrail/us-gov-west-1/2024/02/29/111122223333_CloudTrail_us-gov-west-1_20240229T2355Z_AbCdEfGhIjKlMnOp.json.gz';

describe('object keys', () => {
  it('builds prefixes below any prefix, of one level or more (pain 29)', () => {
    expect(logsRoot('')).toBe('AWSLogs/');
    expect(logsRoot('a/b')).toBe('a/b/AWSLogs/');
    expect(logsRoot('a/b/')).toBe('a/b/AWSLogs/');
    expect(dayPrefix(PLACE, '2024-02-29')).toBe(
      'audit/AWSLogs/o-exampleorg1/111122223333/CloudTrail/us-gov-west-1/2024/02/29/',
    );
    expect(KEY.startsWith(dayPrefix(PLACE, '2024-02-29'))).toBe(true);
  });

  it('reads account, organisation and region off folders, GovCloud and China included (pain 31)', () => {
    expect(accountOfFolder('AWSLogs/111122223333/')).toBe('111122223333');
    expect(accountOfFolder('AWSLogs/o-exampleorg1/')).toBeUndefined();
    expect(isOrganizationFolder('AWSLogs/o-exampleorg1/')).toBe(true);
    expect(isOrganizationFolder('AWSLogs/other/')).toBe(false);
    expect(regionOfFolder('x/CloudTrail/cn-north-1/')).toBe('cn-north-1');
    expect(regionOfFolder('x/CloudTrail/us-iso-east-1/')).toBe('us-iso-east-1');
    expect(regionOfFolder('x/CloudTrail/2024/')).toBeUndefined();
  });

  it('reads the stamp of a file name in UTC, and the day folder where the name is not CloudTrail’s (pain 37)', () => {
    expect(stampOfKey(KEY)).toBe(Date.UTC(2024, 1, 29, 23, 55));
    expect(stampOfKey('AWSLogs/1/CloudTrail/us-east-1/2024/01/02/other.json.gz')).toBeUndefined();
    expect(timeOfKey('AWSLogs/1/CloudTrail/us-east-1/2024/01/02/other.json.gz')).toBe(Date.UTC(2024, 0, 2));
    expect(timeOfKey('other.json.gz')).toBeUndefined();
  });

  it('starts a listing before every file of the minute and after every file of the minute before', () => {
    const startAfter = startAfterMinute(PLACE, '2024-02-29', Date.UTC(2024, 1, 29, 23, 55, 30));
    expect(startAfter < KEY).toBe(true);
    expect(startAfter > KEY.replace('T2355Z', 'T2354Z')).toBe(true);
  });

  it('reads off a key what a listing below the prefix would find it under, and nothing off other keys', () => {
    expect(placeOfKey(KEY, 'audit')).toEqual({ accountRegion: PLACE, day: '2024-02-29' });
    const plain = KEY.replace('audit/AWSLogs/o-exampleorg1/', 'AWSLogs/');
    expect(placeOfKey(plain, '')?.accountRegion.accountPrefix).toBe('AWSLogs/111122223333/');
    for (const key of [
      plain.replace('/CloudTrail/', '/CloudTrail-Digest/'),
      plain.replace('/CloudTrail/', '/CloudTrail-Insight/'),
      plain.replace('/CloudTrail/', '/vpcflowlogs/'),
      plain.replace('/02/29/', '/02/30/'),
      plain.replace('/2024/', '/'),
      plain.slice(0, plain.lastIndexOf('/') + 1),
      `other/${plain}`,
    ])
      expect(placeOfKey(key, '')).toBeUndefined();
  });
});
