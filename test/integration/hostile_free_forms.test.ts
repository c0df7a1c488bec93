/** Free-form objects of every shape at every path, in each form that a namespace may keep: none is refused, all are found. */
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { DocumentOptions, FreeFormKept } from '../../server/documents/document_options';
import { DEFAULT_DOCUMENT_OPTIONS } from '../../server/documents/document_options';
import type { EventDocument } from '../../server/documents/to_document';
import { toDocument } from '../../server/documents/to_document';
import { IndexCreator } from '../../server/indices/ensure_index';
import { EventsWriter } from '../../server/indices/events_writer';
import { ensureTemplates } from '../../server/indices/templates';
import { hostileObject } from '../generate/hostile_json';
import { Random } from '../generate/random';
import { admin } from './fetch_harness';

const AT = Date.UTC(2024, 4, 6, 7, 8);
const REQUEST = 'aws.cloudtrail.request_parameters';
const FLATTENED = 'aws.cloudtrail.flattened.request_parameters';
const CUT_TAG = 'cloudtrail_free_form_cut';
const ROOTS = ['requestParameters', 'responseElements', 'additionalEventData', 'serviceEventDetails'];

/** Paths that real records have with several types: those that users of other products reported. */
const PATHS = [
  ...['accountIds', 'apiVersion', 'bucketPolicy.Statement', 'command', 'configuration', 'content', 'data'],
  ...['description', 'DescribeLaunchTemplateVersionsRequest.LaunchTemplateVersion.content', 'ebsOptimized'],
  ...['groupDescription', 'imageId', 'items', 'logStreamNamePrefix', 'maxResults', 'metrics', 'parameters'],
  ...[
    'overrides.containerOverrides.environment',
    'policy',
    'propagateTags',
    'resourceId',
    'result',
    'schedule',
  ],
  ...[
    'schema',
    'settings',
    'size',
    'source',
    'status',
    'Tagging.TagSet.Tag.Value',
    'tags',
    'time',
    'timeout',
  ],
  ...['value', 'version', 'availabilityZones', 'createTime', 'creationTime', 'errors.partitionValues'],
  ...['ipPermissions.items.fromPort', 'disableApiTermination', 'role', 'user', 'group', 'instancesSet.items'],
];
/** JSON texts. */
const SHAPES = {
  text: '"text value"',
  date: '"2024-01-01T00:00:00Z"',
  version: '"v20160216"',
  empty: '""',
  integer: '17',
  double: '17.5',
  big: '123456789012345678901234567890',
  bool: 'true',
  texts: '["one","two"]',
  objects: '[{"name":"a","value":{"x":1}},{"name":["b"]}]',
  mixed: '["one",2,{"three":3},[4],null]',
  object: '{"name":"n","value":true}',
  nothing: '{}',
  null: 'null',
} as const;

/** Objects that no service writes; those of which a part has to be cut or renamed are so marked. */
const HOSTILE: Readonly<Record<string, { readonly json: string; readonly isCut?: true }>> = {
  dots: { json: '{"a.b":1,"a":{"b":2},".":3,"..":4,"a..b":5,".a":6,"a.":7," ":8}' },
  'empty key': { json: '{"":1,"a":{"":{"":2}}}', isCut: true },
  'NUL in a key': { json: '{"a\\u0000b":1,"\\u0000":2}', isCut: true },
  'NUL in a value': { json: '{"nul":"a\\u0000b"}' },
  'a thousand keys': {
    json: JSON.stringify(Object.fromEntries(Array.from({ length: 1000 }, (_, i) => [`k${i}`, { v: i }]))),
  },
  'a key of 40 KB': { json: JSON.stringify({ ['k'.repeat(40_000)]: 1, ['ü'.repeat(300)]: 2 }), isCut: true },
  '18 levels with the longest keys and values': { json: deepest() },
  '40 levels': { json: `${'{"a":'.repeat(40)}1.0${'}'.repeat(40)}`, isCut: true },
  '40 levels of arrays': { json: `{"a":${'['.repeat(40)}1${']'.repeat(40)}}`, isCut: true },
  '100,000 levels': { json: `${'{"a":'.repeat(100_000)}1${'}'.repeat(100_000)}`, isCut: true },
  'a string of 1 MB': {
    json: JSON.stringify({ text: `${'y'.repeat(500_000)} needle ${'ü '.repeat(250_000)}` }),
  },
  'a word of 1 MB': { json: JSON.stringify({ text: '鍵'.repeat(400_000) }) },
  'lone surrogates': { json: '{"\\ud800":"\\udfff alone","\\ud801":1,"text":"\\ud83d"}' },
  'numbers beyond all': { json: '{"a":9007199254740993,"b":1e400,"c":-0,"d":1e-400,"e":5.0}' },
  prototype: { json: '{"__proto__":{"x":1},"constructor":2,"toString":{"__proto__":3}}' },
  'doubled keys': { json: '{"a":1,"a":{"b":2},"0":1,"\\u0030":2}' },
  'all keys of one hash': {
    json: JSON.stringify(
      Object.fromEntries(Array.from({ length: 256 }, (_, i) => [sameHash(i), 'x'.repeat(i)])),
    ),
  },
};

function deepest(): string {
  const opening = Array.from({ length: 18 }, (_, i) => `{"${String(i).padStart(3, 'k')}${'é'.repeat(254)}":`);
  return `${opening.join('')}"${'鍵'.repeat(4096)}"${'}'.repeat(18)}`;
}
function sameHash(i: number): string {
  return i.toString(2).padStart(8, '0').replaceAll('0', 'Aa').replaceAll('1', 'BB');
}
/** `a.b` with the value's text in it. */
function below(path: string, json: string): string {
  return path.split('.').reduceRight((inner, name) => `{"${name}":${inner}}`, json);
}

/** Text of a record whose free-form objects are all the same. */
function recordText(id: string, json: string): string {
  const forms = ROOTS.map((root) => `"${root}":${json}`).join(',');
  return `{"eventID":${JSON.stringify(id)},"eventTime":"2024-05-06T07:08:09Z","eventName":"Test",${forms}}`;
}

const namespace = `t${randomUUID().slice(0, 8)}`;
const index = `cloudtrail-events-${namespace}-2024.05`;

function documentOf(id: string, json: string, options: Partial<DocumentOptions> = {}): EventDocument {
  return documentOfText(recordText(id, json), options);
}

function documentOfText(text: string, options: Partial<DocumentOptions>): EventDocument {
  return toDocument(Buffer.from(text), 0, {
    origin: {
      ...{ bucket: 'b', bucketArn: 'arn:aws:s3:::b', key: 'k', accountId: '111122223333', namespace },
      ...{ keyTime: AT, isBackfill: false },
    },
    geo: { lookup: () => undefined, available: false, attributions: [] },
    now: AT,
    options: { ...DEFAULT_DOCUMENT_OPTIONS, ...options },
  });
}

async function write(documents: readonly EventDocument[]): Promise<readonly string[]> {
  const { signal } = new AbortController();
  const writer = new EventsWriter(admin, new IndexCreator(admin), namespace, signal, () => AT);
  const kinds = (await writer.write(documents)).map(({ kind }, i) =>
    kind === 'created' ? '' : `${kind}: ${String(documents[i]?.source.event['id'])}`,
  );
  await admin.indices.refresh({ index });
  return kinds.filter((kind) => kind !== '');
}

/** Ids of the events that a query finds, of those whose id begins so. */
async function found(prefix: string, query: object): Promise<string[]> {
  const answer = await admin.search<{ event: { id: string } }>({
    index,
    size: 1000,
    query: { bool: { filter: [{ prefix: { 'event.id': prefix } }, query] } },
    _source: ['event.id'],
  });
  return answer.hits.hits.map(({ _source }) => (_source?.event.id ?? '').slice(prefix.length)).sort();
}
const term = (field: string, value: string) => ({ term: { [field]: { value } } });
const phrase = (field: string, text: string) => ({ match_phrase: { [field]: text } });

beforeAll(() => ensureTemplates(admin));
afterAll(() => admin.indices.delete({ index }));

const KEPT: readonly FreeFormKept[] = ['both', 'flattened', 'string', 'none'];

test('the same path as text, number, truth value, list, object and null is taken in every order (pain 1)', async () => {
  const random = new Random('hostile free forms');
  const documents = KEPT.flatMap((freeForm) =>
    PATHS.flatMap((path) =>
      Object.entries(SHAPES).map(([shape, json]) =>
        documentOf(`${freeForm} ${path} ${shape}`, below(path, json), { freeForm }),
      ),
    ),
  );
  const inAnyOrder = documents
    .map((document) => ({ document, at: random.next() }))
    .sort((a, b) => a.at - b.at)
    .map(({ document }) => document);
  expect(await write(inAnyOrder)).toEqual([]);
  expect(documents.filter(({ source }) => JSON.stringify(source['tags']).includes(CUT_TAG))).toEqual([]);
});

test('a flattened path finds a value of each type, under the path that the record has (pain 3)', async () => {
  for (const path of ['groupDescription', 'logStreamNamePrefix', 'value', 'Tagging.TagSet.Tag.Value']) {
    const of = async (value: string, below = '') =>
      found(`both ${path} `, term(`${FLATTENED}.${path}${below}`, value));
    expect(await of('text value')).toEqual(['text']);
    expect(await of('2024-01-01T00:00:00Z')).toEqual(['date']);
    expect(await of('v20160216')).toEqual(['version']);
    expect(await of('17')).toEqual(['integer']);
    expect(await of('17.5')).toEqual(['double']);
    expect(await of('123456789012345678901234567890')).toEqual(['big']);
    expect(await of('true')).toEqual(['bool']);
    expect(await of('one')).toEqual(['mixed', 'texts']);
    expect(await of('b', '.name')).toEqual(['objects']);
    expect(await of('true', '.value')).toEqual(['object']);
  }
});

test('the string form finds the same, whole and by its words (pain 7)', async () => {
  const path = 'overrides.containerOverrides.environment';
  const whole = `{overrides={containerOverrides={environment=[one, two]}}}`;
  expect(await found(`both ${path} `, term(REQUEST, whole))).toEqual(['texts']);
  expect(await found(`string ${path} `, term(REQUEST, whole))).toEqual(['texts']);
  expect(await found(`both ${path} `, phrase(`${REQUEST}.text`, 'text value'))).toEqual(['text']);
  // what says nothing has no string
  const some = Object.keys(SHAPES).filter((shape) => !['empty', 'nothing', 'null'].includes(shape));
  expect(await found(`both ${path} `, { exists: { field: REQUEST } })).toEqual(some.sort());
});

test('a namespace keeps the forms that it says, and no other (pain 8)', async () => {
  const path = 'bucketPolicy.Statement';
  const forms = async (freeForm: FreeFormKept) => ({
    flattened: await found(`${freeForm} ${path} text`, { exists: { field: FLATTENED } }),
    string: await found(`${freeForm} ${path} text`, { exists: { field: REQUEST } }),
  });
  // `text` and `texts`
  const two = ['', 's'];
  expect(await forms('both')).toEqual({ flattened: two, string: two });
  expect(await forms('flattened')).toEqual({ flattened: two, string: [] });
  expect(await forms('string')).toEqual({ flattened: [], string: two });
  expect(await forms('none')).toEqual({ flattened: [], string: [] });
});

test('roots of every type are taken, and found below "value" and as text (pain 4)', async () => {
  const roots = Object.entries(SHAPES).flatMap(([shape, json]) =>
    KEPT.map((freeForm) => documentOf(`root ${freeForm} ${shape}`, json, { freeForm })),
  );
  expect(await write(roots)).toEqual([]);
  expect(await found('root both ', term(`${FLATTENED}.value`, 'text value'))).toEqual(['text']);
  expect(await found('root both ', term(`${FLATTENED}.value`, 'one'))).toEqual(['mixed', 'texts']);
  expect(await found('root string ', term(REQUEST, 'text value'))).toEqual(['text']);
  expect(await found('root string ', term(REQUEST, '[one, two]'))).toEqual(['texts']);
});

test('tags, and disableApiTermination, are found as text and inside an object (pain 5)', async () => {
  expect(await found('both tags ', term(`${FLATTENED}.tags`, 'text value'))).toEqual(['text']);
  expect(await found('both tags ', term(`${FLATTENED}.tags.name`, 'n'))).toEqual(['object']);
  const field = `${FLATTENED}.disableApiTermination`;
  expect(await found('both disableApiTermination ', term(field, 'true'))).toEqual(['bool']);
  expect(await found('both disableApiTermination ', term(`${field}.value`, 'true'))).toEqual(['object']);
});

test('who acted on what is found by the names that rules ask for', async () => {
  const parameters = '{"roleName":"deploy","policyArn":"arn:aws:iam::111122223333:policy/own"}';
  const attach = recordText('entities', parameters).replace('"Test"', '"AttachRolePolicy"');
  expect(await write([documentOfText(attach, { hasEntityFields: true })])).toEqual([]);
  const policy = 'arn:aws:iam::111122223333:policy/own';
  expect(await found('entities', term('entity.target.id', policy))).toEqual(['']);
  expect(await found('entities', term('related.entity', 'deploy'))).toEqual(['']);
  expect(await found('entities', term('target.entity.id', policy))).toEqual(['']);
});

describe('objects that no service writes', () => {
  test('are taken in every form, those that were cut are marked, and the id is of the record (pain 6)', async () => {
    const documents = KEPT.flatMap((freeForm) =>
      Object.entries(HOSTILE).map(([name, { json }]) =>
        documentOf(`odd ${freeForm} ${name}`, json, { freeForm }),
      ),
    );
    expect(await write(documents)).toEqual([]);
    const cut = Object.keys(HOSTILE).filter((name) => HOSTILE[name]?.isCut);
    const tagged = (freeForm: FreeFormKept) => found(`odd ${freeForm} `, term('tags', CUT_TAG));
    expect(await tagged('both')).toEqual(cut.sort());
    expect(await tagged('flattened')).toEqual(cut.sort());
    expect(await tagged('string')).toEqual(['100,000 levels']);
    expect(await tagged('none')).toEqual([]);
    expect(new Set(documents.map(({ id }) => id)).size).toBe(documents.length);
    for (const { id, source } of documents.slice(0, 3))
      expect(id).toBe(documentOf(String(source.event['id']), '{}', { freeForm: 'none' }).id);
  });

  test('are found by what fits, and kept whole', async () => {
    const of = (query: object) => found('odd both ', query);
    expect(await of(term(`${FLATTENED}.a`, '9007199254740993'))).toEqual(['numbers beyond all']);
    expect(await of(term(`${FLATTENED}.e`, '5.0'))).toEqual(['numbers beyond all']);
    expect(await of(phrase(`${REQUEST}.text`, 'needle'))).toEqual(['a string of 1 MB']);
    expect(await of(term(`${FLATTENED}.k999.v`, '999'))).toEqual(['a thousand keys']);
    expect(await of(term(`${FLATTENED}.constructor`, '2'))).toEqual(['prototype']);
    expect(await of(term(`${FLATTENED}.__proto__.x`, '1'))).toEqual(['prototype']);
    expect(await of(term(`${FLATTENED}.(empty)`, '1'))).toEqual(['empty key']);
    expect(await of(term(REQUEST, '{a={b=2}, 0=2}'))).toEqual([]);
    expect(await of(term(REQUEST, '{0=2, a={b=2}}'))).toEqual(['doubled keys']);
    expect(await of(term(REQUEST, `${'{a='.repeat(40)}1.0${'}'.repeat(40)}`))).toEqual(['40 levels']);
    const answer = await admin.search<{ aws: { cloudtrail: Record<string, string> } }>({
      index,
      query: term('event.id', 'odd string a word of 1 MB'),
    });
    const kept = answer.hits.hits[0]?._source?.aws.cloudtrail;
    expect(kept?.['request_parameters']).toBe(`{text=${'鍵'.repeat(400_000)}}`);
  });

  test('are taken by the hundred, made at random', async () => {
    const random = new Random('random free forms');
    const documents = Array.from({ length: 400 }, (_, i) =>
      documentOf(`random ${i}`, hostileObject(random), {
        freeForm: random.pick(KEPT),
        hasEntityFields: true,
      }),
    );
    expect(await write(documents)).toEqual([]);
  });
});
