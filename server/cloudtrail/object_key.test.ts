import { describe, expect, it } from 'vitest';
import { LOG_KINDS } from '../../common/log_kinds';
import {
  accountOfFolder,
  dayPrefix,
  isOrganizationFolder,
  kindOfFolder,
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
  kind: 'CloudTrail',
} as const;
const KEY =
  'audit/AWSLogs/o-exampleorg1/111122223333/CloudTrail/us-gov-west-1/2024/02/29/111122223333_CloudTrail_us-gov-west-1_20240229T2355Z_AbCdEfGhIjKlMnOp.json.gz';
const OTHER_KINDS = ['CloudTrail-Insight', 'CloudTrail-NetworkActivity'] as const;
const ofKind = (kind: string) =>
  KEY.replace('/CloudTrail/', `/${kind}/`).replace('_CloudTrail_', `_${kind}_`);

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

  it('builds prefixes, and reads keys and stamps, of Insights and of network activity', () => {
    for (const kind of OTHER_KINDS) {
      const place = { ...PLACE, kind };
      expect(ofKind(kind).startsWith(dayPrefix(place, '2024-02-29'))).toBe(true);
      expect(placeOfKey(ofKind(kind), 'audit')).toEqual({ accountRegion: place, day: '2024-02-29' });
      expect(stampOfKey(ofKind(kind))).toBe(Date.UTC(2024, 1, 29, 23, 55));
      const startAfter = startAfterMinute(place, '2024-02-29', Date.UTC(2024, 1, 29, 23, 55, 30));
      expect(startAfter < ofKind(kind)).toBe(true);
      expect(startAfter > ofKind(kind).replace('T2355Z', 'T2354Z')).toBe(true);
      // AWS says the folders only: files in them that are named like the others are not passed over
      expect(startAfter < KEY.replace('/CloudTrail/', `/${kind}/`)).toBe(true);
    }
  });

  it('knows the kind of a folder below an account, and takes digests for the regions of plain events', () => {
    const account = { accountId: '111122223333', accountPrefix: 'AWSLogs/111122223333/' };
    for (const kind of LOG_KINDS)
      expect(kindOfFolder(`AWSLogs/111122223333/${kind}/`)).toEqual({ ...account, kind });
    expect(kindOfFolder('AWSLogs/111122223333/CloudTrail-Digest/')).toEqual({
      ...account,
      kind: 'CloudTrail',
    });
    for (const folder of ['CloudTrail-Aggregated', 'Config', 'CloudTrail/us-east-1'])
      expect(kindOfFolder(`AWSLogs/111122223333/${folder}/`)).toBeUndefined();
  });

  it('reads off a key what a listing below the prefix would find it under, and nothing off other keys', () => {
    expect(placeOfKey(KEY, 'audit')).toEqual({ accountRegion: PLACE, day: '2024-02-29' });
    const plain = KEY.replace('audit/AWSLogs/o-exampleorg1/', 'AWSLogs/');
    expect(placeOfKey(plain, '')?.accountRegion.accountPrefix).toBe('AWSLogs/111122223333/');
    for (const key of [
      plain.replace('/CloudTrail/', '/CloudTrail-Digest/'),
      plain.replace('/CloudTrail/', '/CloudTrail-Aggregated/'),
      plain.replace('/CloudTrail/', '/vpcflowlogs/'),
      plain.replace('/02/29/', '/02/30/'),
      plain.replace('/2024/', '/'),
      plain.slice(0, plain.lastIndexOf('/') + 1),
      `other/${plain}`,
    ])
      expect(placeOfKey(key, '')).toBeUndefined();
  });
});
