/** What holds of the documents of any record whatever. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { hostileJson, hostileObject } from '../../test/generate/hostile_json';
import { Random } from '../../test/generate/random';
import { isObject } from '../cloudtrail/record';
import { ObjectError } from '../errors';
import type { DocumentOptions } from './document_options';
import type { EventDocument } from './to_document';
import { toDocument } from './to_document';

const NAMES = [
  ...['eventID', 'eventName', 'eventSource', 'eventVersion', 'eventCategory', 'awsRegion', 'sourceIPAddress'],
  ...['userAgent', 'userIdentity', 'resources', 'tlsDetails', 'errorCode', 'readOnly', 'recipientAccountId'],
  ...['requestParameters', 'responseElements', 'additionalEventData', 'serviceEventDetails', 'addendum'],
  ...['insightDetails', 'sharedEventID', 'managementEvent', 'apiVersion', '__proto__', 'constructor', ''],
];
const EVENT_NAMES = [
  'ConsoleLogin',
  'AssumeRole',
  'CreateUser',
  'RunInstances',
  'PutBucketPolicy',
  'toString',
];
const IDENTITY = [
  'type',
  'arn',
  'userName',
  'accountId',
  'sessionContext',
  'invokedBy',
  'onBehalfOf',
  'principalId',
];

function documentOf(text: string, options: Partial<DocumentOptions> = {}): EventDocument {
  return toDocument(Buffer.from(text), 0, {
    origin: {
      ...{
        bucket: 'b',
        bucketArn: 'arn:aws:s3:::b',
        key: 'k',
        accountId: '111122223333',
        namespace: 'default',
        isBackfill: false,
      },
      keyTime: Date.UTC(2024, 0, 31),
    },
    geo: { lookup: () => undefined, available: false, attributions: [] },
    now: Date.UTC(2024, 1, 1),
    options: {
      ...{ freeForm: 'both', keepsOriginal: true, hasEntityFields: true, redaction: undefined },
      ...options,
    },
  });
}

function codeOf(text: string): string {
  try {
    documentOf(text);
    return 'a document';
  } catch (error) {
    if (error instanceof ObjectError) return error.code;
    throw error;
  }
}

/** JSON texts, hostile ones as well as fast-check's own. */
const json = fc.oneof(
  fc.json(),
  fc.integer().map((seed) => hostileJson(new Random(String(seed)))),
  fc.integer().map((seed) => hostileObject(new Random(String(seed)))),
  fc.constantFrom(...EVENT_NAMES).map((name) => JSON.stringify(name)),
);
const userIdentity = fc
  .array(fc.tuple(fc.constantFrom(...IDENTITY), json), { maxLength: 8 })
  .map((members) => objectText(members));
const recordText = fc
  .array(
    fc.oneof(
      fc.tuple(fc.constantFrom(...NAMES), json),
      fc.tuple(fc.string({ unit: 'binary', maxLength: 5 }), json),
      fc.tuple(fc.constant('userIdentity'), userIdentity),
    ),
    { maxLength: 12 },
  )
  .map((members) => objectText(members));

function objectText(members: readonly (readonly [string, string])[]): string {
  return `{${members.map(([name, value]) => `${JSON.stringify(name)}:${value}`).join(',')}}`;
}

describe('the document of any record', () => {
  // no eventTime in these: the key has a time, one of the record's may be out of range
  it('is made without an error, and is the same each time', () => {
    fc.assert(
      fc.property(
        recordText,
        fc.constantFrom('both', 'flattened', 'string', 'none'),
        fc.boolean(),
        (text, freeForm, hasEntityFields) => {
          const first = documentOf(text, { freeForm, hasEntityFields });
          const again = documentOf(text, { freeForm, hasEntityFields });
          expect(JSON.stringify(again)).toBe(JSON.stringify(first));
          expect(JSON.stringify(first.source)).toMatch(/^\{"event":\{"/);
          expect(first.id).toMatch(/^[\w-]{27}$/);
        },
      ),
      { numRuns: 400 },
    );
  });

  it('does not exist only where the time is out of range', () => {
    const times = fc.oneof(
      json,
      fc.date({ noInvalidDate: true }).map((date) => JSON.stringify(date)),
    );
    fc.assert(
      fc.property(recordText, times, (text, time) => {
        const record = text === '{}' ? `{"eventTime":${time}}` : `${text.slice(0, -1)},"eventTime":${time}}`;
        expect(['a document', 'event_time_out_of_range']).toContain(codeOf(record));
      }),
      { numRuns: 300 },
    );
  });

  it('does not exist for JSON that is no object, and for nothing but JSON', () => {
    fc.assert(
      fc.property(json, (text) => {
        if (!isObject(JSON.parse(text))) expect(codeOf(text)).toBe('record_not_object');
        expect(codeOf(`${text}}`)).toBe('bad_json');
      }),
    );
  });
});
