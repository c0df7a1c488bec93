import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { hostileJson, hostileObject } from '../../test/generate/hostile_json';
import { Random } from '../../test/generate/random';
import type { RedactedField } from '../../common/redactable_fields';
import { KEPT_FIELDS } from '../../common/redactable_fields';
import type { JsonObject } from '../cloudtrail/record';
import { isObject, objectAt } from '../cloudtrail/record';
import { RecordSplitter } from '../cloudtrail/record_splitter';
import { ObjectError } from '../errors';
import type { GeoLookup } from '../geo/geo_lookup';
import { eventsMapping } from '../indices/events_mapping';
import type { DocumentOptions } from './document_options';
import { createRedaction } from './redaction';
import type { EventDocument } from './to_document';
import { toDocument } from './to_document';

const FIXTURES = join(__dirname, '../../test/fixtures');
const KEY = Buffer.alloc(32, 7);
const NOW = Date.UTC(2026, 10, 23);
const geo: GeoLookup = {
  lookup: () => ({
    geo: { country_iso_code: 'GB', location: { lat: 51.5, lon: -0.1 } },
    precision: 'country',
  }),
  available: true,
  attributions: [],
};
const TOKEN = /^hmac-[\w-]{22}$/;

const fields = (action: RedactedField['action'], ...names: string[]): RedactedField[] =>
  names.map((field) => ({ field, action }));
const hmac = (...names: string[]) => fields('hmac', ...names);
const drop = (...names: string[]) => fields('drop', ...names);

function redactText(json: string, rules: readonly RedactedField[], key = KEY): string {
  return createRedaction(rules, key).redact(Buffer.from(json)).toString();
}
function redact(record: unknown, rules: readonly RedactedField[]): JsonObject {
  return JSON.parse(redactText(JSON.stringify(record), rules)) as JsonObject;
}
function documentOf(
  raw: Buffer,
  rules: readonly RedactedField[],
  options: Partial<DocumentOptions> = {},
): EventDocument {
  return toDocument(raw, 0, {
    origin: {
      ...{
        bucket: 'b',
        bucketArn: 'arn:aws:s3:::b',
        key: 'k',
        accountId: '111122223333',
        namespace: 'default',
      },
      keyTime: Date.UTC(2024, 0, 31),
      isBackfill: false,
    },
    geo,
    now: NOW,
    options: {
      freeForm: 'both',
      keepsOriginal: true,
      hasEntityFields: true,
      redaction: rules.length === 0 ? undefined : createRedaction(rules, KEY),
      ...options,
    },
  });
}

const RECORD = {
  eventVersion: '1.08',
  eventTime: '2024-01-31T10:00:00Z',
  eventSource: 'iam.amazonaws.com',
  eventName: 'CreateUser',
  eventID: '5b2a5e6c-0c5f-4d9e-8f0b-1c2d3e4f5a6b',
  awsRegion: 'us-east-1',
  recipientAccountId: '111122223333',
  readOnly: false,
  sourceIPAddress: '203.0.113.7',
  userAgent: 'aws-cli/2.1',
  userIdentity: {
    type: 'AssumedRole',
    accountId: '111122223333',
    principalId: 'AROAEXAMPLE:alice@example.com',
    arn: 'arn:aws:sts::111122223333:assumed-role/Admin/alice@example.com',
    userName: 'alice@example.com',
  },
  requestParameters: {
    userName: 'bob',
    url: 'https://x.example/?u=alice%40example.com',
    json: JSON.stringify({ who: 'alice@example.com', from: '203.0.113.7' }),
    'alice@example.com': true,
    users: [{ password: 'hunter22' }, { password: 's3cret' }],
  },
};

describe('a redacted field', () => {
  it('holds a token that is the same for the same value, another with another key', () => {
    const once = redact(RECORD, hmac('userIdentity.userName'));
    expect(objectAt(once['userIdentity'])['userName']).toMatch(TOKEN);
    const again = redact(
      { requestParameters: { userName: 'alice@example.com' } },
      hmac('requestParameters.userName'),
    );
    expect(objectAt(again['requestParameters'])['userName']).toBe(objectAt(once['userIdentity'])['userName']);
    const other = redactText(JSON.stringify(RECORD), hmac('userIdentity.userName'), Buffer.alloc(32, 8));
    expect(other).not.toContain(String(objectAt(once['userIdentity'])['userName']));
  });

  it('holds nothing where it is dropped, an object or a list as a whole', () => {
    const { requestParameters, sourceIPAddress } = redact(
      RECORD,
      drop('requestParameters', 'sourceIPAddress'),
    );
    expect([requestParameters, sourceIPAddress]).toEqual([null, null]);
    expect(redact(RECORD, drop('requestParameters.users'))).toMatchObject({
      requestParameters: { users: null, userName: 'bob' },
    });
  });

  it('is found through lists and under any one key', () => {
    const lists = redact(RECORD, hmac('requestParameters.users.password'));
    expect(lists).toMatchObject({
      requestParameters: {
        users: [{ password: expect.stringMatching(TOKEN) }, { password: expect.stringMatching(TOKEN) }],
      },
    });
    const record = {
      requestParameters: { a: { password: 'one-secret' }, b: { c: { password: 'another' } } },
    };
    expect(redact(record, drop('requestParameters.*.password'))).toEqual({
      requestParameters: { a: { password: null }, b: { c: { password: 'another' } } },
    });
  });

  it('has each value in it replaced, numbers and truth values too, but null and empty texts stay', () => {
    const record = { requestParameters: { n: 12.5, yes: true, none: null, empty: '', deep: [{ x: 'y' }] } };
    const { requestParameters } = redact(record, hmac('requestParameters'));
    const token = expect.stringMatching(TOKEN) as unknown;
    expect(requestParameters).toEqual({ n: token, yes: token, none: null, empty: '', deep: [{ x: token }] });
  });

  it('follows the more exact of two rules', () => {
    const record = { requestParameters: { name: 'visible-name', password: 'hunter22' } };
    const both = [...hmac('requestParameters'), ...drop('requestParameters.password')];
    expect(redact(record, both)).toEqual({
      requestParameters: { name: expect.stringMatching(TOKEN) as unknown, password: null },
    });
  });

  it('is found when its key is written with escapes or twice', () => {
    const text = '{"user\\u0041gent":"curl/8","userAgent":"wget/1"}';
    expect(redactText(text, drop('userAgent'))).toBe('{"user\\u0041gent":null,"userAgent":null}');
  });
});

describe('the value of a redacted field', () => {
  it('is replaced wherever else it stands: in ARNs, URLs, JSON in texts, keys', () => {
    const text = JSON.stringify(redact(RECORD, hmac('userIdentity.userName', 'sourceIPAddress')));
    expect(text).not.toMatch(/alice|203\.0\.113/);
    const { userIdentity, requestParameters } = JSON.parse(text) as {
      userIdentity: JsonObject;
      requestParameters: JsonObject;
    };
    const token = userIdentity['userName'] as string;
    expect(userIdentity['arn']).toBe(`arn:aws:sts::111122223333:assumed-role/Admin/${token}`);
    expect(requestParameters['url']).toBe(`https://x.example/?u=${token}`);
    expect(JSON.parse(requestParameters['json'] as string)).toMatchObject({ who: token });
    expect(requestParameters[token]).toBe(true);
  });

  it.each([
    ['JSON in JSON in a URL', encodeURIComponent(JSON.stringify(JSON.stringify({ p: 'pä"ss\\wörd 1' })))],
    ['URI encoding in small letters', encodeURIComponent('pä"ss\\wörd 1').toLowerCase()],
    ['a form', encodeURIComponent('pä"ss\\wörd 1').replaceAll('%20', '+')],
    ['JSON in ASCII', '{"p":"p\\u00e4\\"ss\\\\w\\u00F6rd 1"}'],
    ['URI encoding twice', encodeURIComponent(encodeURIComponent('pä"ss\\wörd 1'))],
  ])('is found in %s', (_, text) => {
    const record = { requestParameters: { password: 'pä"ss\\wörd 1' }, errorMessage: `before ${text} after` };
    const { errorMessage } = redact(record, drop('requestParameters.password'));
    expect(errorMessage).toMatch(/^before .*\(redacted\).* after$/);
    expect(errorMessage).not.toMatch(/ss|rd/);
  });

  it('is found in other capital letters', () => {
    const record = { ...RECORD, errorMessage: 'User ALICE@example.com, İ' };
    const { errorMessage } = redact(record, drop('userIdentity.userName'));
    expect(errorMessage).not.toMatch(/alice/i);
  });

  it('of three characters or less is replaced where it stands as a name does, and nowhere else', () => {
    const redacted = (text: string) =>
      redact(
        { requestParameters: { userName: 'bob' }, errorMessage: text },
        drop('requestParameters.userName'),
      )['errorMessage'];
    for (const text of [
      'bob',
      'user/bob',
      'AROAEXAMPLE:bob',
      '{u=bob, x=1}',
      '"bob"',
      'User: bob is',
      'u=bob&v=1',
    ])
      expect(redacted(text)).toBe(text.replace('bob', '(redacted)'));
    for (const text of ['bobsled', 'bob-1', 'x.bob', ':bob:', '1bob']) expect(redacted(text)).toBe(text);
  });

  it('is replaced where it is a number elsewhere, however written', () => {
    const record =
      '{"requestParameters":{"pin":1000},"responseElements":{"a":1e3,"b":"1000","c":1001,"d":1000.0}}';
    expect(JSON.parse(redactText(record, drop('requestParameters.pin')))).toEqual({
      requestParameters: { pin: null },
      responseElements: { a: '(redacted)', b: '(redacted)', c: 1001, d: '(redacted)' },
    });
  });

  it('is replaced whole where another value is part of it', () => {
    const record = {
      userAgent: 'alice/cli',
      requestParameters: { u: 'alice' },
      errorMessage: 'by alice/cli of alice',
    };
    const { errorMessage } = redact(record, drop('userAgent', 'requestParameters.u'));
    expect(errorMessage).toBe('by (redacted) of (redacted)');
  });

  it('is found in a copy that was cut off, when it is long', () => {
    const long = `${'x'.repeat(600)}-the-end`;
    const record = { requestParameters: { policy: long }, errorMessage: `refused: ${long.slice(0, 560)}…` };
    expect(redact(record, drop('requestParameters.policy'))['errorMessage']).toBe('refused: (redacted)…');
  });
});

describe('redaction leaves alone', () => {
  it('all else, byte for byte', () => {
    const text = '{ "a" : 1.50, "b":[1e400,  -0.0],"userAgent":"curl/8" ,"c":"\\u00e4\\/" }';
    expect(redactText(text, drop('userAgent'))).toBe(text.replace('"curl/8"', 'null'));
    expect(redactText(text, drop('requestParameters.none'))).toBe(text);
  });

  it('what names the event and its place, even when a caller sends the same text', () => {
    const record = {
      ...RECORD,
      userAgent: 'CreateUser',
      requestParameters: { userName: 'us-east-1', x: 'CreateUser' },
    };
    const redacted = redact(record, hmac('userAgent', 'requestParameters.userName'));
    expect(redacted).toMatchObject({ eventName: 'CreateUser', awsRegion: 'us-east-1' });
    expect(objectAt(redacted['requestParameters'])['x']).toMatch(TOKEN);
  });

  it('the names of CloudTrail’s own fields', () => {
    const record = { ...RECORD, userAgent: 'userIdentity', requestParameters: { x: 'type' } };
    const redacted = redact(record, hmac('userAgent', 'requestParameters.x'));
    expect(redacted).toMatchObject({ userIdentity: { type: 'AssumedRole' } });
  });

  it.each(['drop', 'hmac'] as const)(
    'whether a sign-in failed, whatever the caller calls itself: %s',
    (action) => {
      const record = {
        ...RECORD,
        eventName: 'ConsoleLogin',
        userAgent: 'Failure',
        responseElements: { ConsoleLogin: 'Failure' },
        additionalEventData: { MFAUsed: 'No' },
      };
      const { source } = documentOf(
        Buffer.from(JSON.stringify(record)),
        fields(action, 'userAgent', 'responseElements.x'),
      );
      expect(source.event['outcome']).toBe('failure');
      const whole = documentOf(Buffer.from(JSON.stringify(record)), hmac('responseElements'));
      expect(whole.source.event['outcome']).toBe('failure');
    },
  );
});

describe('a record made to wear redaction out', () => {
  it('may nest as deeply as JSON can', () => {
    const depth = 200_000;
    const text = `{"requestParameters":${'['.repeat(depth)}"secret-value"${']'.repeat(depth)}}`;
    expect(redactText(text, hmac('requestParameters'))).not.toContain('secret-value');
    expect(redactText(text, drop('requestParameters'))).toBe('{"requestParameters":null}');
  });

  it('of too many values to look for loses all that could hold one, and nothing gets past', () => {
    const many = Array.from({ length: 20_000 }, (_, i) => `value-${i}`);
    const record = {
      ...RECORD,
      requestParameters: { many },
      responseElements: { copy: many, 'value-7': 3, ok: true },
    };
    const raw = Buffer.from(JSON.stringify(record));
    const { source } = documentOf(raw, drop('requestParameters.many'), { freeForm: 'flattened' });
    expect(JSON.stringify(source)).not.toMatch(/value-\d/);
    expect(source.event['action']).toBe('CreateUser');
  });
});

describe('the id of a document', () => {
  it('is that of the untouched record, so that redacting from some day on doubles nothing', () => {
    const raw = Buffer.from(JSON.stringify(RECORD));
    expect(documentOf(raw, hmac('userAgent')).id).toBe(documentOf(raw, []).id);
  });

  it('can not be made by who guesses the record, where it has no eventID', () => {
    const raw = Buffer.from(JSON.stringify({ ...RECORD, eventID: undefined }));
    const { id } = documentOf(raw, hmac('userAgent'));
    expect(id).toMatch(/^[\w-]{27}$/);
    expect(id).toBe(documentOf(raw, drop('sourceIPAddress')).id);
    expect(id).not.toBe(documentOf(raw, []).id);
  });
});

// ---------------------------------------------------------------- nothing left, whatever the record

/** All texts and numbers at the field, as redaction should see them. */
function valuesAt(value: unknown, path: readonly string[]): string[] {
  if (Array.isArray(value)) return value.flatMap((item) => valuesAt(item, path));
  const [key, ...rest] = path;
  if (isObject(value)) {
    return Object.entries(value).flatMap(([name, child]) =>
      key === undefined || key === '*' || key === name ? valuesAt(child, rest) : [],
    );
  }
  if (key !== undefined || value === '' || value === null || typeof value === 'boolean') return [];
  return [String(value)];
}

/** Each text, key and number of a document. */
function textsOf(value: unknown): string[] {
  if (Array.isArray(value)) return value.flatMap(textsOf);
  if (isObject(value)) return Object.entries(value).flatMap(([key, child]) => [key, ...textsOf(child)]);
  return value === null || value === undefined ? [] : [String(value)];
}

/** What is in the document whatever else the record says. */
function excusedOf(record: JsonObject): string {
  const { userIdentity } = record;
  const kept = Object.fromEntries(KEPT_FIELDS.map((field) => [field, record[field]]));
  const { accountId, type } = objectAt(userIdentity);
  const bare = documentOf(Buffer.from(JSON.stringify({ ...kept, userIdentity: { accountId, type } })), []);
  const words = ['Success', 'Failure', 'Yes', 'No', 'true', 'false', '(redacted)', 'hmac-'];
  return JSON.stringify([textsOf(bare.source), words, record['errorCode']]);
}

const CHOSEN = [
  ...[
    'sourceIPAddress',
    'userAgent',
    'userIdentity.userName',
    'userIdentity.arn',
    'userIdentity.principalId',
  ],
  ...['userIdentity.accessKeyId', 'userIdentity.sessionContext.sessionIssuer.userName', 'requestParameters'],
  ...[
    'requestParameters.*',
    'requestParameters.userName',
    'responseElements',
    'resources.ARN',
    'errorMessage',
  ],
  ...['requestParameters.bucketName', 'requestParameters.instancesSet.items.instanceId', 'requestID'],
];

/** Fails where a document, in any form, still says what was redacted. */
function expectNothingLeft(
  raw: Buffer,
  rules: readonly RedactedField[],
  options: Partial<DocumentOptions>,
): number {
  const record = JSON.parse(raw.toString()) as JsonObject;
  const { source } = documentOf(raw, rules, options);
  const whole = JSON.stringify(source);
  const texts = new Set(textsOf(source));
  const excused = excusedOf(record);
  let looked = 0;
  for (const { field } of rules) {
    for (const value of valuesAt(record, field.split('.'))) {
      if (excused.includes(JSON.stringify(value).slice(1, -1)) || FIELD_NAMES.includes(value)) continue;
      looked++;
      if (texts.has(value)) throw new Error(`${field}: ${value} is in ${whole}`);
      if (value.length < 8) continue;
      for (const form of [value, encodeURIComponent(value), JSON.stringify(value).slice(1, -1)])
        if (whole.includes(form)) throw new Error(`${field}: ${form} is in ${whole}`);
    }
  }
  return looked;
}

/** Names of fields, which a caller's text may be a part of. */
const FIELD_NAMES = [
  ...propertyNames(eventsMapping.properties),
  ...[...fixtureRecords()].flatMap((raw) => {
    const record = JSON.parse(raw.toString()) as JsonObject;
    return Object.keys({ ...record, ...objectAt(record['userIdentity']) });
  }),
].join(' ');
function propertyNames(properties: unknown): string[] {
  return Object.entries(objectAt(properties)).flatMap(([name, property]) => [
    name,
    ...propertyNames(objectAt(property)['properties']),
  ]);
}

describe('of redacted values', () => {
  const options = fc.record({
    freeForm: fc.constantFrom('both' as const, 'flattened' as const, 'string' as const, 'none' as const),
    keepsOriginal: fc.boolean(),
    hasEntityFields: fc.boolean(),
  });

  it('nothing is left in the documents of the fixtures', () => {
    const raws = [...fixtureRecords()].filter((_, i) => i % 3 === 0);
    let looked = 0;
    raws.forEach((raw, i) => {
      const random = new Random(String(i));
      const rules = CHOSEN.filter(() => random.chance(0.3)).map((field) => ({
        field,
        action: random.pick(['drop', 'hmac'] as const),
      }));
      const freeForm = random.pick(['both', 'flattened', 'string'] as const);
      looked += expectNothingLeft(raw, rules.length === 0 ? hmac('userAgent') : rules, {
        freeForm,
        keepsOriginal: i % 2 === 0,
      });
    });
    expect(looked).toBeGreaterThan(2000);
  }, 30_000);

  it('nothing is left in the documents of any records', () => {
    const secret = fc.oneof(
      fc.string({ minLength: 8, unit: 'grapheme' }),
      fc.uuid(),
      fc.ipV6(),
      fc.emailAddress(),
    );
    const spread = (value: string) => ({
      ...RECORD,
      userIdentity: {
        ...RECORD.userIdentity,
        userName: value,
        arn: `arn:aws:iam::111122223333:user/${value}`,
      },
      requestParameters: {
        userName: value,
        list: [value, { [`k ${value}`]: 1 }],
        json: JSON.stringify({ [value]: value }),
        twice: JSON.stringify(JSON.stringify({ v: value })),
        uri: `https://example.org/?q=${encodeURIComponent(value)}`,
      },
      errorMessage: `User: ${value} is not authorized`,
      resources: [{ ARN: `arn:aws:s3:::${value}` }],
    });
    fc.assert(
      fc.property(
        secret,
        fc.integer(),
        fc.constantFrom('drop', 'hmac'),
        options,
        (value, seed, action, chosen) => {
          fc.pre(!/[\ud800-\udfff]/u.test(value) && value.trim().length > 7);
          const hostile = hostileObject(new Random(String(seed)));
          const json = `${JSON.stringify(spread(value)).slice(0, -1)},"responseElements":${hostile}}`;
          const rules = fields(action, 'userIdentity.userName');
          expectNothingLeft(Buffer.from(json), rules, chosen);
        },
      ),
      { numRuns: 200 },
    );
  }, 30_000);

  it('any record becomes a document, or is refused as the untouched one is', () => {
    const codeOf = (raw: Buffer, rules: readonly RedactedField[]) => {
      try {
        documentOf(raw, rules);
        return 'a document';
      } catch (error) {
        if (error instanceof ObjectError) return error.code;
        throw error;
      }
    };
    fc.assert(
      fc.property(
        fc.integer(),
        fc.subarray(CHOSEN),
        fc.constantFrom('drop', 'hmac'),
        (seed, chosen, action) => {
          const random = new Random(String(seed));
          const members = [...CHOSEN, 'eventTime.x', 'eventID.x', 'tlsDetails.x'].map(
            (field) => field.split('.')[0] ?? '',
          );
          const json = `{${[...new Set(members)].map((name) => `"${name}":${hostileJson(random)}`).join(',')}}`;
          const raw = Buffer.from(json);
          const rules = fields(action, ...chosen);
          expect(codeOf(raw, rules)).toBe(codeOf(raw, []));
        },
      ),
      { numRuns: 200 },
    );
  }, 30_000);
});

function* fixtureRecords(): Generator<Buffer> {
  for (const entry of readdirSync(FIXTURES, { recursive: true, encoding: 'utf8' })) {
    if (!entry.endsWith('.json')) continue;
    const splitter = new RecordSplitter({ maxRecordBytes: 2 ** 20 });
    for (const { bytes } of splitter.push(readFileSync(join(FIXTURES, entry))))
      if (bytes !== undefined) yield bytes;
  }
}
