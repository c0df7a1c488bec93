/** Users and events on a real Elasticsearch, against counts made from the raw records by other means. */
import { Client } from '@elastic/elasticsearch';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { ActorsRequest } from '../../common/actors';
import type { EventsPageRequest } from '../../common/events';
import type { PanelAnswer } from '../../common/panels';
import { DEFAULT_DOCUMENT_OPTIONS } from '../../server/documents/document_options';
import { toDocument } from '../../server/documents/to_document';
import type { GeoLookup } from '../../server/geo/geo_lookup';
import { ensureTemplates } from '../../server/indices/templates';
import { listActors } from '../../server/queries/actors';
import { askAboutActor } from '../../server/queries/ask_about_actor';
import { askEvents, type EventsHost } from '../../server/queries/ask_events';
import { eventsPage, eventsPageSearch } from '../../server/queries/events_page';
import {
  linksOf,
  relatedEvents,
  relatedSearch,
  wholeEvent,
  wholeEventSearch,
} from '../../server/queries/whole_event';
import { Counted, type Place, type RawRecord } from './panels_counted';
import { elasticsearch } from './own_servers';

const INDEX = 'cloudtrail-events-explore-2025';
const READER = { username: 'explore_reader', password: 'for-this-test-only' };
const RANGE = { from: '2025-03-01T00:00:00.000Z', to: '2025-03-08T00:00:00.000Z', time_zone: 'UTC' };
const ACCOUNT = '111122223333';
const START = Date.parse(RANGE.from);
const MINUTE_MS = 60_000;
const PLACES: Readonly<Record<string, Place>> = {
  '198.51.100.1': {
    lat: 52.52,
    lon: 13.4,
    country_iso_code: 'DE',
    country_name: 'Germany',
    city_name: 'Berlin',
  },
  '203.0.113.9': {
    lat: 35.68,
    lon: 139.69,
    country_iso_code: 'JP',
    country_name: 'Japan',
    city_name: 'Tokyo',
  },
};
const geo: GeoLookup = {
  available: true,
  attributions: [],
  lookup(ip) {
    const place = PLACES[ip];
    if (!place) return undefined;
    const { lat, lon, ...names } = place;
    return { geo: { ...names, location: { lat, lon } }, precision: 'city' };
  },
};

let nextId = 0;
function made(parts: RawRecord, minutes = ++nextId): RawRecord {
  nextId += 1;
  return {
    eventVersion: '1.08',
    eventID: `explore-${String(nextId).padStart(5, '0')}`,
    eventTime: new Date(START + minutes * MINUTE_MS).toISOString().replace('.000', ''),
    eventName: 'DescribeInstances',
    eventSource: 'ec2.amazonaws.com',
    eventType: 'AwsApiCall',
    awsRegion: 'eu-west-3',
    recipientAccountId: ACCOUNT,
    ...parts,
  };
}
const user = (name: string, accessKeyId = 'AKIAEXAMPLEUSERKEY01') => ({
  type: 'IAMUser',
  userName: name,
  accountId: ACCOUNT,
  arn: `arn:aws:iam::${ACCOUNT}:user/${name}`,
  accessKeyId,
});
const role = (name: string, session: string, accessKeyId: string) => ({
  type: 'AssumedRole',
  accountId: ACCOUNT,
  accessKeyId,
  arn: `arn:aws:sts::${ACCOUNT}:assumed-role/${name}/${session}`,
  sessionContext: {
    sessionIssuer: { userName: name, arn: `arn:aws:iam::${ACCOUNT}:role/${name}` },
    attributes: { mfaAuthenticated: 'true' },
  },
});
const ofInstance = (name: string, instance: string, accessKeyId: string) => {
  const identity = role(name, instance, accessKeyId);
  const attributes = { mfaAuthenticated: 'false' };
  return { ...identity, sessionContext: { ...identity.sessionContext, attributes, ec2RoleDelivery: '2.0' } };
};
const assume = (
  userIdentity: RawRecord,
  name: string,
  session: string,
  given: string,
  parts: RawRecord = {},
) =>
  made({
    eventName: 'AssumeRole',
    eventSource: 'sts.amazonaws.com',
    userIdentity,
    requestParameters: { roleArn: `arn:aws:iam::${ACCOUNT}:role/${name}`, roleSessionName: session },
    responseElements: { credentials: { accessKeyId: given } },
    ...parts,
  });
const signIn = (address: string, minutes: number) =>
  made(
    {
      eventName: 'ConsoleLogin',
      eventSource: 'signin.amazonaws.com',
      userIdentity: user('ana'),
      sourceIPAddress: address,
      responseElements: { ConsoleLogin: 'Success' },
    },
    minutes,
  );

const given = (name: string, session: string, accessKeyId: string) => ({
  credentials: { accessKeyId, sessionToken: 'token' },
  assumedRoleUser: {
    assumedRoleId: `AROAEXAMPLE:${session}`,
    arn: `arn:aws:sts::${ACCOUNT}:assumed-role/${name}/${session}`,
  },
});

const keptAsText = new Set<RawRecord>();
/** Of a namespace that keeps texts only. */
function asText(record: RawRecord): RawRecord {
  keptAsText.add(record);
  return record;
}

const RECORDS: readonly RawRecord[] = [
  // ana takes on a role, and from it another
  assume(user('ana'), 'deploy', 'ana-session', 'ASIAEXAMPLEDEPLOY001', {
    requestID: 'request-1',
    sharedEventID: 'shared-1',
  }),
  assume(role('deploy', 'ana-session', 'ASIAEXAMPLEDEPLOY001'), 'prod', 'hop', 'ASIAEXAMPLEPROD00001'),
  ...Array.from({ length: 7 }, (_, i) =>
    made({
      userIdentity: role('prod', 'hop', 'ASIAEXAMPLEPROD00001'),
      sourceIPAddress: '198.51.100.1',
      ...(i < 3 && { errorCode: 'AccessDenied' }),
    }),
  ),
  // and one of which nothing tells whence it came
  ...Array.from({ length: 2 }, () =>
    made({ userIdentity: role('prod', 'other', 'ASIAEXAMPLEPROD00002'), sourceIPAddress: '203.0.113.9' }),
  ),
  made({ userIdentity: ofInstance('web', 'i-0123456789abcdef0', 'ASIAEXAMPLEINSTANC01') }),
  // a service's own role, and a function that calls from any address
  made({
    userIdentity: role('config', 'Config', 'ASIAEXAMPLECONFIG001'),
    sourceIPAddress: 'config.amazonaws.com',
  }),
  assume(
    { type: 'AWSService', invokedBy: 'lambda.amazonaws.com' },
    'thumbnails',
    'thumbnails',
    'ASIAEXAMPLELAMBDA001',
  ),
  made({
    userIdentity: role('thumbnails', 'thumbnails', 'ASIAEXAMPLELAMBDA001'),
    sourceIPAddress: '198.51.100.1',
  }),
  // the console switches roles with one key, and calls with others
  assume(user('carol'), 'console', 'carol', 'ASIAEXAMPLECONSOLE01', {
    responseElements: given('console', 'carol', 'ASIAEXAMPLECONSOLE01'),
  }),
  made({ userIdentity: role('console', 'carol', 'ASIAEXAMPLECONSOLE02') }),
  ...[
    assume(user('bob'), 'texts', 'bob', 'ASIAEXAMPLETEXTS0001', {
      responseElements: given('texts', 'bob', 'ASIAEXAMPLETEXTS0001'),
    }),
    assume(user('eve'), 'texts', 'bob-too', 'ASIAEXAMPLETEXTS0009', {
      responseElements: given('texts', 'bob-too', 'ASIAEXAMPLETEXTS0009'),
    }),
    made({ userIdentity: role('texts', 'bob', 'ASIAEXAMPLETEXTS0001') }),
    made({ userIdentity: role('texts', 'bob', 'ASIAEXAMPLETEXTS0002') }),
  ].map(asText),
  signIn('198.51.100.1', 4000),
  signIn('203.0.113.9', 4035),
  signIn('198.51.100.1', 7000),
  made({ userIdentity: user('ana'), requestID: 'request-1', eventName: 'OfTheSameRequest' }),
  made({
    userIdentity: user('bob'),
    sharedEventID: 'shared-1',
    eventName: 'OnTheOtherSide',
    recipientAccountId: '444455556666',
  }),
  ...Array.from({ length: 40 }, (_, i) =>
    made({ userIdentity: user(`user-${String(i % 30).padStart(2, '0')}`), sourceIPAddress: '198.51.100.1' }),
  ),
  made({ userIdentity: { type: 'AWSService', invokedBy: 'ec2.amazonaws.com' } }),
  // many in one second, some under one id in two accounts
  ...Array.from({ length: 130 }, (_, i) =>
    made(
      {
        eventID: `tie-${Math.floor(i / 2)}`,
        recipientAccountId: i % 2 === 0 ? ACCOUNT : '444455556666',
        userIdentity: user('tie'),
        eventName: 'Tie',
      },
      9000,
    ),
  ),
];

const { url, username, password, kibanaUsername, kibanaPassword } = elasticsearch;
const superuser = new Client({ node: url, auth: { username, password } });
const asCurrentUser = new Client({ node: url, auth: READER });
const asInternalUser = new Client({
  node: url,
  auth: { username: kibanaUsername, password: kibanaPassword },
});
const host: EventsHost = { asCurrentUser, asInternalUser };
const counted = new Counted(RECORDS, (address) => PLACES[address], ACCOUNT);

beforeAll(async () => {
  await superuser.indices.delete({ index: INDEX }, { ignore: [404] });
  await ensureTemplates(superuser);
  await superuser.security.putRole({
    name: READER.username,
    indices: [{ names: [INDEX], privileges: ['read', 'view_index_metadata'] }],
  });
  await superuser.security.putUser({ ...READER, roles: [READER.username] });
  const origin = {
    bucket: 'b',
    bucketArn: 'arn:aws:s3:::b',
    key: 'k',
    accountId: ACCOUNT,
    keyTime: undefined,
    namespace: 'explore',
    isBackfill: false,
  };
  const documents = RECORDS.map((record, offset) =>
    toDocument(Buffer.from(JSON.stringify(record)), offset, {
      origin,
      geo,
      now: Date.UTC(2026, 11, 1),
      options: {
        ...DEFAULT_DOCUMENT_OPTIONS,
        ...(keptAsText.has(record) && { freeForm: 'string' as const }),
      },
    }),
  );
  await superuser.indices.create({ index: INDEX });
  const { items } = await superuser.bulk({
    refresh: true,
    operations: documents.flatMap(({ id, source }) => [{ create: { _index: INDEX, _id: id } }, source]),
  });
  expect(items.filter(({ create }) => create?.status !== 201)).toEqual([]);
});
afterAll(async () => {
  await superuser.indices.delete({ index: INDEX }, { ignore: [404] });
  await superuser.security.deleteUser({ username: READER.username }, { ignore: [404] });
  await superuser.security.deleteRole({ name: READER.username }, { ignore: [404] });
  await Promise.all([superuser, asCurrentUser, asInternalUser].map((client) => client.close()));
});

function data<T>(answer: PanelAnswer<T>): T {
  if (answer.state !== 'data') throw new Error(`answered ${answer.state}`);
  return answer.data;
}

describe('the list of users', () => {
  const request: ActorsRequest = {
    ...RANGE,
    search: '',
    sort: 'events',
    order: 'desc',
    page: 0,
    page_size: 10,
  };
  const list = async (parts: Partial<ActorsRequest> = {}) =>
    data(await listActors({ ...request, ...parts }, host));
  const expected = counted.users();

  test('holds each once over all pages, with the numbers of its events', async () => {
    const pages = [];
    for (const page of [0, 1, 2, 3, 4]) pages.push(...(await list({ page })).rows);
    expect((await list()).total).toBe(expected.length);
    expect(pages.map(({ trend: _trend, ...row }) => row)).toEqual(expected);
    for (const { trend, events } of pages) expect(trend.reduce((sum, part) => sum + part, 0)).toBe(events);
  });

  test('is put in any order', async () => {
    const [first] = (await list({ sort: 'failures' })).rows;
    expect(first).toMatchObject({ name: 'prod', failures: 3 });
    const [refused] = (await list({ sort: 'denied' })).rows;
    expect(refused).toMatchObject({ name: 'prod', denied: 3 });
    const [oldest] = (await list({ sort: 'first_seen', order: 'asc' })).rows;
    expect(oldest?.name).toBe('ana');
    const [newest] = (await list({ sort: 'last_seen' })).rows;
    expect(newest?.name).toBe('tie');
  });

  test('is searched by any part of a name or an ARN, taken as it is', async () => {
    expect((await list({ search: 'USER-0', page_size: 50 })).total).toBe(10);
    expect((await list({ search: ':role/prod' })).rows.map(({ name }) => name)).toEqual(['prod']);
    expect((await list({ search: 'user-*' })).total).toBe(0);
  });
});

describe('one user', () => {
  const PROD = `arn:aws:iam::${ACCOUNT}:role/prod`;
  const ANA = `arn:aws:iam::${ACCOUNT}:user/ana`;

  test('is told in numbers', async () => {
    const facts = data(await askAboutActor('facts', { ...RANGE, id: PROD }, host));
    const [row] = counted.users().filter(({ id }) => id === PROD);
    expect(facts).toMatchObject({ name: 'prod', type: 'AssumedRole', events: row?.events, failures: 3 });
    expect(facts.errors).toEqual([{ value: 'AccessDenied', events: 3, failures: 3 }]);
    expect(facts.addresses).toMatchObject([
      { value: '198.51.100.1', events: 7, failures: 3, country_iso_code: 'DE', city_name: 'Berlin' },
      { value: '203.0.113.9', events: 2, failures: 0, country_iso_code: 'JP', city_name: 'Tokyo' },
    ]);
    const ana = data(await askAboutActor('facts', { ...RANGE, id: ANA }, host));
    expect(ana.roles_assumed).toEqual([
      { value: `arn:aws:iam::${ACCOUNT}:role/deploy`, events: 1, failures: 0 },
    ]);
  });

  test('is found behind the role of a role, by the keys that were given (pain 42)', async () => {
    const { total, sessions } = data(await askAboutActor('sessions', { ...RANGE, id: PROD }, host));
    expect(total).toBe(2);
    const byKey = new Map(sessions.map((session) => [session.access_key_id, session]));
    const known = byKey.get('ASIAEXAMPLEPROD00001');
    expect(known).toMatchObject({ session_name: 'hop', events: 7, failures: 3, mfa: true });
    expect(known?.chain.map(({ actor_name: name, actor_type: type }) => [name, type])).toEqual([
      ['deploy', 'AssumedRole'],
      ['ana', 'IAMUser'],
    ]);
    expect(byKey.get('ASIAEXAMPLEPROD00002')?.chain).toEqual([]);
  });

  test('is told apart from an instance, whose keys come with no second factor', async () => {
    const id = `arn:aws:iam::${ACCOUNT}:role/web`;
    const { sessions } = data(await askAboutActor('sessions', { ...RANGE, id }, host));
    expect(sessions).toMatchObject([{ mfa: false, ec2_role_delivery: '2.0' }]);
    const ofPeople = data(await askAboutActor('sessions', { ...RANGE, id: PROD }, host));
    expect(ofPeople.sessions.map(({ ec2_role_delivery }) => ec2_role_delivery)).toEqual(['', '']);
  });

  test('is told apart from an AWS service, by its address or by who took the role on', async () => {
    const sessionsOf = async (name: string) => {
      const id = `arn:aws:iam::${ACCOUNT}:role/${name}`;
      return data(await askAboutActor('sessions', { ...RANGE, id }, host)).sessions;
    };
    expect(await sessionsOf('config')).toMatchObject([{ by_aws_services: true, chain: [] }]);
    expect(await sessionsOf('thumbnails')).toMatchObject([
      { by_aws_services: false, chain: [{ actor_name: 'lambda.amazonaws.com', actor_type: 'AWSService' }] },
    ]);
    expect((await sessionsOf('prod')).map(({ by_aws_services }) => by_aws_services)).toEqual([false, false]);
  });

  test('is found by the session’s name where no answer has the key, and by either form of the answer', async () => {
    const chainsOf = async (name: string) => {
      const id = `arn:aws:iam::${ACCOUNT}:role/${name}`;
      const { sessions } = data(await askAboutActor('sessions', { ...RANGE, id }, host));
      return Object.fromEntries(
        sessions.map(({ access_key_id: key, chain }) => [
          key,
          chain.map(({ actor_name: caller, found_by: by }) => `${caller} by ${by}`),
        ]),
      );
    };
    expect(await chainsOf('console')).toEqual({ ASIAEXAMPLECONSOLE02: ['carol by session_name'] });
    expect(await chainsOf('texts')).toEqual({
      ASIAEXAMPLETEXTS0001: ['bob by key'],
      ASIAEXAMPLETEXTS0002: ['bob by session_name'],
    });
  });

  test('travels faster than anybody can', async () => {
    const { sign_ins, trips } = data(await askAboutActor('travel', { ...RANGE, id: ANA }, host));
    expect(sign_ins).toBe(3);
    expect(trips).toMatchObject([
      {
        from: { city_name: 'Berlin', account_id: ACCOUNT },
        to: { city_name: 'Tokyo', account_id: ACCOUNT },
        hours: 35 / 60,
      },
    ]);
  });
});

describe('the rows of events', () => {
  const ask = async (parts: Partial<EventsPageRequest>) => {
    const request: EventsPageRequest = {
      ...RANGE,
      columns: ['event.id', 'event.action', 'aws.cloudtrail.recipient_account_id'],
      sort: { field: '@timestamp', order: 'desc' },
      size: 20,
      ...parts,
    };
    const search = eventsPageSearch(request);
    return data(
      await askEvents(
        { doing: 'testing', search, answer: (response) => eventsPage(response, request) },
        host,
      ),
    );
  };
  const allPages = async (parts: Partial<EventsPageRequest>) => {
    const rows = [];
    let after: EventsPageRequest['after'];
    do {
      const page = await ask({ ...parts, after });
      expect(page.total).toBe(RECORDS.length);
      rows.push(...page.rows);
      after = page.next ? [...page.next] : undefined;
    } while (after !== undefined);
    return rows;
  };

  test.each([
    ['@timestamp', 'desc'],
    ['@timestamp', 'asc'],
    ['event.action', 'asc'],
    ['aws.cloudtrail.error_code', 'desc'],
    ['aws.cloudtrail.flattened.request_parameters.roleArn', 'asc'],
  ] as const)('come each once over all pages by %s %s, however many share a second', async (field, order) => {
    const rows = await allPages({ sort: { field, order } });
    expect(rows).toHaveLength(RECORDS.length);
    expect(new Set(rows.map(({ id }) => id)).size).toBe(RECORDS.length);
    const all = RECORDS.map(
      ({ eventID, recipientAccountId }) => `${String(eventID)} ${String(recipientAccountId)}`,
    );
    expect(rows.map(({ cells: [id, , account] }) => `${String(id)} ${String(account)}`).sort()).toEqual(
      all.sort(),
    );
    if (field === 'event.action') {
      const actions = rows.map(({ cells }) => String(cells[1]));
      expect(actions).toEqual([...actions].sort());
    }
  });

  test('go on beyond ten thousand', async () => {
    const index = 'cloudtrail-events-explore-2024';
    const operations = Array.from({ length: 10_050 }, (_, i) => [
      { create: { _id: `many-${i}` } },
      { '@timestamp': '2024-06-01T00:00:00Z', event: { id: `many-${String(i).padStart(5, '0')}` } },
    ]).flat();
    await superuser.security.putRole({
      name: READER.username,
      indices: [{ names: ['cloudtrail-events-explore-*'], privileges: ['read'] }],
    });
    try {
      // the template keeps a stray write from making one
      await superuser.indices.create({ index });
      const { items } = await superuser.bulk({ index, refresh: true, operations });
      expect(items.filter(({ create }) => create?.status !== 201).slice(0, 3)).toEqual([]);
      const range = { from: '2024-06-01T00:00:00Z', to: '2024-06-02T00:00:00Z', size: 1000 };
      const ids = new Set<string>();
      let after: EventsPageRequest['after'];
      do {
        const page = await ask({ ...range, after });
        for (const { id } of page.rows) ids.add(id);
        after = page.next ? [...page.next] : undefined;
      } while (after !== undefined);
      expect(ids.size).toBe(10_050);
    } finally {
      await superuser.indices.delete({ index }, { ignore: [404] });
    }
  });
});

describe('one event', () => {
  /** The event of a record, and what belongs to it by each relation. */
  const relatedTo = async (record: RawRecord | undefined) => {
    const found = data(
      await askEvents(
        {
          doing: 'testing',
          search: { size: 1, query: { term: { 'event.id': String(record?.['eventID']) } } },
          answer: wholeEvent,
        },
        host,
      ),
    );
    const id = found.event?.id ?? '';
    const { event } = data(
      await askEvents({ doing: 'testing', search: wholeEventSearch(id), answer: wholeEvent }, host),
    );
    if (!event) throw new Error('no event');
    const links = linksOf(event);
    const { groups } = data(
      await askEvents(
        {
          doing: 'testing',
          search: relatedSearch(event, links),
          answer: (response) => relatedEvents(response, event, links),
        },
        host,
      ),
    );
    return { event, groups: new Map(groups.map((group) => [group.relation, group])) };
  };
  const timeOf = (record: RawRecord | undefined) => Date.parse(String(record?.['eventTime']));
  /** How far apart the other events of the long-term key are, ms, nearest first. */
  const apartByKey = (record: RawRecord | undefined) =>
    RECORDS.filter(({ userIdentity }) => {
      const key = (userIdentity as { accessKeyId?: string } | undefined)?.accessKeyId;
      return key === 'AKIAEXAMPLEUSERKEY01';
    })
      .map((other) => Math.abs(timeOf(other) - timeOf(record)))
      .filter((apart) => apart <= 36 * 60 * MINUTE_MS)
      .sort((one, other) => one - other)
      .slice(1);

  test('is given whole, with what belongs to it', async () => {
    const { event, groups } = await relatedTo(RECORDS[0]);
    expect(event.row).toMatchObject({ action: 'AssumeRole', user: 'ana' });
    expect(groups.get('request')).toMatchObject({ total: 1, rows: [{ action: 'OfTheSameRequest' }] });
    expect(groups.get('shared_event')).toMatchObject({ total: 1, rows: [{ action: 'OnTheOtherSide' }] });
    expect(groups.get('access_key')?.total).toBe(apartByKey(RECORDS[0]).length);
  });

  test('has those nearest in time beside it where its key is used a lot', async () => {
    const busy = RECORDS.filter(({ eventName, userIdentity }) => {
      const { userName } = (userIdentity ?? {}) as { userName?: string };
      return eventName === 'DescribeInstances' && userName === 'user-20';
    })[0];
    const expected = apartByKey(busy);
    expect(expected.length).toBeGreaterThan(20);
    const rows = (await relatedTo(busy)).groups.get('access_key')?.rows ?? [];
    const times = rows.map(({ at }) => Date.parse(at));
    expect(times).toEqual([...times].sort((one, other) => one - other));
    expect(times.map((time) => Math.abs(time - timeOf(busy))).sort((one, other) => one - other)).toEqual(
      expected.slice(0, 10),
    );
  });

  test('is nothing to whoever may not read it', async () => {
    const search = wholeEventSearch('no such id');
    expect(data(await askEvents({ doing: 'testing', search, answer: wholeEvent }, host))).toEqual({
      event: null,
    });
  });
});
