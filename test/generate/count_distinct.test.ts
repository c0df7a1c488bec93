/** Counting by the rule, on objects small enough to count by eye. */
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import type { BucketObject } from './bucket_object';
import {
  countBy,
  countDistinct,
  distinctRecords,
  fieldOf,
  isFailedSignIn,
  isRootUse,
} from './count_distinct';

const KEY =
  'AWSLogs/111111111111/CloudTrail/us-east-1/2024/01/31/111111111111_CloudTrail_us-east-1_20240131T0905Z_AAAAAAAAAAAAAAAA.json.gz';
const OTHER_KEY = KEY.replaceAll('111111111111', '222222222222');
const NOW = Date.UTC(2024, 1, 1);

function object(key: string, ...records: unknown[]): BucketObject {
  return { key, body: gzipSync(JSON.stringify({ Records: records })) };
}

const event = { eventID: 'a', recipientAccountId: '111111111111', eventTime: '2024-01-31T09:00:00Z' };

describe('countDistinct', () => {
  it('takes one event in two objects, and one without category beside one of category Management, for one', () => {
    const objects = [object(KEY, event), object(KEY, event, { ...event, eventCategory: 'Management' })];
    expect(countDistinct(objects, NOW)).toMatchObject({
      objects: 2,
      records: 3,
      distinct: 1,
      conflicting: 1,
    });
  });

  it('tells events apart by account and by category', () => {
    const data = { ...event, eventCategory: 'Data' };
    const elsewhere = { ...event, recipientAccountId: '333333333333' };
    expect(countDistinct([object(KEY, event, data, elsewhere)], NOW)).toMatchObject({
      distinct: 3,
      perAccount: { '111111111111': 2, '333333333333': 1 },
    });
  });

  it('takes the account of the key where the record names none', () => {
    const silent = { eventID: 'a', eventTime: event.eventTime };
    expect(countDistinct([object(KEY, event, silent), object(OTHER_KEY, silent)], NOW).distinct).toBe(2);
  });

  it('compares whole records without an eventID', () => {
    const one = { eventTime: event.eventTime, eventName: 'One' };
    const other = { eventTime: event.eventTime, eventName: 'Other' };
    expect(countDistinct([object(KEY, one, other, one)], NOW).distinct).toBe(2);
  });

  it('counts events from before CloudTrail and from more than a day ahead as out of range', () => {
    const at = (eventID: string, eventTime: string): object => ({ ...event, eventID, eventTime });
    const count = countDistinct(
      [
        object(
          KEY,
          at('1', '2013-10-31T23:59:59Z'),
          at('2', '2013-11-01T00:00:00Z'),
          at('3', '2024-02-02T00:00:00Z'),
          at('4', '2024-02-02T00:00:01Z'),
        ),
      ],
      NOW,
    );
    expect(count).toMatchObject({ distinct: 4, outOfRange: 2, expectedDocuments: 2 });
  });

  it('takes the stamp of the key for a time that is absent or unreadable', () => {
    const objects = [
      object(KEY, { ...event, eventTime: undefined }, { eventID: 'b', eventTime: 'yesterday' }),
    ];
    const times = [...distinctRecords(objects, NOW)].map(({ at }) => at);
    expect(times).toEqual([Date.UTC(2024, 0, 31, 9, 5), Date.UTC(2024, 0, 31, 9, 5)]);
  });

  it('names what is no log file, passes over digests and counts elements that are no records', () => {
    const objects = [
      object(KEY, event, null, 7),
      { key: OTHER_KEY, body: Buffer.from('{"Records":[') },
      { key: KEY.replaceAll('CloudTrail', 'CloudTrail-Digest'), body: Buffer.from('{}') },
    ];
    expect(countDistinct(objects, NOW)).toMatchObject({
      objects: 3,
      digests: 1,
      unreadable: [OTHER_KEY],
      records: 1,
      notRecords: 2,
    });
  });

  it('lets tests count by what they like', () => {
    const signIn = { eventName: 'ConsoleLogin', responseElements: { ConsoleLogin: 'Failure' } };
    const records = [
      ...distinctRecords(
        [
          object(
            KEY,
            { ...event, ...signIn, userIdentity: { type: 'IAMUser', userName: 'eve' } },
            { ...event, eventID: 'b', userIdentity: { type: 'Root' } },
            { ...event, eventID: 'c', userIdentity: { type: 'Root', invokedBy: 'support.amazonaws.com' } },
            { ...event, eventID: 'd', userIdentity: { type: 'Root', invokedBy: 'signin.amazonaws.com' } },
          ),
        ],
        NOW,
      ),
    ];
    expect(records.filter(isFailedSignIn).map(({ record }) => record['eventID'])).toEqual(['a']);
    expect(records.filter(isRootUse).map(({ record }) => record['eventID'])).toEqual(['b', 'd']);
    const types = countBy(records, ({ record }) => String(fieldOf(record, 'userIdentity', 'type')));
    expect([...types]).toEqual([
      ['Root', 3],
      ['IAMUser', 1],
    ]);
  });
});
