import { describe, expect, it } from 'vitest';
import { EVENT_FIELDS } from '../../common/event_fields';
import type { JsonObject } from '../cloudtrail/record';
import { isObject } from '../cloudtrail/record';
import type { GeoLookup } from '../geo/geo_lookup';
import { DEFAULT_DOCUMENT_OPTIONS } from './document_options';
import { toDocument } from './to_document';

// Names of fields only, as the detection rules for CloudTrail in github.com/elastic/integrations and
// github.com/elastic/detection-rules ask for them (August 2026), most used first.
const FIELDS = [
  ...['event.action', 'event.provider', 'event.outcome', 'data_stream.dataset', 'cloud.account.id'],
  ...['user.name', 'user_agent.original', 'source.ip', '@timestamp', 'source.as.organization.name'],
  ...['source.address', 'event.dataset', 'cloud.region', 'data_stream.namespace', 'user.id'],
  ...['tls.client.server_name', 'user.target.name', 'user_agent.name', 'source.as.number', 'event.ingested'],
  ...['source.geo.country_iso_code', 'source.geo.city_name', 'source.geo.country_name', 'source.geo'],
  ...['event.id', 'user.changes.name', 'entity.target.id', 'related.entity'],
  ...ofCloudTrail(['user_identity.type', 'request_parameters', 'user_identity.arn', 'resources.arn']),
  ...ofCloudTrail([
    'user_identity.access_key_id',
    'user_identity.invoked_by',
    'error_code',
    'resources.type',
  ]),
  ...ofCloudTrail(['session_credential_from_console', 'response_elements', 'additional_eventdata']),
  ...ofCloudTrail(['user_identity.session_context.session_issuer.arn', 'recipient_account_id']),
  ...ofCloudTrail(['event_category', 'console_login.additional_eventdata.mfa_used', 'resources.account_id']),
];
const REQUEST_PATHS = [
  ...['x-amz-server-side-encryption-customer-algorithm', 'x-amz-acl', 'key', 'withDecryption', 'omitted'],
  ...[
    'reason',
    'aclProtocol',
    'ruleAction',
    'activate',
    'enable',
    'ipPermissions.items.fromPort',
    'protocol',
  ],
  ...['ipPermissions.items.ipRanges.items.cidrIp', 'includeDeprecated', 'attribute', 'instanceId'],
  ...['groupSet.items.groupId', 'serialNumber'],
];
const RESPONSE_PATHS = ['documentDescription.documentType'];

/** What rules that look at CloudTrail ask for too, and its events do not carry. */
const NOT_CARRIED: Readonly<Record<string, readonly string[]>> = {
  'Elasticsearch has them for every document': ['_index', '_id', '_version'],
  'of audit events of Kubernetes, which one rule looks at besides': [
    ...['kubernetes.audit.objectRef.resource', 'kubernetes.audit.objectRef.namespace'],
    ...['kubernetes.audit.verb', 'orchestrator.cluster.name'],
  ],
  'of processes on hosts, which one rule looks at besides': [
    ...['host.name', 'host.os.type', 'process.command_line', 'process.executable', 'process.pid'],
    ...['process.parent.command_line', 'process.name'],
  ],
};
/** Stamped when the document is written. */
const OF_THE_WRITER = new Set(['event.ingested']);

const geo: GeoLookup = {
  lookup: () => ({
    geo: { city_name: 'London', country_iso_code: 'GB', country_name: 'United Kingdom' },
    precision: 'city',
    as: { number: 64496, organization: { name: 'Example Net' } },
  }),
  available: true,
  attributions: [],
};
/** A record that has everything the rules look at. */
const RECORD = {
  eventVersion: '1.08',
  eventTime: '2024-01-31T10:00:00Z',
  eventSource: 'signin.amazonaws.com',
  eventName: 'ConsoleLogin',
  eventID: '5b2a5e6c-0c5f-4d9e-8f0b-1c2d3e4f5a6b',
  eventCategory: 'Management',
  awsRegion: 'us-east-1',
  recipientAccountId: '111122223333',
  sourceIPAddress: '192.0.2.1',
  userAgent: 'curl/7.88.1',
  errorCode: 'AccessDenied',
  sessionCredentialFromConsole: 'true',
  userIdentity: {
    type: 'AssumedRole',
    principalId: 'AROAX:alice',
    arn: 'arn:aws:sts::111122223333:assumed-role/Admin/alice',
    accountId: '111122223333',
    accessKeyId: 'ASIAEXAMPLE',
    invokedBy: 'signin.amazonaws.com',
    sessionContext: { sessionIssuer: { arn: 'arn:aws:iam::111122223333:role/Admin', userName: 'Admin' } },
  },
  tlsDetails: { tlsVersion: 'TLSv1.3', clientProvidedHostHeader: 'signin.aws.amazon.com' },
  resources: [{ ARN: 'arn:aws:s3:::b', accountId: '111122223333', type: 'AWS::S3::Bucket' }],
  requestParameters: { ...withPaths(REQUEST_PATHS), userName: 'bob', newUserName: 'robert' },
  responseElements: withPaths(RESPONSE_PATHS),
  additionalEventData: { MFAUsed: 'No' },
};

function ofCloudTrail(names: readonly string[]): string[] {
  return names.map((name) => `aws.cloudtrail.${name}`);
}

function withPaths(paths: readonly string[]): JsonObject {
  const root: Record<string, unknown> = {};
  for (const path of paths) {
    const names = path.split('.');
    const last = names.pop() ?? '';
    let inner = root;
    for (const name of names) inner = (inner[name] ??= {}) as Record<string, unknown>;
    inner[last] = 'x';
  }
  return root;
}

function at(value: unknown, path: string): unknown {
  return path.split('.').reduce<unknown>((inner, name) => {
    const one: unknown = Array.isArray(inner) ? inner[0] : inner;
    return isObject(one) ? one[name] : undefined;
  }, value);
}

describe('the fields that rules of Elastic ask for', () => {
  it('are in the table of fields, or known not to be of CloudTrail', () => {
    const inTable = (name: string) =>
      EVENT_FIELDS.some((field) => field.name === name || field.name.startsWith(`${name}.`));
    expect(FIELDS.filter((name) => !inTable(name))).toEqual([]);
    expect(Object.values(NOT_CARRIED).flat().filter(inTable)).toEqual([]);
    const flattened = (name: string) =>
      EVENT_FIELDS.find((field) => field.name === `aws.cloudtrail.flattened.${name}`)?.type;
    expect(flattened('request_parameters')).toBe('flattened');
    expect(flattened('response_elements')).toBe('flattened');
  });

  it('are all there: 77 of them', () => {
    const names = [...FIELDS, ...REQUEST_PATHS, ...RESPONSE_PATHS, ...Object.values(NOT_CARRIED).flat()];
    expect(new Set(names).size).toBe(77);
  });

  it('are filled from a record that has them', () => {
    const { source } = toDocument(Buffer.from(JSON.stringify(RECORD)), 0, {
      origin: {
        bucket: 'b',
        bucketArn: 'arn:aws:s3:::b',
        key: 'k',
        accountId: '111122223333',
        keyTime: undefined,
        namespace: 'default',
        isBackfill: false,
      },
      geo,
      now: Date.UTC(2024, 1, 1),
      options: { ...DEFAULT_DOCUMENT_OPTIONS, hasEntityFields: true },
    });
    const document: unknown = JSON.parse(JSON.stringify(source));
    const flattened = (object: string, paths: readonly string[]) =>
      paths.map((path) => `aws.cloudtrail.flattened.${object}.${path}`);
    const carried = [
      ...FIELDS.filter((name) => !OF_THE_WRITER.has(name)),
      ...flattened('request_parameters', REQUEST_PATHS),
      ...flattened('response_elements', RESPONSE_PATHS),
    ];
    expect(carried.filter((name) => at(document, name) === undefined)).toEqual([]);
  });
});
