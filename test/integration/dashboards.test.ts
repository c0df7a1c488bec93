/** Every panel of the dashboards on a real Elasticsearch, as Lens would ask it, against counts from the raw records. */
import { isIP } from 'node:net';
import { fileURLToPath } from 'node:url';
import { Client } from '@elastic/elasticsearch';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { DEFAULT_DOCUMENT_OPTIONS } from '../../server/documents/document_options';
import { toDocument } from '../../server/documents/to_document';
import { openGeo, type OpenedGeo } from '../../server/geo/open_geo';
import { ensureTemplates } from '../../server/indices/templates';
import type { LensAttributes } from '../../tools/saved_objects/lens';
import { kibanaObjects } from '../../tools/saved_objects/objects';
import { distinctRecords, type ReadRecord } from '../generate/count_distinct';
import { makeEstate } from '../generate/estate';
import { placeRecords } from '../generate/place_records';
import { lensRequest, lensRows, MISSING, OTHER, type Row } from './lens_request';
import { read, type Place, type RawRecord, type Reading } from './panels_counted';
import { elasticsearch } from './own_servers';

const INDEX = 'cloudtrail-events-dashboards_test-all';
const FIXTURES = fileURLToPath(new URL('../fixtures', import.meta.url));
const COUNTRIES = fileURLToPath(
  new URL('../../node_modules/@ip-location-db/geo-whois-asn-country-mmdb', import.meta.url),
);
const ESTATE_NOW = new Date('2026-01-15T12:00:00Z');
/** Of the estate, besides the sample records. */
const LATEST_OBJECTS = 120;
const BATCH = 2000;

const { url, username, password } = elasticsearch;
const client = new Client({ node: url, auth: { username, password } });

/** What neither the samples nor the estate have, and what is nearly that. */
const MADE: readonly RawRecord[] = [
  { eventID: 'made-1', eventSource: 'kms.amazonaws.com', eventName: 'ScheduleKeyDeletion' },
  { eventID: 'made-2', eventSource: 'kms.amazonaws.com', eventName: 'DisableKey' },
  { eventID: 'made-3', eventSource: 'kms.amazonaws.com', eventName: 'CancelKeyDeletion' },
];
const withParts = (parts: RawRecord) => (one: ReadRecord) => ({
  ...one,
  record: { ...one.record, ...parts },
});

/** An event as the test reads it. */
interface Event extends Reading {
  readonly record: RawRecord;
  readonly program: string | undefined;
}
let geo: OpenedGeo;
let events: readonly Event[] = [];

beforeAll(async () => {
  await client.indices.delete({ index: INDEX }, { ignore: [404] });
  await ensureTemplates(client);
  await client.indices.create({ index: INDEX });
  geo = await openGeo({ bundledDir: COUNTRIES });
  const estate = [...makeEstate({ seed: 'dashboards', now: ESTATE_NOW })].slice(-LATEST_OBJECTS);
  const samples = placeRecords(FIXTURES, { now: ESTATE_NOW.getTime() }).objects;
  const inBucket = [...distinctRecords([...samples, ...estate], ESTATE_NOW.getTime())];
  const found = [...inBucket, ...MADE.flatMap((parts) => inBucket.slice(0, 1).map(withParts(parts)))];
  const documents = found.map(({ record, account, at, key }) => {
    const document = toDocument(Buffer.from(JSON.stringify(record)), 0, {
      origin: {
        bucket: 'b',
        bucketArn: 'arn:aws:s3:::b',
        key,
        accountId: account,
        keyTime: at,
        namespace: 'dashboards_test',
        isBackfill: false,
      },
      geo,
      now: ESTATE_NOW.getTime(),
      options: DEFAULT_DOCUMENT_OPTIONS,
    });
    return { document, event: eventOf(record, account, at, document.source) };
  });
  for (let from = 0; from < documents.length; from += BATCH) {
    const { items } = await client.bulk({
      operations: documents
        .slice(from, from + BATCH)
        .flatMap(({ document }) => [{ create: { _index: INDEX, _id: document.id } }, document.source]),
    });
    expect(items.filter(({ create }) => create?.status !== 201)).toEqual([]);
  }
  await client.indices.refresh({ index: INDEX });
  events = documents.map(({ event }) => event);
});

afterAll(async () => {
  await client.indices.delete({ index: INDEX }, { ignore: [404] });
  await client.close();
});

function eventOf(record: RawRecord, account: string, at: number, source: object): Event {
  const { user_agent: program } = source as { user_agent?: { name?: string } };
  // how programs are told from user agents has tests of its own; here it is how they are counted
  return { ...read(record, placeOf, account), at, record, program: program?.name };
}

function placeOf(address: string): Place | undefined {
  const found = isIP(address) === 0 ? undefined : geo.lookup(address)?.geo;
  return found?.country_iso_code === undefined || found.location === undefined
    ? undefined
    : {
        ...found.location,
        country_iso_code: found.country_iso_code,
        country_name: found.country_name ?? '',
      };
}

// ---------------------------------------------------------------- what each panel has to show

type Fits = (event: Event) => boolean;
interface Division {
  readonly of: (event: Event) => string | undefined;
  readonly top: number;
  readonly other?: boolean;
  readonly missing?: boolean;
  /** In the order of keys, not by number of events. */
  readonly inOrder?: boolean;
}
interface Expected {
  readonly fits?: Fits;
  readonly by?: readonly Division[];
  readonly numbers?: readonly ((events: readonly Event[]) => string | number)[];
}

const count = (found: readonly Event[]) => found.length;
const counting = (fits: Fits) => (found: readonly Event[]) => found.filter(fits).length;
const different = (of: (event: Event) => string | undefined) => (found: readonly Event[]) =>
  new Set(found.flatMap((event) => of(event) || [])).size;
const lastSeen = (found: readonly Event[]) => new Date(Math.max(...found.map(({ at }) => at))).toISOString();
const failed: Fits = (event) => event.failed;
const succeeded: Fits = (event) => !event.failed;

const text = (value: unknown) => (typeof value === 'string' && value !== '' ? value : undefined);
const action = ({ row }: Event) => text(row.action);
const account = ({ row }: Event) => text(row.account_id);
const address = ({ row }: Event) => text(row.address);
const errorCode = ({ row }: Event) => text(row.error_code);
const region = ({ row }: Event) => text(row.region);
const actorName = ({ actor }: Event) => actor?.name;
const actorId = ({ actor }: Event) => actor?.id;
const country = ({ place }: Event) => text(place?.country_name);
const service = ({ row }: Event) =>
  row.provider.endsWith('.amazonaws.com') ? row.provider.slice(0, -'.amazonaws.com'.length) : undefined;
const day: Division = {
  of: ({ at }) => new Date(at).toISOString().slice(0, 10),
  top: Infinity,
  inOrder: true,
};

const isSignIn: Fits = ({ row }) => row.action === 'ConsoleLogin';
const isActor: Fits = ({ actor }) => actor !== undefined && actor.type !== 'AWSService';
/** A call of the service whose name is one of these, apart from blanks and line breaks. */
function calls(provider: string, names: string): Fits {
  const wanted = new Set(names.trim().split(/\s+/));
  return ({ row }) => row.provider === `${provider}.amazonaws.com` && wanted.has(row.action);
}

/** As the CIS benchmark lists them. */
const DETECTED: Readonly<Record<string, Fits>> = {
  root_use: ({ isRootUse }) => isRootUse,
  console_sign_in_failures: ({ isFailedSignIn }) => isFailedSignIn,
  console_sign_in_without_mfa: (event) =>
    isSignIn(event) && !event.failed && event.mfaUsed === false && identityType(event) === 'IAMUser',
  unauthorized_api_calls: (event) =>
    /UnauthorizedOperation$|^AccessDenied/.test(event.row.error_code) &&
    event.row.address !== 'delivery.logs.amazonaws.com' &&
    event.row.action !== 'HeadBucket',
  iam_policy_changes: calls(
    'iam',
    `PutGroupPolicy PutRolePolicy PutUserPolicy DeleteGroupPolicy DeleteRolePolicy DeleteUserPolicy
     CreatePolicy DeletePolicy CreatePolicyVersion DeletePolicyVersion AttachRolePolicy AttachUserPolicy
     AttachGroupPolicy DetachRolePolicy DetachUserPolicy DetachGroupPolicy`,
  ),
  cloudtrail_changes: calls(
    'cloudtrail',
    `CreateTrail UpdateTrail DeleteTrail StartLogging StopLogging PutEventSelectors PutInsightSelectors`,
  ),
  kms_key_disabled_or_deleted: calls('kms', 'DisableKey ScheduleKeyDeletion'),
  s3_bucket_policy_changes: calls(
    's3',
    `PutBucketAcl PutBucketPolicy PutBucketCors PutBucketLifecycle PutBucketReplication DeleteBucketPolicy
     DeleteBucketCors DeleteBucketLifecycle DeleteBucketReplication PutBucketPublicAccessBlock
     DeleteBucketPublicAccessBlock`,
  ),
  aws_config_changes: calls(
    'config',
    `StopConfigurationRecorder DeleteConfigurationRecorder PutConfigurationRecorder DeleteDeliveryChannel
     PutDeliveryChannel`,
  ),
  security_group_changes: calls(
    'ec2',
    `AuthorizeSecurityGroupIngress AuthorizeSecurityGroupEgress RevokeSecurityGroupIngress
     RevokeSecurityGroupEgress CreateSecurityGroup DeleteSecurityGroup ModifySecurityGroupRules`,
  ),
  network_acl_changes: calls(
    'ec2',
    `CreateNetworkAcl CreateNetworkAclEntry DeleteNetworkAcl DeleteNetworkAclEntry ReplaceNetworkAclEntry
     ReplaceNetworkAclAssociation`,
  ),
  network_gateway_changes: calls(
    'ec2',
    `CreateCustomerGateway DeleteCustomerGateway AttachInternetGateway CreateInternetGateway
     DeleteInternetGateway DetachInternetGateway`,
  ),
  route_table_changes: calls(
    'ec2',
    `CreateRoute CreateRouteTable ReplaceRoute ReplaceRouteTableAssociation DeleteRouteTable DeleteRoute
     DisassociateRouteTable`,
  ),
  vpc_changes: calls(
    'ec2',
    `CreateVpc DeleteVpc ModifyVpcAttribute AcceptVpcPeeringConnection CreateVpcPeeringConnection
     DeleteVpcPeeringConnection RejectVpcPeeringConnection AttachClassicLinkVpc DetachClassicLinkVpc
     DisableVpcClassicLink EnableVpcClassicLink`,
  ),
  organizations_changes: calls(
    'organizations',
    `AcceptHandshake AttachPolicy CancelHandshake CreateAccount CreateOrganization CreateOrganizationalUnit
     CreatePolicy DeclineHandshake DeleteOrganization DeleteOrganizationalUnit DeletePolicy DetachPolicy
     DisablePolicyType EnablePolicyType InviteAccountToOrganization LeaveOrganization MoveAccount
     RemoveAccountFromOrganization UpdateOrganizationalUnit UpdatePolicy`,
  ),
  instance_state_changes: (event) =>
    !event.failed &&
    calls('ec2', 'RunInstances StartInstances StopInstances RebootInstances TerminateInstances')(event),
};
const detected = (id: string): Fits => DETECTED[id] ?? (() => false);

const CHANGES: readonly [string, string][] = [
  ['IAM policies', 'iam_policy_changes'],
  ['Security groups', 'security_group_changes'],
  ['Network ACLs', 'network_acl_changes'],
  ['Gateways', 'network_gateway_changes'],
  ['Route tables', 'route_table_changes'],
  ['VPCs', 'vpc_changes'],
  ['S3 access', 's3_bucket_policy_changes'],
  ['KMS keys', 'kms_key_disabled_or_deleted'],
  ['CloudTrail', 'cloudtrail_changes'],
];

/** By dashboard and panel. */
const EXPECTED: Readonly<Record<string, Expected>> = {
  'cloudtrail-overview/events': {},
  'cloudtrail-overview/failed': { fits: failed },
  'cloudtrail-overview/actors': { fits: isActor, numbers: [different(actorId)] },
  'cloudtrail-overview/accounts': { numbers: [different(account)] },
  'cloudtrail-overview/countries': { numbers: [different(({ place }) => place?.country_iso_code)] },
  'cloudtrail-overview/root': { fits: detected('root_use') },
  'cloudtrail-overview/over_time': { by: [day], numbers: [counting(succeeded), counting(failed)] },
  'cloudtrail-overview/users': {
    fits: isActor,
    by: [
      { of: actorName, top: 50 },
      { of: account, top: 5 },
    ],
    numbers: [count, counting(failed), lastSeen],
  },
  'cloudtrail-overview/addresses': {
    fits: ({ row }) => isIP(row.address) !== 0,
    by: [
      { of: address, top: 50 },
      { of: country, top: 1, other: true, missing: true },
    ],
    numbers: [count, counting(failed), different(actorId)],
  },
  'cloudtrail-overview/services': {
    by: [
      { of: service, top: 6 },
      { of: action, top: 4, other: true },
    ],
  },
  'cloudtrail-overview/country_bars': {
    by: [{ of: country, top: 12 }],
    numbers: [counting(succeeded), counting(failed)],
  },
  'cloudtrail-overview/error_codes': {
    fits: (event) => errorCode(event) !== undefined,
    by: [{ of: errorCode, top: 12 }],
  },
  'cloudtrail-overview/read_and_write': {
    by: [day],
    numbers: [
      counting(({ record }) => record['readOnly'] === true),
      counting(({ record }) => record['readOnly'] === false),
    ],
  },
  'cloudtrail-overview/accounts_and_regions': {
    by: [
      { of: account, top: 10 },
      { of: region, top: 6, other: true },
    ],
  },
  'cloudtrail-overview/programs': { by: [{ of: ({ program }) => program, top: 8, other: true }] },
  ...Object.fromEntries(
    Object.entries(DETECTED).map(([id, fits]) => [`cloudtrail-security/${id}`, { fits }]),
  ),
  'cloudtrail-security/sign_ins_over_time': {
    fits: isSignIn,
    by: [day],
    numbers: [counting(succeeded), counting(failed)],
  },
  'cloudtrail-security/failed_sign_ins_by_user': {
    fits: detected('console_sign_in_failures'),
    by: [
      { of: actorName, top: 50 },
      { of: address, top: 10 },
      { of: country, top: 1, other: true, missing: true },
    ],
    numbers: [count, lastSeen],
  },
  'cloudtrail-security/denied_calls': {
    fits: detected('unauthorized_api_calls'),
    by: [
      { of: actorName, top: 50 },
      { of: service, top: 5 },
      { of: action, top: 5 },
    ],
    numbers: [count, lastSeen],
  },
  'cloudtrail-security/root_calls': {
    fits: detected('root_use'),
    by: [
      { of: account, top: 20 },
      { of: action, top: 10 },
      { of: address, top: 5 },
    ],
    numbers: [count, lastSeen],
  },
  'cloudtrail-security/instances_by_user': {
    fits: detected('instance_state_changes'),
    by: [
      { of: actorName, top: 10 },
      { of: action, top: 5 },
    ],
  },
};

function expectedRows({ fits = () => true, by = [], numbers = [count] }: Expected): Row[] {
  const divide = (found: readonly Event[], divisions: readonly Division[], keys: Row): Row[] => {
    const [first, ...rest] = divisions;
    if (!first) return [[...keys, ...numbers.map((number) => number(found))]];
    const { of, top, other = false, missing = false, inOrder = false } = first;
    const groups = new Map<string, Event[]>();
    for (const event of found) {
      const key = of(event) ?? (missing ? MISSING : undefined);
      if (key === undefined) continue;
      const group = groups.get(key);
      if (group) group.push(event);
      else groups.set(key, [event]);
    }
    const sorted = [...groups].sort(
      ([a, x], [b, y]) => (inOrder ? 0 : y.length - x.length) || (a < b ? -1 : 1),
    );
    const rows = sorted.slice(0, top).flatMap(([key, inner]) => divide(inner, rest, [...keys, key]));
    const others = sorted.slice(top).reduce((sum, [, inner]) => sum + inner.length, 0);
    return other && others > 0 && rest.length === 0 ? [...rows, [...keys, OTHER, others]] : rows;
  };
  return divide(events.filter(fits), by, []);
}

// ---------------------------------------------------------------- the panels

interface SavedPanel {
  readonly type: string;
  readonly panelIndex: string;
  readonly embeddableConfig: { readonly attributes: LensAttributes };
}
const PANELS = kibanaObjects()
  .filter(({ type }) => type === 'dashboard')
  .flatMap(({ id, attributes }) =>
    (JSON.parse(String(attributes['panelsJSON'])) as SavedPanel[])
      .filter(({ type }) => type === 'lens')
      .map(({ panelIndex, embeddableConfig }): [string, LensAttributes] => [
        `${id}/${panelIndex}`,
        embeddableConfig.attributes,
      ]),
  );

async function shownRows(panel: LensAttributes): Promise<Row[]> {
  const { query, aggs } = lensRequest(panel);
  const answer = await client.search({ index: INDEX, size: 0, track_total_hits: true, query, aggs });
  const { total } = answer.hits;
  return lensRows(panel, answer.aggregations ?? {}, typeof total === 'object' ? total.value : 0);
}

describe('the panels of the dashboards', () => {
  test('are all counted here, and see events of each kind', () => {
    const apart = ['cloudtrail-security/changes_over_time'];
    expect(PANELS.map(([name]) => name).sort()).toEqual([...Object.keys(EXPECTED), ...apart].sort());
    expect(events.length).toBeGreaterThan(5000);
    const unseen = Object.entries(DETECTED).filter(([, fits]) => !events.some(fits));
    expect(unseen.map(([id]) => id)).toEqual([]);
  });

  test.each(PANELS.filter(([name]) => name in EXPECTED))(
    '%s shows what the records say',
    async (name, panel) => {
      const expected = expectedRows(EXPECTED[name] ?? {});
      expect(withoutEmptyDays(await shownRows(panel))).toEqual(withoutEmptyDays(expected));
    },
  );

  test('cloudtrail-security/changes_over_time shows what the records say', async () => {
    const [, panel] = PANELS.find(([name]) => name.endsWith('/changes_over_time')) ?? [];
    if (!panel) throw new Error('there is no such panel');
    const expected = CHANGES.flatMap(([label, id]) =>
      expectedRows({ fits: detected(id), by: [day] }).map(([at, number]) => [at, label, number]),
    );
    const shown = withoutEmptyDays(await shownRows(panel));
    expect(shown.map(String).sort()).toEqual(expected.map(String).sort());
    expect(shown.length).toBeGreaterThan(CHANGES.length);
  });
});

/** Without the days on which nothing happened, and times of day. */
function withoutEmptyDays(rows: readonly Row[]): Row[] {
  const isDay = (value: unknown) => /^\d{4}-\d\d-\d\dT00:00:00.000Z$/.test(String(value));
  return rows
    .map((row) =>
      row.map((value, index) => (index === 0 && isDay(value) ? String(value).slice(0, 10) : value)),
    )
    .filter(
      (row) =>
        !/^\d{4}-\d\d-\d\d$/.test(String(row[0])) ||
        row.slice(1).some((value) => typeof value === 'number' && value > 0),
    );
}

function identityType({ record }: Event): unknown {
  return (record['userIdentity'] as RawRecord | undefined)?.['type'];
}
