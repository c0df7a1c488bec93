/** Every number of every panel, on a real Elasticsearch, against counts made from the raw records by other means. */
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Client } from '@elastic/elasticsearch';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { GRAVE_CHANGES, IMPORTANT_ACTIONS, naming } from '../../common/event_kinds';
import {
  PANEL_IDS,
  type EventRow,
  type GeoCluster,
  type PanelData,
  type PanelId,
  type PanelRequest,
} from '../../common/panels';
import { failedSignInsOf, failuresOfStreak, signInsUpTo } from '../../common/sign_in_events';
import { DEFAULT_DOCUMENT_OPTIONS, type DocumentOptions } from '../../server/documents/document_options';
import { toDocument } from '../../server/documents/to_document';
import type { GeoLookup } from '../../server/geo/geo_lookup';
import { ensureTemplates } from '../../server/indices/templates';
import { runPanel, type PanelHost } from '../../server/queries/run_panel';
import { Counted, type Place, type RawRecord } from './panels_counted';
import { elasticsearch } from './own_servers';

const FIXTURES = join(fileURLToPath(new URL('.', import.meta.url)), '../fixtures');
const ACCOUNT_OF_KEY = '999999999999';
const EVER = { from: '2013-11-01T00:00:00.000Z', to: '2026-11-01T00:00:00.000Z' };
/** The indices of this test alone; others in the same cluster are nobody's business here. */
const OURS = 'cloudtrail-events-panels_*';
const PASSWORD = 'for-this-test-only';
const LOOK: Readonly<Record<string, string>> = {
  panels_all: OURS,
  panels_one: 'cloudtrail-events-panels_one-*',
  panels_many: 'cloudtrail-events-panels_many-*',
  panels_nowhere: 'cloudtrail-events-panels_nowhere-*',
  panels_elsewhere: 'something-else-*',
};

// ---------------------------------------------------------------- places

/** Tiles so small that each holds one point. */
const POINTS = 29;

const PARIS: Place = {
  lat: 48.8566,
  lon: 2.3522,
  country_iso_code: 'FR',
  country_name: 'France',
  city_name: 'Paris',
};
const PLACES: readonly Place[] = [
  PARIS,
  // 300 m and 17 km from it: other places all the same
  { ...PARIS, lat: 48.8589, lon: 2.3541, city_name: 'Les Halles' },
  { ...PARIS, lat: 48.8049, lon: 2.1204, city_name: 'Versailles' },
  { lat: 46.2276, lon: 2.2137, country_iso_code: 'FR', country_name: 'France' },
  {
    lat: -33.9249,
    lon: 18.4241,
    country_iso_code: 'ZA',
    country_name: 'South Africa',
    city_name: 'Cape Town',
  },
  { lat: 37.751, lon: -97.822, country_iso_code: 'US', country_name: 'United States' },
  { lat: -18.1416, lon: 179.999, country_iso_code: 'FJ', country_name: 'Fiji', city_name: 'Labasa' },
  // in one of the tiles of the whole earth
  { lat: 50.5, lon: 4.5, country_iso_code: 'BE', country_name: 'Belgium' },
  { lat: 49.8, lon: 4.2, country_iso_code: 'LU', country_name: 'Luxembourg' },
];

/** Of IPv4 by its last part, of 10.* one place an address, nothing of others. */
function placeOf(address: string): Place | undefined {
  const parts = /^(\d{1,3})\.(\d{1,3})\.(\d{1,3})\.(\d{1,3})$/.exec(address)?.slice(1);
  // with a leading zero it is no address to Node and Elasticsearch
  if (!parts || parts.some((part) => part !== String(Number(part)) || Number(part) > 255)) return undefined;
  const [a = 0, , c = 0, d = 0] = parts.map(Number);
  if (a === 10) return { ...PARIS, lat: c - 60, lon: d / 2, city_name: `City ${c}.${d}` };
  return PLACES[d % (PLACES.length + 1)];
}

const geo: GeoLookup = {
  available: true,
  attributions: [],
  lookup(ip) {
    const place = placeOf(ip);
    if (!place) return undefined;
    const { lat, lon, ...names } = place;
    return { geo: { ...names, location: { lat, lon } }, precision: place.city_name ? 'city' : 'country' };
  },
};

// ---------------------------------------------------------------- records

let nextId = 0;
function made(parts: RawRecord): RawRecord {
  nextId += 1;
  return {
    eventVersion: '1.08',
    eventID: `made-${String(nextId).padStart(5, '0')}`,
    eventTime: new Date(Date.UTC(2025, 2, 1) + nextId * 61_000).toISOString(),
    eventName: 'DescribeInstances',
    eventSource: 'ec2.amazonaws.com',
    eventType: 'AwsApiCall',
    awsRegion: 'eu-west-3',
    recipientAccountId: '111122223333',
    ...parts,
  };
}
function failedSignIn(parts: RawRecord): RawRecord {
  return made({
    eventName: 'ConsoleLogin',
    eventSource: 'signin.amazonaws.com',
    eventType: 'AwsConsoleSignIn',
    responseElements: { ConsoleLogin: 'Failure' },
    errorMessage: 'Failed authentication',
    ...parts,
  });
}
function times(count: number, make: (i: number) => RawRecord): RawRecord[] {
  return Array.from({ length: count }, (_, i) => make(i));
}

const ROOT = { type: 'Root', accountId: '111122223333', arn: 'arn:aws:iam::111122223333:root' };
function rootWithSession(mfaAuthenticated: string, invokedBy?: string): RawRecord {
  return { ...ROOT, invokedBy, sessionContext: { attributes: { mfaAuthenticated } } };
}
const ANA = {
  type: 'IAMUser',
  userName: 'ana',
  accountId: '111122223333',
  arn: 'arn:aws:iam::111122223333:user/ana',
};

/** What the samples have too little of. */
const MADE: readonly RawRecord[] = [
  ...times(4, () => made({ userIdentity: ROOT, sourceIPAddress: '203.0.113.3' })),
  ...times(3, () => made({ userIdentity: rootWithSession('true'), sourceIPAddress: '203.0.113.3' })),
  ...times(2, () => made({ userIdentity: rootWithSession('true', 'signin.amazonaws.com') })),
  ...times(5, () => made({ userIdentity: rootWithSession('false') })),
  ...times(6, () => made({ userIdentity: rootWithSession('false', 'cloudformation.amazonaws.com') })),
  ...times(7, () => made({ userIdentity: ROOT, eventType: 'AwsServiceEvent' })),
  failedSignIn({
    userIdentity: ROOT,
    additionalEventData: { MFAUsed: 'Yes' },
    sourceIPAddress: '203.0.113.4',
  }),
  failedSignIn({
    userIdentity: ROOT,
    additionalEventData: { MFAUsed: 'No' },
    sourceIPAddress: '203.0.113.4',
  }),
  // the sign-in's own word and its session's differ: the former counts
  ...times(3, () =>
    failedSignIn({ userIdentity: rootWithSession('false'), additionalEventData: { MFAUsed: 'Yes' } }),
  ),
  ...times(12, (i) =>
    failedSignIn({
      userIdentity: ANA,
      sourceIPAddress: `198.51.100.${i % 3}`,
      additionalEventData: { MFAUsed: i % 2 === 0 ? 'Yes' : 'No' },
      errorMessage: i < 10 ? 'Failed authentication' : 'Account locked',
    }),
  ),
  ...times(9, () =>
    failedSignIn({
      userIdentity: {
        type: 'IAMUser',
        accountId: '111122223333',
        userName: 'HIDDEN_DUE_TO_SECURITY_REASONS',
      },
      sourceIPAddress: '198.51.100.77',
      errorMessage: 'No username found in supplied account',
    }),
  ),
  failedSignIn({ userIdentity: ANA, responseElements: { ConsoleLogin: 'Success' }, errorMessage: undefined }),
  ...times(70, (i) =>
    failedSignIn({ userIdentity: ANA, sourceIPAddress: `192.0.2.${i}`, errorMessage: undefined }),
  ),
  ...times(6, () => failedSignIn({ userIdentity: ANA, sourceIPAddress: '198.51.100.200' })),
  ...times(8, () => made({ userIdentity: ANA, sourceIPAddress: '2001:db8::7' })),
  ...times(3, () => made({ userIdentity: ANA, sourceIPAddress: 'AWS Internal' })),
  ...times(80, (i) =>
    made({
      userIdentity: {
        type: 'AssumedRole',
        accountId: '444455556666',
        arn: `arn:aws:sts::444455556666:assumed-role/app-${i % 60}/i-${i}`,
        sessionContext: {
          sessionIssuer: { userName: `app-${i % 60}`, arn: `arn:aws:iam::444455556666:role/app-${i % 60}` },
        },
      },
      sourceIPAddress: `203.0.113.${i}`,
    }),
  ),
];

function byAna(eventName: string, parts: RawRecord): RawRecord {
  return made({
    eventName,
    userIdentity: ANA,
    sourceIPAddress: '203.0.113.9',
    userAgent: 'aws-cli/2.15.0',
    ...parts,
  });
}
const TO_ALL = { items: [{ cidrIp: '0.0.0.0/0' }] };
const TO_ALL_OF_V6 = { items: [{ cidrIpv6: '::/0' }] };
function permissions(...items: readonly RawRecord[]): RawRecord {
  return { groupId: 'sg-1', ipPermissions: { items } };
}
function modifiedRule(rule: RawRecord): RawRecord {
  return {
    ModifySecurityGroupRulesRequest: {
      GroupId: 'sg-1',
      SecurityGroupRule: { tag: 1, SecurityGroupRuleId: 'sgr-1', SecurityGroupRule: rule },
    },
  };
}
const ACL_ENTRY = {
  networkAclId: 'acl-1',
  ruleNumber: 100,
  egress: false,
  ruleAction: 'allow',
  aclProtocol: '6',
};
/** Forms of changes that the samples lack, each in a namespace that keeps the flattened form, the text, or both. */
const CHANGES: readonly RawRecord[] = [
  byAna('AuthorizeSecurityGroupIngress', {
    requestParameters: permissions({ ipProtocol: 'tcp', fromPort: 22, toPort: 22, ipRanges: TO_ALL }),
  }),
  byAna('AuthorizeSecurityGroupIngress', {
    requestParameters: permissions(
      { ipProtocol: 'tcp', fromPort: 80, toPort: 80, ipRanges: { items: [{ cidrIp: '10.0.0.0/8' }] } },
      { ipProtocol: '-1', ipv6Ranges: TO_ALL_OF_V6 },
    ),
  }),
  byAna('AuthorizeSecurityGroupIngress', {
    requestParameters: permissions({ ipProtocol: 'tcp', ipRanges: TO_ALL }),
    errorCode: 'Client.UnauthorizedOperation',
  }),
  byAna('AuthorizeSecurityGroupEgress', {
    requestParameters: permissions({ ipProtocol: '-1', ipRanges: TO_ALL }),
  }),
  byAna('RevokeSecurityGroupIngress', {
    requestParameters: permissions({ ipProtocol: 'tcp', ipRanges: TO_ALL }),
  }),
  byAna('ModifySecurityGroupRules', {
    requestParameters: modifiedRule({ CidrIpv4: '0.0.0.0/0', IpProtocol: 'tcp', FromPort: 22, ToPort: 22 }),
  }),
  byAna('ModifySecurityGroupRules', {
    requestParameters: modifiedRule({ IpProtocol: '-1', CidrIpv6: '::/0' }),
  }),
  byAna('ModifySecurityGroupRules', { requestParameters: modifiedRule({ CidrIpv4: '192.0.2.0/24' }) }),
  byAna('ReplaceNetworkAclEntry', { requestParameters: { ...ACL_ENTRY, cidrBlock: '0.0.0.0/0' } }),
  byAna('CreateNetworkAclEntry', { requestParameters: { ...ACL_ENTRY, ipv6CidrBlock: '::/0' } }),
  byAna('CreateNetworkAclEntry', {
    requestParameters: { ...ACL_ENTRY, egress: true, cidrBlock: '0.0.0.0/0' },
  }),
  byAna('CreateNetworkAclEntry', {
    requestParameters: { ...ACL_ENTRY, ruleAction: 'deny', cidrBlock: '0.0.0.0/0' },
  }),
  byAna('AssociateAddress', {
    requestParameters: { allocationId: 'eipalloc-1', instanceId: 'i-0123456789abcdef0' },
  }),
  byAna('RebootInstances', {
    requestParameters: {
      instancesSet: { items: [{ instanceId: 'i-0123456789abcdef0' }, { instanceId: 'i-0123456789abcdef1' }] },
    },
    responseElements: { _return: true },
  }),
  byAna('RunInstances', {
    requestParameters: { instancesSet: { items: [{ minCount: 3, maxCount: 3 }] }, instanceType: 'm7i.large' },
    responseElements: {
      instancesSet: {
        items: [1, 2, 3].map((i) => ({ instanceId: `i-0123456789abcde${i}`, instanceType: 'm7i.large' })),
      },
    },
  }),
  byAna('AuthorizeSecurityGroupIngress', {
    requestParameters: {
      groupId: 'sg-1',
      ipProtocol: 'tcp',
      fromPort: 3389,
      toPort: 3389,
      cidrIp: '0.0.0.0/0',
    },
  }),
  byAna('DisableKey', { eventSource: 'kms.amazonaws.com', requestParameters: { keyId: 'key-1' } }),
  byAna('DeletePolicy', {
    eventSource: 'organizations.amazonaws.com',
    requestParameters: { policyId: 'p-1' },
  }),
  ...[undefined, 'AccessDenied'].map((errorCode) =>
    byAna('StopLogging', {
      eventSource: 'cloudtrail.amazonaws.com',
      requestParameters: { name: 'main' },
      errorCode,
    }),
  ),
  ...['arn:aws:iam::aws:policy/AdministratorAccess', 'arn:aws:iam::aws:policy/ReadOnlyAccess'].map(
    (policyArn) =>
      byAna('AttachUserPolicy', {
        eventSource: 'iam.amazonaws.com',
        requestParameters: { userName: 'bob', policyArn },
      }),
  ),
  byAna('AttachManagedPolicyToPermissionSet', {
    eventSource: 'sso.amazonaws.com',
    requestParameters: { managedPolicyArn: 'arn:aws-us-gov:iam::aws:policy/AdministratorAccess' },
  }),
  onBucket('DeleteAccountPublicAccessBlock', {}),
  onBucket('PutBucketAcl', { acl: [''], 'x-amz-acl': ['public-read'] }),
  onBucket('PutBucketAcl', { acl: [''], 'x-amz-acl': ['private'] }),
  ...['global/AllUsers', 's3/LogDelivery'].map((group) =>
    onBucket('PutBucketAcl', {
      AccessControlPolicy: {
        AccessControlList: {
          Grant: [
            { Grantee: { ID: 'a', 'xsi:type': 'CanonicalUser' }, Permission: 'FULL_CONTROL' },
            { Grantee: { URI: `http://acs.amazonaws.com/groups/${group}` }, Permission: 'READ' },
          ],
        },
      },
    }),
  ),
  ...['Allow', 'Deny'].map((Effect) =>
    onBucket('PutBucketPolicy', {
      bucketPolicy: { Statement: [{ Effect, Principal: '*', Action: 's3:*', Resource: 'arn:aws:s3:::b/*' }] },
      policy: [''],
    }),
  ),
];
function onBucket(eventName: string, asked: RawRecord): RawRecord {
  return byAna(eventName, {
    eventSource: 's3.amazonaws.com',
    requestParameters: { bucketName: 'b', ...asked },
  });
}
/** The same, later, and as other events. */
function again(records: readonly RawRecord[]): RawRecord[] {
  return records.map(({ eventID: _id, eventTime: _time, ...record }) => made(record));
}

/** Without what can only be counted where the flattened form is kept. */
const TEXT_ONLY = again(CHANGES.filter(({ eventName }) => !String(eventName).endsWith('Instances')));

/** More places than a panel lists. */
const MANY: readonly RawRecord[] = times(1300, (i) =>
  made({ userIdentity: ANA, sourceIPAddress: `10.0.${i % 120}.${Math.floor(i / 120)}` }),
).concat(times(200, (i) => made({ userIdentity: ANA, sourceIPAddress: `10.0.${i % 100}.3` })));

async function sampleRecords(): Promise<RawRecord[]> {
  const records: RawRecord[] = [];
  const files = await readdir(FIXTURES, { recursive: true });
  for (const file of files.filter((name) => name.endsWith('.json')).sort()) {
    const parsed: unknown = await readFile(join(FIXTURES, file), 'utf8').then(JSON.parse, () => undefined);
    const found = (parsed as { Records?: unknown } | undefined)?.Records;
    if (Array.isArray(found)) records.push(...(found as RawRecord[]));
  }
  return records;
}

/** Those that are events of a known time, each once: the second of the same event is known already. */
function distinct(records: readonly RawRecord[]): RawRecord[] {
  const seen = new Set<string>();
  return records.filter((record) => {
    const time = String(record['eventTime']);
    if (!/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z$/.test(time)) return false;
    const { eventID, recipientAccountId = ACCOUNT_OF_KEY, eventCategory = 'Management' } = record;
    const id = eventID ? [eventID, recipientAccountId, eventCategory] : record;
    // an index a year: the same id in two of them is two documents
    const key = JSON.stringify([time.slice(0, 4), id]);
    return !seen.has(key) && seen.add(key);
  });
}

// ---------------------------------------------------------------- the cluster

const { url, username, password, kibanaUsername, kibanaPassword } = elasticsearch;
const superuser = new Client({ node: url, auth: { username, password } });
const kibanaUser = new Client({ node: url, auth: { username: kibanaUsername, password: kibanaPassword } });
const users = Object.keys(LOOK).concat('panels_nobody');
const clients = new Map(
  users.map((name) => [name, new Client({ node: url, auth: { username: name, password: PASSWORD } })]),
);
const indexed = new Map<string, readonly RawRecord[]>();
/** What the documents call the programs; that they do so rightly is tested where they are made. */
const agents = new Map<RawRecord, string>();

function host(user: string, overrides: Partial<PanelHost> = {}): PanelHost {
  const asCurrentUser = clients.get(user);
  if (!asCurrentUser) throw new Error(`no such user: ${user}`);
  return {
    asCurrentUser,
    asInternalUser: kibanaUser,
    geo: { available: true, attributions: [] },
    homeCountries: ['FR'],
    ...overrides,
  };
}

/** An index a year: the panels mind only the pattern, and each index costs the test up to a second. */
function indexOf(namespace: string, time: number): string {
  return `cloudtrail-events-${namespace}-${new Date(time).getUTCFullYear()}`;
}

async function index(
  namespace: string,
  records: readonly RawRecord[],
  freeForm: DocumentOptions['freeForm'] = 'both',
): Promise<void> {
  const origin = {
    bucket: 'b',
    bucketArn: 'arn:aws:s3:::b',
    key: 'k',
    accountId: ACCOUNT_OF_KEY,
    keyTime: undefined,
    namespace,
    isBackfill: false,
  };
  const found = distinct(records);
  const documents = found.map((record) => {
    const document = toDocument(Buffer.from(JSON.stringify(record)), 0, {
      origin,
      geo,
      now: Date.UTC(2026, 11, 1),
      options: { ...DEFAULT_DOCUMENT_OPTIONS, freeForm },
    });
    const { user_agent } = document.source as { readonly user_agent?: { readonly name?: string } };
    if (user_agent?.name !== undefined) agents.set(record, user_agent.name);
    return document;
  });
  const names = new Set(documents.map(({ time }) => indexOf(namespace, time)));
  await Promise.all([...names].map((name) => superuser.indices.create({ index: name })));
  const { items } = await superuser.bulk({
    operations: documents.flatMap(({ id, time, source }) => [
      { create: { _index: indexOf(namespace, time), _id: id } },
      source,
    ]),
  });
  expect(items.filter(({ create }) => create?.status !== 201)).toEqual([]);
  indexed.set(namespace, found);
}

/** Of the test's indices only: an index is deleted by its name. */
async function dropIndices(): Promise<void> {
  const found = Object.keys(await superuser.indices.get({ index: OURS, allow_no_indices: true }));
  if (found.length > 0) await superuser.indices.delete({ index: found });
}

beforeAll(async () => {
  await dropIndices();
  await ensureTemplates(superuser);
  for (const [name, pattern] of Object.entries(LOOK)) {
    await superuser.security.putRole({
      name,
      indices: [{ names: [pattern], privileges: ['read', 'view_index_metadata'] }],
    });
  }
  for (const name of users) {
    await superuser.security.putUser({
      username: name,
      password: PASSWORD,
      roles: name in LOOK ? [name] : [],
    });
  }
  const samples = await sampleRecords();
  const isOld = ({ eventTime }: RawRecord) => String(eventTime) < '2024';
  await index('panels_one', samples.filter(isOld));
  await index('panels_two', [...samples.filter((record) => !isOld(record)), ...MADE]);
  await index('panels_changes', CHANGES);
  await index('panels_flat', again(CHANGES), 'flattened');
  await index('panels_text', TEXT_ONLY, 'string');
  await index('panels_many', MANY);
  await superuser.indices.refresh({ index: OURS });
});

afterAll(async () => {
  await dropIndices();
  for (const username of users) await superuser.security.deleteUser({ username }, { ignore: [404] });
  for (const name of Object.keys(LOOK)) await superuser.security.deleteRole({ name }, { ignore: [404] });
  await Promise.all([superuser, kibanaUser, ...clients.values()].map((client) => client.close()));
});

async function ask<Id extends PanelId>(
  id: Id,
  parts: Partial<PanelRequest> = {},
  user = 'panels_all',
): Promise<PanelData[Id]> {
  const answer = await runPanel(id, { ...EVER, time_zone: 'UTC', ...parts }, host(user));
  if (answer.state !== 'data') throw new Error(`${id} answered ${answer.state}`);
  return answer.data;
}

function counted(namespaces: readonly string[], fits: (record: RawRecord) => boolean = () => true): Counted {
  const records = namespaces.flatMap((namespace) => indexed.get(namespace) ?? []);
  return new Counted(records.filter(fits), placeOf, ACCOUNT_OF_KEY);
}

function isWithin(from: string, to: string): (record: RawRecord) => boolean {
  return ({ eventTime }) =>
    Date.parse(String(eventTime)) >= Date.parse(from) && Date.parse(String(eventTime)) < Date.parse(to);
}

// ---------------------------------------------------------------- the numbers

const ALL = ['panels_one', 'panels_two', 'panels_changes', 'panels_flat', 'panels_text', 'panels_many'];
const JULY = { from: '2023-07-10T12:00:00.000Z', to: '2023-07-10T12:11:00.000Z' };
const AUTUMN = { from: '2024-09-01T00:00:00.000Z', to: '2024-11-30T00:00:00.000Z' };
const MARCH = { from: '2025-03-01T00:00:00.000Z', to: '2025-03-08T00:00:00.000Z' };

interface View {
  readonly name: string;
  readonly user: string;
  readonly namespaces: readonly string[];
  readonly request: Partial<PanelRequest>;
  readonly fits: (record: RawRecord) => boolean;
}
const VIEWS: readonly View[] = [
  { name: 'everything', user: 'panels_all', namespaces: ALL, request: {}, fits: () => true },
  {
    name: 'eleven minutes',
    user: 'panels_all',
    namespaces: ALL,
    request: JULY,
    fits: isWithin(JULY.from, JULY.to),
  },
  {
    name: 'an autumn',
    user: 'panels_all',
    namespaces: ALL,
    request: AUTUMN,
    fits: isWithin(AUTUMN.from, AUTUMN.to),
  },
  {
    name: 'a week in March',
    user: 'panels_all',
    namespaces: ALL,
    request: MARCH,
    fits: isWithin(MARCH.from, MARCH.to),
  },
  {
    name: 'one region of one service, by the query bar',
    user: 'panels_all',
    namespaces: ALL,
    request: {
      query: {
        bool: {
          filter: [
            { term: { 'cloud.region': 'us-east-1' } },
            {
              bool: {
                should: [{ term: { 'event.provider': 'iam.amazonaws.com' } }],
                minimum_should_match: 1,
              },
            },
          ],
        },
      },
    },
    fits: ({ awsRegion, eventSource }) => awsRegion === 'us-east-1' && eventSource === 'iam.amazonaws.com',
  },
  { name: 'one namespace', user: 'panels_one', namespaces: ['panels_one'], request: {}, fits: () => true },
  {
    name: 'very many places',
    user: 'panels_many',
    namespaces: ['panels_many'],
    request: {},
    fits: () => true,
  },
  {
    name: 'nothing of which a city is known',
    user: 'panels_all',
    namespaces: ALL,
    request: { query: { bool: { must_not: [{ exists: { field: 'source.geo.city_name' } }] } } },
    fits: ({ sourceIPAddress }) => placeOf(String(sourceIPAddress))?.city_name === undefined,
  },
  {
    name: 'nothing',
    user: 'panels_all',
    namespaces: ALL,
    request: { query: { term: { 'event.action': '-' } } },
    fits: () => false,
  },
];

describe.each(VIEWS)('over $name', ({ user, namespaces, request, fits }) => {
  const expected = () => counted(namespaces, fits);

  test('the data range is that of the records, in all time', async () => {
    // the range of the request plays no part, its query does
    const inAllTime = counted(namespaces, request.from === undefined ? fits : () => true);
    expect(await ask('data_range', request, user)).toEqual({
      first: inAllTime.first(),
      last: inAllTime.last(),
      total: inAllTime.total,
    });
  });

  test('the histogram has each success and failure in its bucket, and empty buckets to both edges', async () => {
    const data = await ask('events_over_time', request, user);
    const { from, to } = { ...EVER, ...request };
    expect(data.total).toBe(expected().total);
    expect(data.buckets.length).toBeLessThanOrEqual(102);
    expect(data.buckets[0]?.at).toBeLessThanOrEqual(Date.parse(from));
    expect(data.buckets[0]?.at).toBeGreaterThan(Date.parse(from) - data.interval_ms);
    expect(data.buckets.at(-1)?.at).toBeLessThan(Date.parse(to));
    expect(data.buckets.at(-1)?.at).toBeGreaterThanOrEqual(Date.parse(to) - data.interval_ms);
    const starts = data.buckets.map(({ at }) => at);
    expect(starts.slice(1).map((at, i) => at - (starts[i] ?? 0))).toEqual(
      starts.slice(1).map(() => data.interval_ms),
    );
    const filled = data.buckets.filter(({ success, failure }) => success + failure > 0);
    expect(Object.fromEntries(filled.map(({ at, success, failure }) => [at, { success, failure }]))).toEqual(
      expected().byTime((at) => String(Math.floor(at / data.interval_ms) * data.interval_ms)),
    );
  });

  test('each place has its events, failures and users, the most active first', async () => {
    const data = await ask('geo_clusters', { ...request, map: { precision: POINTS } }, user);
    const all = expected().places();
    const mostFirst = all.map(({ events }) => events).sort((a, b) => b - a);
    expect(data.clusters.map(({ events }) => events)).toEqual(mostFirst.slice(0, 1000));
    expect(data.total).toBe(mostFirst.reduce((sum, events) => sum + events, 0));
    const byPoint = new Map(all.map((place) => [`${place.lat} ${place.lon}`, place]));
    const hasCities = all.some(({ city_name }) => city_name !== undefined);
    for (const { key, countries, cities, city_count, user_count, ...place } of data.clusters) {
      const {
        country_iso_code,
        country_name: _name,
        city_name,
        ...rest
      } = byPoint.get(`${place.lat} ${place.lon}`) ?? {};
      expect(place).toEqual(rest);
      expect(hasCities ? key.split('/')[0] : key).toBe(hasCities ? '29' : country_iso_code);
      expect(countries).toEqual([{ country_iso_code, events: place.events }]);
      expect(cities).toEqual(city_name === undefined ? [] : [city_name]);
      expect(city_count).toBe(cities.length);
      expect(user_count).toBeGreaterThanOrEqual(place.users.length);
    }
  });

  test('events of places, of AWS services and without a place add up to the total', async () => {
    const data = await ask('geo_access', request, user);
    const all = expected();
    expect(data.total).toBe(all.total);
    expect(data.countries.map(({ country_iso_code, events }) => [country_iso_code, events])).toEqual(
      all.countries(),
    );
    expect(data.aws_services.map(({ name, events }) => [name, events])).toEqual(all.awsServices());
    expect(data.aws_service_events).toBe(all.awsServices().reduce((sum, [, events]) => sum + events, 0));
    expect(data.events_without_place).toBe(all.withoutPlace());
    const onMap = data.clusters.reduce((sum, { events }) => sum + events, 0);
    expect(onMap + data.aws_service_events + data.events_without_place).toBe(data.total);
    expect(data.geo_available).toBe(true);
    expect(data.home_countries).toEqual(['FR']);
    const hasCities = all.places().some(({ city_name }) => city_name !== undefined);
    const keyOf = (place: Place) => (hasCities ? tileOf(place, 6) : place.country_iso_code);
    expect(Object.fromEntries(data.clusters.map(withoutMiddle))).toEqual(all.byTile(keyOf));
    for (const { key, lat, lon, countries } of data.clusters) {
      const [{ country_iso_code } = { country_iso_code: '' }] = countries;
      expect(keyOf({ lat, lon, country_iso_code, country_name: '' })).toBe(key);
    }
  });

  test('the headline numbers are those of the range and of the same time before it, part by part', async () => {
    const { before_from, ...figures } = await ask('summary', request, user);
    const from = Date.parse({ ...EVER, ...request }.from);
    const to = Date.parse({ ...EVER, ...request }.to);
    const inAllTime = counted(namespaces, request.from === undefined ? fits : () => true);
    expect(Date.parse(before_from)).toBe(from - (to - from));
    const now = inAllTime.within(from, to).figures();
    const before = inAllTime.within(from - (to - from), from).figures();
    const part = Math.ceil((to - from) / 24);
    const parts = Array.from({ length: 24 }, (_, i) =>
      inAllTime.within(from + i * part, from + (i + 1) * part).figures(),
    );
    for (const name of Object.keys(now) as (keyof typeof now)[]) {
      expect(figures[name], name).toEqual({
        now: now[name],
        before: before[name],
        ...(name !== 'accounts' &&
          name !== 'users' && { trend: parts.map((figuresOfPart) => figuresOfPart[name]) }),
      });
    }
  });

  test('each user has their events, failures, countries and last call', async () => {
    const data = await ask('users', request, user);
    expect(data.total).toBe(expected().users().length);
    expect(data.users.map(({ trend: _trend, ...row }) => row)).toEqual(expected().users().slice(0, 100));
    const from = Date.parse({ ...EVER, ...request }.from);
    const part = Math.ceil((Date.parse({ ...EVER, ...request }.to) - from) / 24);
    for (const { id, trend } of data.users.slice(0, 10)) {
      const points = new Array<number>(24).fill(0);
      for (const at of expected().timesOfUser(id)) {
        const index = Math.floor((at - from) / part);
        points[index] = (points[index] ?? 0) + 1;
      }
      expect(trend).toEqual(points);
    }
  });

  test('root use is what people did as root, with and without a second factor', async () => {
    const { rows, ...counts } = await ask('root_use', request, user);
    const { rows: expectedRows, ...expectedCounts } = expected().rootUse();
    expect(counts).toEqual(expectedCounts);
    expect(withoutIds(rows)).toEqual(expectedRows);
  });

  test('failed sign-ins are counted by user, account and address', async () => {
    const data = await ask('failed_sign_ins', request, user);
    const all = expected().failedSignIns();
    expect(data.total).toBe(all.total);
    expect(data.rows).toHaveLength(Math.min(50, all.rows.length));
    for (const row of data.rows) expect(all.rows).toContainEqual(row);
    const mostFirst = all.rows.map(({ attempts }) => attempts).sort((a, b) => b - a);
    expect(data.rows.map(({ attempts }) => attempts)).toEqual(mostFirst.slice(0, 50));
    expect(data.row_count).toBe(all.rows.length);
    const { countries, ...facts } = expected().failedSignInFacts();
    expect(data).toMatchObject(facts);
    expect(
      data.countries.map(({ country_iso_code, attempts }) => [country_iso_code, attempts]).sort(),
    ).toEqual(countries.sort());
    const { attempts, successes } = expected().guessing();
    const byAddress = data.streaks.filter(({ by }) => by === 'address').map((streak) => streak.attempts);
    expect(byAddress.sort((a, b) => b - a)).toEqual(attempts);
    expect(data.successes.map(({ at }) => at).sort()).toEqual(successes);
    expect(data.sign_ins_judged).toBe(data.sign_ins);
    expect(data.is_complete).toBe(true);
    const failuresOf = async (of: Record<string, unknown>) => {
      const query = { bool: { filter: [of, ...(request.query ? [request.query] : [])] } };
      return (await ask('failed_sign_ins', { ...request, query }, user)).total;
    };
    for (const row of data.rows.slice(0, 10))
      expect(await failuresOf(failedSignInsOf(row))).toBe(row.attempts);
    for (const streak of data.streaks)
      expect(await failuresOf(failuresOfStreak(streak))).toBe(streak.attempts);
    for (const success of data.successes)
      expect(await failuresOf(signInsUpTo(success))).toBe(success.failures);
  });

  test('refused calls are counted by action and service', async () => {
    const data = await ask('access_denied', request, user);
    const all = expected().denied();
    expect(data.total).toBe(Object.values(all).reduce((sum, { events }) => sum + events, 0));
    expect(data.action_count).toBe(new Set(Object.keys(all).map((key) => key.split(' of ')[0])).size);
    expect(data.rows).toHaveLength(Math.min(50, Object.keys(all).length));
    for (const { action, provider, events, user_count, last_seen } of data.rows) {
      expect(all[`${action} of ${provider}`]).toEqual({ events, users: user_count, last_seen });
    }
    const mostFirst = Object.values(all).map(({ events }) => events);
    expect(data.rows.map(({ events }) => events)).toEqual(mostFirst.sort((a, b) => b - a).slice(0, 50));
  });

  test('instances launched, started, stopped, rebooted and terminated are counted, and named', async () => {
    const data = await ask('instances', request, user);
    const { rows, types, ...counts } = expected().instances();
    expect(data).toMatchObject(counts);
    expect(data.launched_types.map(({ instance_type, calls }) => [instance_type, calls]).sort()).toEqual(
      types.sort(),
    );
    expect(data.rows.map(({ action, instance_ids }) => ({ action, ids: instance_ids }))).toEqual(rows);
  });

  test('network changes are counted by kind, and those that let the world in', async () => {
    const data = await ask('network_changes', request, user);
    const all = expected().networkChanges();
    expect(data.total).toBe(all.total);
    const kinds = Object.entries(data.kinds).filter(([, events]) => events > 0);
    expect(kinds.sort()).toEqual(all.kinds.sort());
    expect(data.open_to_world).toBe(all.open);
    expect(
      data.rows.map(({ action, is_open_to_world }) => `${action}${is_open_to_world ? ' open' : ''}`),
    ).toEqual(all.rows);
  });

  test('changes that matter are counted by kind', async () => {
    const data = await ask('important_changes', request, user);
    const actions = new Map(expected().actions());
    const countOf = (kind: keyof typeof IMPORTANT_ACTIONS) =>
      Object.entries(IMPORTANT_ACTIONS[kind]).reduce(
        (sum, [provider, names]) =>
          sum + names.reduce((inner, name) => inner + (actions.get(`${provider} ${name}`) ?? 0), 0),
        0,
      );
    const kinds = Object.keys(data.kinds) as (keyof typeof IMPORTANT_ACTIONS)[];
    expect(data.kinds).toEqual(Object.fromEntries(kinds.map((kind) => [kind, countOf(kind)])));
    expect(data.total).toBe(kinds.reduce((sum, kind) => sum + countOf(kind), 0));
    expect(data.rows).toHaveLength(Math.min(50, data.total));
    for (const row of data.rows) expect(IMPORTANT_ACTIONS[row.kind][row.provider]).toContain(row.action);
    expect(data.grave).toBe(expected().graveChanges());
    const marked = data.rows.filter(({ is_grave }) => is_grave).length;
    expect(marked).toBeLessThanOrEqual(data.grave);
    if (data.total <= data.rows.length) expect(marked).toBe(data.grave);
    expect(data.policies_read).toBeNull();
  });

  test('what is new to an account is what the thirty days before did not have', async () => {
    const data = await ask('new_values', request, user);
    const from = Date.parse({ ...EVER, ...request }.from);
    const to = Date.parse({ ...EVER, ...request }.to);
    const inAllTime = counted(namespaces, request.from === undefined ? fits : () => true);
    const { rows, newAccounts } = inAllTime
      .within(from - 30 * 86_400_000, to)
      .newSince(from, (record) => agents.get(record));
    expect(data.total).toBe(rows.length);
    expect(data.rows).toHaveLength(Math.min(100, rows.length));
    for (const { user: _user, ...row } of data.rows) expect(rows).toContainEqual(row);
    expect(sorted(data.new_accounts)).toEqual(sorted(newAccounts));
    expect(data.is_complete).toBe(true);
  });

  test('the latest events are the newest, with what their records say', async () => {
    const data = await ask('latest_events', request, user);
    expect(data.total).toBe(expected().total);
    expect(withoutIds(data.rows)).toEqual(expected().latest());
  });
});

function sorted(accounts: PanelData['new_values']['new_accounts']) {
  return [...accounts].sort((a, b) => (a.account_id < b.account_id ? -1 : 1));
}

/** Of the map tiles of the web: https://wiki.openstreetmap.org/wiki/Slippy_map_tilenames */
function tileOf({ lat, lon }: { readonly lat: number; readonly lon: number }, zoom: number): string {
  const radians = (lat * Math.PI) / 180;
  const x = Math.floor(((lon + 180) / 360) * 2 ** zoom);
  const y = Math.floor(((1 - Math.asinh(Math.tan(radians)) / Math.PI) / 2) * 2 ** zoom);
  return `${zoom}/${x}/${y}`;
}

function withoutMiddle({ key, events, failures, user_count, countries }: GeoCluster) {
  return [
    key,
    {
      events,
      failures,
      users: user_count,
      countries: countries.map((country) => `${country.country_iso_code} ${country.events}`),
    },
  ] as const;
}

test('the map’s clusters become finer with its zoom, and keep to what is seen of it', async () => {
  const bounds = { north: 49, south: 48, west: 2, east: 2.36 };
  const isSeen = ({ lat, lon }: Place) => lat <= 49 && lat >= 48 && lon >= 2 && lon <= 2.36;
  for (const precision of [2, 12, 20]) {
    const data = await ask('geo_clusters', { map: { precision, bounds } });
    const tiles = counted(ALL).byTile((place) => (isSeen(place) ? tileOf(place, precision) : 'outside'));
    const { outside: _outside, ...inside } = tiles;
    expect(Object.fromEntries(data.clusters.map(withoutMiddle))).toEqual(inside);
    expect(data.total).toBe(
      counted(ALL)
        .places()
        .filter(isSeen)
        .reduce((sum, { events }) => sum + events, 0),
    );
  }
  // Fiji and what lies east of the 180th meridian
  const pacific = { north: 0, south: -40, west: 170, east: -170 };
  const { clusters } = await ask('geo_clusters', { map: { precision: 6, bounds: pacific } });
  expect(
    clusters.flatMap(({ countries }) => countries.map(({ country_iso_code }) => country_iso_code)),
  ).toEqual(['FJ']);
});

test('all that changes and instances are called by finds the very events that say so', async () => {
  const network = (await ask('network_changes', {})).rows;
  const important = (await ask('important_changes', {})).rows;
  const launched = (await ask('instances', {})).rows;
  const named = [
    ...[...network, ...important].map(({ id, target }) => ({ id, name: target })),
    ...launched.flatMap(({ id, instance_ids }) => instance_ids.map((name) => ({ id, name }))),
  ].filter(({ name }) => name !== '');
  expect(named.length).toBeGreaterThan(100);
  for (const { id, name } of named) {
    const query = { bool: { filter: [{ ids: { values: [id] } }, naming(name)] } };
    expect([name, (await ask('events_over_time', { query })).total]).toEqual([name, 1]);
  }
});

test('a change reads the same from the flattened form, from the text, and from both', async () => {
  const read = async (namespace: string) => {
    const { rows } = await ask('network_changes', {
      query: { term: { 'data_stream.namespace': namespace } },
    });
    return rows.map(({ action, target, rules, detail }) => ({ action, target, rules, detail }));
  };
  const both = await read('panels_changes');
  expect(both.length).toBe(14);
  expect(both.filter(({ rules }) => rules.some(({ is_world }) => is_world)).length).toBe(8);
  expect(await read('panels_flat')).toEqual(both);
  expect(await read('panels_text')).toEqual(both);
});

test('a grave change is marked and found, whichever form is kept', async () => {
  for (const namespace of ['panels_changes', 'panels_flat', 'panels_text']) {
    const ofNamespace = { term: { 'data_stream.namespace': namespace } };
    const data = await ask('important_changes', { query: ofNamespace });
    const marked = data.rows.filter(({ is_grave }) => is_grave);
    expect([namespace, ...marked.map(({ action }) => action)]).toEqual([
      namespace,
      'PutBucketPolicy',
      'PutBucketAcl',
      'PutBucketAcl',
      'DeleteAccountPublicAccessBlock',
      'AttachManagedPolicyToPermissionSet',
      'AttachUserPolicy',
      'StopLogging',
      'DisableKey',
    ]);
    expect(data.grave).toBe(marked.length);
    const query = { bool: { filter: [ofNamespace, GRAVE_CHANGES] } };
    const found = (await ask('important_changes', { query })).rows.map(({ id }) => id);
    expect([...found, ...data.grave_policy_ids].sort()).toEqual(marked.map(({ id }) => id).sort());
  }
});

function withoutIds(rows: readonly EventRow[]): Omit<EventRow, 'id'>[] {
  expect(new Set(rows.map(({ id }) => id)).size).toBe(rows.length);
  return rows.map(({ id: _id, ...row }) => row);
}

test('the samples have something of everything that is counted here', () => {
  const all = counted(ALL);
  expect(all.total).toBeGreaterThan(3000);
  expect(all.places().length).toBeGreaterThan(1000);
  expect(all.awsServices().length).toBeGreaterThan(5);
  expect(all.users().length).toBeGreaterThan(50);
  expect(all.failedSignIns().rows.length).toBeGreaterThan(50);
  expect(all.withoutPlace()).toBeGreaterThan(10);
  expect(all.rootUse().with_mfa).toBeGreaterThan(0);
  expect(all.rootUse().on_behalf).toBeGreaterThan(0);
  expect(all.guessing().attempts.length).toBeGreaterThan(1);
  expect(all.guessing().successes.length).toBeGreaterThan(0);
  expect(Object.keys(all.denied()).length).toBeGreaterThan(50);
  expect(all.instances().total).toBeGreaterThan(20);
  expect(all.networkChanges().total).toBeGreaterThan(100);
  expect(all.networkChanges().open).toBeGreaterThan(10);
  expect(all.graveChanges()).toBeGreaterThan(10);
});

test('days of a histogram begin at the time zone’s midnight, across the change of clocks too', async () => {
  const time_zone = 'America/New_York';
  const data = await ask('events_over_time', { ...AUTUMN, time_zone });
  expect(data.interval).toBe('1d');
  const clock = new Intl.DateTimeFormat('en-GB', { timeZone: time_zone, timeStyle: 'medium' });
  expect(new Set(data.buckets.map(({ at }) => clock.format(at)))).toEqual(new Set(['00:00:00']));
  const day = new Intl.DateTimeFormat('en-CA', { timeZone: time_zone });
  const filled = data.buckets.filter(({ success, failure }) => success + failure > 0);
  expect(
    Object.fromEntries(filled.map(({ at, success, failure }) => [day.format(at), { success, failure }])),
  ).toEqual(counted(ALL, isWithin(AUTUMN.from, AUTUMN.to)).byTime((at) => day.format(at)));
});

test('the range holds an event at its very beginning and none at its end', async () => {
  const at = (record: RawRecord | undefined) => new Date(String(record?.['eventTime'])).toISOString();
  const [first, second] = [at(MADE[0]), at(MADE[1])];
  expect((await ask('latest_events', { from: first, to: second })).rows.map((row) => row.at)).toEqual([
    first,
  ]);
});

// ---------------------------------------------------------------- rights

const NOTHING_ASKED = { ...EVER, time_zone: 'UTC' };

test.each(PANEL_IDS)('%s says so to a user who may read no event', async (id) => {
  expect(await runPanel(id, NOTHING_ASKED, host('panels_elsewhere'))).toEqual({ state: 'no_right' });
  expect(await runPanel(id, NOTHING_ASKED, host('panels_nobody'))).toEqual({ state: 'no_right' });
});

test.each(PANEL_IDS)('%s says so where nothing has been fetched', async (id) => {
  // A user who sees no event index stands in for Kibana’s own in an empty cluster: this one is shared with other tests.
  const asInternalUser = host('panels_nowhere').asCurrentUser;
  expect(await runPanel(id, NOTHING_ASKED, host('panels_nowhere', { asInternalUser }))).toEqual({
    state: 'no_index',
  });
});

test('a broken query is an error of Elasticsearch that quotes nothing of its answer', async () => {
  const request = { ...NOTHING_ASKED, query: { no_such_query: { secret: 'hush' } } };
  const failure = runPanel('users', request, host('panels_all'));
  await expect(failure).rejects.toMatchObject({ code: 'elasticsearch_query_refused' });
  await expect(failure).rejects.not.toThrow(/hush|no_such_query/);
});

test('a search that nobody waits for any more ends', async () => {
  const signal = AbortSignal.abort();
  await expect(runPanel('users', NOTHING_ASKED, host('panels_all', { signal }))).rejects.toThrow();
});
