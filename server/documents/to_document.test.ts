import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { JsonObject } from '../cloudtrail/record';
import { isObject } from '../cloudtrail/record';
import { RecordSplitter } from '../cloudtrail/record_splitter';
import { ObjectError } from '../errors';
import type { GeoLookup } from '../geo/geo_lookup';
import { eventsMapping } from '../indices/events_mapping';
import type { DocumentOptions } from './document_options';
import { DEFAULT_DOCUMENT_OPTIONS } from './document_options';
import type { RecordOrigin } from './record_origin';
import type { EventDocument } from './to_document';
import { toDocument } from './to_document';

const FIXTURES = join(__dirname, '../../test/fixtures');
const NOW = Date.UTC(2026, 10, 23, 12);
const DAY_MS = 24 * 60 * 60 * 1000;
const KEY_TIME = Date.UTC(2024, 0, 31, 10, 5);
const ORIGIN: RecordOrigin = {
  bucket: 'trail-bucket',
  bucketArn: 'arn:aws:s3:::trail-bucket',
  key: 'AWSLogs/111122223333/CloudTrail/us-east-1/2024/01/31/111122223333_CloudTrail_us-east-1_20240131T1005Z_a.json.gz',
  accountId: '111122223333',
  keyTime: KEY_TIME,
  namespace: 'default',
  isBackfill: false,
};
/** Puts every address at one point. */
const geo: GeoLookup = {
  lookup: () => ({
    geo: { country_iso_code: 'GB', country_name: 'United Kingdom', location: { lat: 51.5, lon: -0.1 } },
    precision: 'country',
  }),
  available: true,
  attributions: [],
};
const RECORD = {
  eventVersion: '1.08',
  eventTime: '2024-01-31T10:00:00Z',
  eventSource: 's3.amazonaws.com',
  eventName: 'GetObject',
  eventID: '5b2a5e6c-0c5f-4d9e-8f0b-1c2d3e4f5a6b',
};

function ofText(
  text: string,
  origin: Partial<RecordOrigin> = {},
  options: Partial<DocumentOptions> = {},
): EventDocument {
  return toDocument(Buffer.from(text), 12, {
    origin: { ...ORIGIN, ...origin },
    geo,
    now: NOW,
    options: { ...DEFAULT_DOCUMENT_OPTIONS, ...options },
  });
}
function of(record: unknown, origin: Partial<RecordOrigin> = {}): EventDocument {
  return ofText(JSON.stringify(record), origin);
}
/** As it reaches Elasticsearch. */
function stored(record: unknown, origin: Partial<RecordOrigin> = {}): JsonObject {
  return JSON.parse(JSON.stringify(of(record, origin).source)) as JsonObject;
}
function at(value: unknown, path: string): unknown {
  return path.split('.').reduce<unknown>((inner, name) => (isObject(inner) ? inner[name] : undefined), value);
}
function codeOf(run: () => unknown): string {
  try {
    run();
  } catch (error) {
    if (error instanceof ObjectError) return error.code;
    throw error;
  }
  return 'no error';
}

/** All that a namespace can ask for. */
const EVERYTHING: DocumentOptions = {
  ...DEFAULT_DOCUMENT_OPTIONS,
  keepsOriginal: true,
  hasEntityFields: true,
};

/** Dotted paths of all values, without those within `flattened` fields and geo points. */
function leafPaths(value: unknown, path = ''): string[] {
  if (/^aws\.cloudtrail\.flattened\..|\.location$|web_id_federation_data\.attributes$/.test(path))
    return [path];
  if (Array.isArray(value)) return value.flatMap((item) => leafPaths(item, path));
  if (!isObject(value)) return [path];
  return Object.entries(value).flatMap(([name, inner]) =>
    leafPaths(inner, path === '' ? name : `${path}.${name}`),
  );
}

function mappedPaths(properties: unknown, path = ''): string[] {
  return Object.entries(isObject(properties) ? properties : {}).flatMap(([name, field]) => {
    const own = path === '' ? name : `${path}.${name}`;
    const inner = isObject(field) ? field['properties'] : undefined;
    return inner === undefined ? [own] : mappedPaths(inner, own);
  });
}

function* fixtureRecords(): Generator<Buffer> {
  for (const set of readdirSync(FIXTURES, { withFileTypes: true })) {
    if (!set.isDirectory()) continue;
    for (const file of readdirSync(join(FIXTURES, set.name))) {
      if (!file.endsWith('.json')) continue;
      const splitter = new RecordSplitter({ maxRecordBytes: 2 * 1024 * 1024 });
      for (const { bytes } of splitter.push(readFileSync(join(FIXTURES, set.name, file))))
        if (bytes !== undefined) yield bytes;
    }
  }
}

describe('the time of an event', () => {
  it('is eventTime, whose offset counts', () => {
    expect(of(RECORD).time).toBe(Date.UTC(2024, 0, 31, 10));
    expect(of({ ...RECORD, eventTime: '2024-01-31T10:00:00+02:00' }).time).toBe(Date.UTC(2024, 0, 31, 8));
    expect(stored(RECORD)['@timestamp']).toBe('2024-01-31T10:00:00.000Z');
  });

  it('is the stamp of the object’s key where eventTime is absent or unreadable, never the clock', () => {
    for (const eventTime of [
      undefined,
      null,
      '',
      'yesterday',
      '2024-01-31 10:00:00',
      1706695200,
      {},
      '2024-13-01T00:00:00Z',
    ])
      expect(of({ ...RECORD, eventTime }).time).toBe(KEY_TIME);
  });

  it('is said to be the key’s where it is', () => {
    expect(stored({ ...RECORD, eventTime: 'yesterday' })).toMatchObject({
      event: { kind: 'pipeline_error' },
      error: { message: [expect.stringContaining('eventTime')] },
    });
    expect(stored(RECORD)).toMatchObject({ event: { kind: 'event' } });
    expect(stored(RECORD)['error']).toBeUndefined();
  });

  it('is refused where neither the record nor the key says it', () => {
    const { eventTime: _time, ...record } = RECORD;
    expect(codeOf(() => of(record, { keyTime: undefined }))).toBe('event_time_out_of_range');
  });

  it('is refused before November 2013', () => {
    expect(codeOf(() => of({ ...RECORD, eventTime: '2013-10-31T23:59:59Z' }))).toBe(
      'event_time_out_of_range',
    );
    expect(of({ ...RECORD, eventTime: '2013-11-01T00:00:00Z' }).time).toBe(Date.UTC(2013, 10, 1));
    expect(codeOf(() => of({ ...RECORD, eventTime: null }, { keyTime: 0 }))).toBe('event_time_out_of_range');
  });

  it('is refused more than a day ahead', () => {
    const ahead = (ms: number) => new Date(NOW + DAY_MS + ms).toISOString();
    expect(of({ ...RECORD, eventTime: ahead(0) }).time).toBe(NOW + DAY_MS);
    expect(codeOf(() => of({ ...RECORD, eventTime: ahead(1) }))).toBe('event_time_out_of_range');
  });

  it('does not depend on the time zone of the machine (pain 37)', () => {
    const before = process.env['TZ'];
    try {
      for (const zone of ['Pacific/Auckland', 'America/St_Johns']) {
        process.env['TZ'] = zone;
        // the zone is really in force
        expect(new Date(Date.UTC(2024, 0, 31)).getTimezoneOffset()).not.toBe(0);
        expect(stored({ ...RECORD, eventTime: '2024-01-31T23:59:59Z' })['@timestamp']).toBe(
          '2024-01-31T23:59:59.000Z',
        );
      }
    } finally {
      if (before === undefined) delete process.env['TZ'];
      else process.env['TZ'] = before;
    }
  });
});

describe('toDocument', () => {
  it('says where the event was found, and what it is', () => {
    const document = stored(RECORD);
    expect(document).toMatchObject({
      event: {
        kind: 'event',
        module: 'aws',
        dataset: 'aws.cloudtrail',
        type: ['info'],
        action: 'GetObject',
        provider: 's3.amazonaws.com',
        outcome: 'success',
        id: RECORD.eventID,
      },
      data_stream: { type: 'logs', dataset: 'aws.cloudtrail', namespace: 'default' },
      cloud: { provider: 'aws', account: { id: '111122223333' }, service: { name: 's3' } },
      input: { type: 'aws-s3' },
      log: { offset: 12, file: { path: `s3://trail-bucket/${ORIGIN.key}` } },
      aws: {
        s3: {
          bucket: { name: 'trail-bucket', arn: 'arn:aws:s3:::trail-bucket' },
          object: { key: ORIGIN.key },
        },
      },
      tags: ['forwarded', 'aws-cloudtrail'],
    });
  });

  it('takes the account of the caller, else the recipient’s, else the key’s', () => {
    const account = (more: JsonObject) => at(stored({ ...RECORD, ...more }), 'cloud.account.id');
    expect(account({ userIdentity: { accountId: '1' }, recipientAccountId: '2' })).toBe('1');
    expect(account({ recipientAccountId: '2' })).toBe('2');
    expect(account({})).toBe('111122223333');
  });

  it('keeps errorCode and errorMessage (pain 41)', () => {
    const document = stored({ ...RECORD, errorCode: 'AccessDenied', errorMessage: 'not authorized' });
    expect(at(document, 'aws.cloudtrail.error_code')).toBe('AccessDenied');
    expect(at(document, 'aws.cloudtrail.error_message')).toBe('not authorized');
    expect(at(document, 'event.outcome')).toBe('failure');
  });

  it('writes a failed sign-in as failure, with and without MFA (pain 40)', () => {
    const signIn = (answer: string, mfa: string) =>
      stored({
        ...RECORD,
        eventName: 'ConsoleLogin',
        userIdentity: { type: 'Root', accountId: '111122223333' },
        responseElements: { ConsoleLogin: answer },
        additionalEventData: { MFAUsed: mfa, MobileVersion: 'No', LoginTo: 'https://console.aws.amazon.com' },
      });
    expect(at(signIn('Failure', 'No'), 'event.outcome')).toBe('failure');
    expect(at(signIn('Success', 'Yes'), 'event.outcome')).toBe('success');
    const mfaUsed = 'aws.cloudtrail.console_login.additional_eventdata.mfa_used';
    expect(at(signIn('Success', 'Yes'), mfaUsed)).toBe(true);
    expect(at(signIn('Success', 'No'), mfaUsed)).toBe(false);
  });

  it('names the human behind a role in cloudtrail.actor (pain 42)', () => {
    const document = stored({
      ...RECORD,
      userIdentity: {
        type: 'AssumedRole',
        arn: 'arn:aws:sts::111122223333:assumed-role/Admin/alice@example.org',
        accountId: '111122223333',
        sessionContext: { sessionIssuer: { userName: 'Admin' } },
      },
    });
    expect(at(document, 'cloudtrail.actor.name')).toBe('alice@example.org');
    expect(at(document, 'user.name')).toBe('Admin');
  });

  it('never gives a place to AWS itself (pain 11)', () => {
    const document = stored({ ...RECORD, sourceIPAddress: 'AWS Internal' });
    expect(document['source']).toEqual({ address: 'AWS Internal' });
    expect(document['cloudtrail']).toEqual({ source_type: 'aws_service' });
  });

  it('gives what is no address nothing that could pass for an outside one (pain 10)', () => {
    for (const sourceIPAddress of ['AWS Internal', 'support.amazonaws.com', '035.249.253.232', 'localhost']) {
      const document = stored({ ...RECORD, sourceIPAddress });
      expect(document['source']).toEqual({ address: sourceIPAddress });
      expect(at(document, 'related.ip')).toBeUndefined();
    }
  });

  it('keeps address and program of AWS itself where AWS hides the caller (pain 11)', () => {
    const hidden = { sourceIPAddress: 'ecr.amazonaws.com', userAgent: 'ecr.amazonaws.com' };
    expect(stored({ ...RECORD, ...hidden })).toMatchObject({
      source: { address: 'ecr.amazonaws.com' },
      user_agent: { original: 'ecr.amazonaws.com', name: 'Other', device: { name: 'Other' } },
      cloudtrail: { source_type: 'aws_service' },
    });
  });

  it('keeps place and network of an address side by side', () => {
    const document = toDocument(Buffer.from(JSON.stringify({ ...RECORD, sourceIPAddress: '192.0.2.1' })), 0, {
      origin: ORIGIN,
      geo: {
        ...geo,
        lookup: () => ({ as: { number: 64496, organization: { name: 'Example Net' } } }),
      },
      now: NOW,
      options: DEFAULT_DOCUMENT_OPTIONS,
    });
    expect(document.source['source']).toEqual({
      address: '192.0.2.1',
      ip: '192.0.2.1',
      as: { number: 64496, organization: { name: 'Example Net' } },
    });
  });

  it('keeps an addendum beside the event that it corrects, and says which that is (pain 23)', () => {
    const addendum = {
      ...RECORD,
      eventID: '0d4bd8e2-6f27-4c6c-9d43-6c1f35b8b0aa',
      addendum: { reason: 'UPDATED_DATA', updatedFields: 'errorCode', originalEventID: RECORD.eventID },
      errorCode: 'AccessDenied',
    };
    expect(of(addendum).id).not.toBe(of(RECORD).id);
    expect(at(stored(addendum), 'aws.cloudtrail.addendum.original_event_id')).toBe(
      at(stored(RECORD), 'event.id'),
    );
  });

  it('is one document for an event that two trails deliver (pain 24)', () => {
    const other = { bucket: 'trail-bucket', key: `org/${ORIGIN.key}`, accountId: '999988887777' };
    const record = { ...RECORD, recipientAccountId: '111122223333' };
    expect(of(record, other).id).toBe(of(record).id);
  });

  it('leaves the time of writing to the writer, so that rules that look at it miss nothing late (pain 25)', () => {
    expect(Object.keys(stored(RECORD)['event'] as JsonObject)).not.toContain('ingested');
    expect(Object.keys(stored(RECORD)['event'] as JsonObject)).not.toContain('created');
  });

  it('keeps the whole record as text where the namespace asks for it', () => {
    const text = JSON.stringify({ ...RECORD, edgeDeviceDetails: { type: 'snow' } }, undefined, 1);
    const { event, tags } = ofText(text, {}, { keepsOriginal: true }).source;
    expect(event['original']).toBe(text);
    expect(tags).toEqual(['forwarded', 'aws-cloudtrail', 'preserve_original_event']);
    expect(ofText(text).source.event['original']).toBeUndefined();
    expect(JSON.stringify(ofText(text))).not.toContain('edgeDeviceDetails');
  });

  it('is named for IAM targets, groups and the caller in one user', () => {
    const document = stored({
      ...RECORD,
      eventSource: 'iam.amazonaws.com',
      eventName: 'AddUserToGroup',
      userIdentity: { type: 'IAMUser', principalId: 'AIDAALICE', userName: 'alice' },
      requestParameters: { userName: 'bob', groupName: 'admins' },
    });
    expect(document).toMatchObject({
      event: { category: ['iam'], type: ['group', 'change'] },
      user: { id: 'AIDAALICE', name: 'alice', target: { name: 'bob' } },
      group: { name: 'admins' },
      related: { user: ['bob', 'AIDAALICE', 'alice'] },
    });
  });

  it('keeps what an Insights event noticed, and names no call and no service', () => {
    const insightDetails = {
      state: 'Start',
      eventSource: 'ssm.amazonaws.com',
      eventName: 'UpdateInstanceInformation',
      insightType: 'ApiCallRateInsight',
      insightContext: { statistics: { baseline: { average: 85.4202380952 }, insight: { average: 664 } } },
    };
    const document = stored({
      eventVersion: '1.07',
      eventTime: '2024-01-31T10:00:00Z',
      awsRegion: 'us-east-1',
      eventID: 'i',
      eventType: 'AwsCloudTrailInsight',
      recipientAccountId: '111122223333',
      sharedEventID: 's',
      insightDetails,
      eventCategory: 'Insight',
    });
    expect(document['event']).toEqual({
      kind: 'event',
      module: 'aws',
      dataset: 'aws.cloudtrail',
      type: ['info'],
      id: 'i',
      outcome: 'success',
    });
    expect(at(document, 'aws.cloudtrail')).toEqual({
      event_version: '1.07',
      event_category: 'Insight',
      event_type: 'AwsCloudTrailInsight',
      recipient_account_id: '111122223333',
      shared_event_id: 's',
      flattened: { insight_details: insightDetails },
    });
    for (const absent of ['user', 'source', 'user_agent', 'related', 'tls', 'cloudtrail'])
      expect(document[absent]).toBeUndefined();
  });

  it('keeps the VPC endpoint of network activity', () => {
    const document = stored({
      ...RECORD,
      eventType: 'AwsVpceEvent',
      eventCategory: 'NetworkActivity',
      vpcEndpointId: 'vpce-0123456789abcdef0',
      vpcEndpointAccountId: '444455556666',
      errorCode: 'VpceAccessDenied',
    });
    expect(document).toMatchObject({
      event: { outcome: 'failure', type: ['info'] },
      aws: {
        cloudtrail: {
          event_category: 'NetworkActivity',
          vpc_endpoint_id: 'vpce-0123456789abcdef0',
          vpc_endpoint_account_id: '444455556666',
        },
      },
    });
  });

  it('stores no empty object', () => {
    const empty = { userIdentity: {}, tlsDetails: {}, resources: [], addendum: {} };
    for (const record of [{ ...RECORD, ...empty }, RECORD, { eventTime: RECORD.eventTime }])
      expect(JSON.stringify(stored(record))).not.toMatch(/\{\}|\[\]/);
  });

  it('takes whatever shape the four free-form objects have (pain 1)', () => {
    const shapes = ['text', 17, true, ['a'], { path: { deeper: [1] } }, { path: 'text' }];
    for (const shape of shapes) {
      const document = stored({
        ...RECORD,
        requestParameters: shape,
        responseElements: shape,
        additionalEventData: shape,
        serviceEventDetails: shape,
      });
      const value = isObject(shape) ? shape : { value: shape };
      expect(at(document, 'aws.cloudtrail.flattened')).toEqual({
        request_parameters: value,
        response_elements: value,
        additional_eventdata: value,
        service_event_details: value,
      });
    }
    for (const nothing of [null, [], {}, { path: [{}] }]) {
      const document = stored({ ...RECORD, requestParameters: nothing });
      expect(at(document, 'aws.cloudtrail.flattened')).toBeUndefined();
    }
  });

  it('keeps a policy of 100 KB whole (pain 6)', () => {
    const policy = 'x'.repeat(100 * 1024);
    const document = stored({ ...RECORD, requestParameters: { policy } });
    expect(at(document, 'aws.cloudtrail.flattened.request_parameters.policy')).toBe(policy);
  });

  it('marks a document in which something had to be cut, and a back-filled one', () => {
    expect(stored({ ...RECORD, responseElements: { 'a\0': 1 } })['tags']).toContain(
      'cloudtrail_free_form_cut',
    );
    expect(stored(RECORD, { isBackfill: true })['tags']).toContain('backfill');
  });

  it('keeps apiVersion as the text it is (pain 2)', () => {
    expect(at(stored({ ...RECORD, apiVersion: 'v20160216' }), 'aws.cloudtrail.api_version')).toBe(
      'v20160216',
    );
    expect(at(stored({ ...RECORD, apiVersion: 20160216 }), 'aws.cloudtrail.api_version')).toBe('20160216');
  });

  it('splits the TLS version into protocol and number', () => {
    const tls = (tlsVersion: unknown) =>
      stored({ ...RECORD, tlsDetails: { tlsVersion, cipherSuite: 'X' } })['tls'];
    expect(tls('TLSv1.3')).toEqual({ version: '1.3', version_protocol: 'tls', cipher: 'X' });
    expect(tls('1.2')).toEqual({ version: '1.2', cipher: 'X' });
    expect(tls('tlsVersion')).toBeUndefined();
  });

  it('lists each resource once', () => {
    const bucket = { ARN: 'arn:aws:s3:::b', accountId: '1', type: 'AWS::S3::Bucket' };
    const document = stored({ ...RECORD, resources: [bucket, bucket, 'odd', { arn: 'arn:aws:s3:::b/k' }] });
    expect(at(document, 'aws.cloudtrail.resources')).toEqual([
      { arn: 'arn:aws:s3:::b', account_id: '1', type: 'AWS::S3::Bucket' },
      { arn: 'arn:aws:s3:::b/k' },
    ]);
  });

  it('refuses what is no JSON object, and only with an ObjectError', () => {
    for (const text of ['{', '', 'undefined', '{"a":1', '\u{feff}{}'])
      expect(codeOf(() => ofText(text))).toBe('bad_json');
    for (const text of ['1', '"x"', 'null', '[]', 'true'])
      expect(codeOf(() => ofText(text))).toBe('record_not_object');
  });

  it('takes a record with fields of any type and depth, or refuses it with an ObjectError', () => {
    const names = [
      ...['eventTime', 'eventID', 'eventName', 'eventSource', 'sourceIPAddress', 'userIdentity', 'resources'],
      ...[
        'requestParameters',
        'responseElements',
        'additionalEventData',
        'tlsDetails',
        'errorCode',
        'readOnly',
      ],
      ...['recipientAccountId', 'eventCategory', 'userAgent', '__proto__', 'toJSON'],
    ];
    const value = fc.oneof(fc.jsonValue({ maxDepth: 6 }), fc.constant('2024-01-31T10:00:00Z'));
    const record = fc.uniqueArray(fc.tuple(fc.constantFrom(...names), value), {
      selector: ([name]) => name,
    });
    const text = fc.oneof(
      record.map((fields) => `{${fields.map(([name, v]) => `"${name}":${JSON.stringify(v)}`).join(',')}}`),
      fc.jsonValue().map((v) => JSON.stringify(v)),
    );
    fc.assert(
      fc.property(text, (json) => {
        let document: EventDocument;
        try {
          document = ofText(json);
        } catch (error) {
          expect(error).toBeInstanceOf(ObjectError);
          return;
        }
        const written = JSON.stringify(document.source);
        expect(JSON.stringify(ofText(json))).toBe(JSON.stringify(document));
        // the writer puts its stamps behind these characters
        expect(written).toMatch(/^\{"event":\{"/);
        expect(JSON.stringify(JSON.parse(written))).toBe(written);
        expect(document.id).toMatch(/^[\w-]{27}$/);
      }),
      { numRuns: 500 },
    );
  });
});

describe('the records of the fixtures', () => {
  const mapped = new Set(mappedPaths(eventsMapping.properties));

  it('become documents, each field of which is in the mapping (pain 1)', () => {
    let documents = 0;
    const refused: string[] = [];
    const unmapped = new Set<string>();
    for (const raw of fixtureRecords()) {
      try {
        const { source } = toDocument(raw, 0, { origin: ORIGIN, geo, now: NOW, options: EVERYTHING });
        const json = JSON.stringify(source);
        if (!json.startsWith('{"event":{"')) throw new Error(`begins otherwise: ${json.slice(0, 40)}`);
        for (const path of leafPaths(JSON.parse(json))) if (!mapped.has(path)) unmapped.add(path);
        documents++;
      } catch (error) {
        if (!(error instanceof ObjectError)) throw error;
        refused.push(error.code);
      }
    }
    expect([...unmapped]).toEqual([]);
    expect(refused).toEqual([]);
    expect(documents).toBe(3054);
  });

  it('are of the kinds that the sets are about', () => {
    const counts: Record<string, number> = {};
    const count = (what: unknown) => {
      const name = String(what);
      counts[name] = (counts[name] ?? 0) + 1;
    };
    for (const raw of fixtureRecords()) {
      const { event } = toDocument(raw, 0, {
        ...{ origin: ORIGIN, geo, now: NOW, options: DEFAULT_DOCUMENT_OPTIONS },
      }).source;
      count(event['outcome']);
      count(event['category'] ?? 'no category');
      count(event['type']);
    }
    // sets of attacks on IAM and EC2: most calls list or fail
    expect(counts).toMatchObject({ success: 2393, failure: 661, 'no category': 2543, info: 2871 });
    expect(counts).toMatchObject({ iam: 188, network: 92, host: 91, authentication: 91, file: 32 });
    expect(counts).toMatchObject({ 'user,info': 83, 'user,change': 40, 'group,change': 2, start: 5 });
  });
});
