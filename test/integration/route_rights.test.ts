/** Every route that the built plugin registers: refused without its privilege and open with it, in both of Kibana's forms, in two spaces. */
import { randomBytes, randomUUID } from 'node:crypto';
import { Client } from '@elastic/elasticsearch';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { API_PRIVILEGES, SETUP_API, SOURCES_API } from '../../common/ids';
import { PANEL_IDS } from '../../common/panels';
import type { SetupResponse } from '../../common/setup';
import type { Host } from '../host/start_host';
import { newNamespace, PluginHosts, SAVED_OBJECTS, sourceRequest, TASKS, type Caller } from './plugin_host';
import { elasticsearch, s3 } from './own_servers';

const superuser = { username: elasticsearch.username, password: elasticsearch.password };
const admin = new Client({ node: elasticsearch.url, auth: superuser });
const ALL = Object.values(API_PRIVILEGES);
const FORMS = ['8.x', '9.x'] as const;
const OTHER_SPACE = '/s/marketing';
const namespace = newNamespace();
const users: string[] = [];

let hosts: PluginHosts;
const hostOf = new Map<(typeof FORMS)[number], Host>();

/** Kibana's privileges on one resource: all spaces, or one. Elasticsearch's own rights are not what is looked at here: all of ours. */
interface Grant {
  readonly privileges: readonly string[];
  readonly resources: readonly string[];
}
async function makeUser(name: string, grants: readonly Grant[]): Promise<Caller> {
  const login = { username: `route_rights_${name}`, password: randomBytes(12).toString('hex') };
  await admin.security.putRole({
    name: login.username,
    cluster: ['all'],
    indices: [{ names: ['cloudtrail-*', 'logs-aws.cloudtrail-*'], privileges: ['all'] }],
    applications: grants.map((grant) => ({
      application: 'kibana-.kibana',
      privileges: [...grant.privileges],
      resources: [...grant.resources],
    })),
  });
  await admin.security.putUser({ ...login, roles: [login.username] });
  users.push(login.username);
  return login;
}
const actions = (privileges: readonly string[]) => ['login:', ...privileges.map((name) => `api:${name}`)];
const only = new Map<string, Caller>();
const allBut = new Map<string, Caller>();
let nobody: Caller;
/** The administrator of one space: all that Kibana has, there. */
let spaceAdmin: Caller;
let viewerOfOneSpace: Caller;
let manager: Caller;

type Route = Host['routes'][number];

/** With values in place of its parameters; several where each value is a matter of its own. */
function addressesOf({ path }: Route): string[] {
  const filled = path
    .replace('{id}', randomUUID())
    .replace('{name}', namespace)
    .replace(/\{(?!panel\})[^}]+\}/g, 'x');
  return filled.includes('{panel}') ? PANEL_IDS.map((id) => filled.replace('{panel}', id)) : [filled];
}

async function statusOf(host: Host, by: Caller, { method }: Route, address: string): Promise<number> {
  const body = method === 'GET' || method === 'DELETE' ? undefined : {};
  const answer = await hosts.ask<Refusal>(host, by, method, address, body);
  return isLetIn(answer) ? LET_IN : answer.status;
}

interface Refusal {
  readonly attributes?: { readonly code: string };
}
/** Stands for a 403 that comes after the route's own privilege: the caller may not save dashboards in the space. */
const LET_IN = 0;
const isLetIn = ({ body }: { readonly body?: Refusal }) =>
  body?.attributes?.code === 'saved_objects_forbidden';

beforeAll(async () => {
  hosts = await PluginHosts.prepare(elasticsearch, [s3.url]);
  for (const form of FORMS) hostOf.set(form, await hosts.start({ routeSecurity: form }));
  for (const privilege of ALL) {
    const rest = ALL.filter((other) => other !== privilege);
    only.set(
      privilege,
      await makeUser(`only_${privilege}`, [{ privileges: actions([privilege]), resources: ['*'] }]),
    );
    allBut.set(
      privilege,
      await makeUser(`but_${privilege}`, [{ privileges: actions(rest), resources: ['*'] }]),
    );
  }
  nobody = await makeUser('nobody', []);
  spaceAdmin = await makeUser('space_admin', [{ privileges: ['space_all'], resources: ['space:marketing'] }]);
  viewerOfOneSpace = await makeUser('viewer', [
    {
      privileges: ['feature_cloudtrailSources.read', 'feature_cloudtrail.read'],
      resources: ['space:marketing'],
    },
  ]);
  manager = await makeUser('manager', [{ privileges: ['feature_cloudtrailSources.all'], resources: ['*'] }]);
});
afterAll(async () => {
  await hosts.stop();
  for (const username of users) {
    await admin.security.deleteUser({ username });
    await admin.security.deleteRole({ name: username });
  }
  await admin.indices.delete({ index: [TASKS, SAVED_OBJECTS], ignore_unavailable: true });
  await admin.close();
});

describe.each(FORMS)('where Kibana reads privileges as %s does', (form) => {
  const host = () => hostOf.get(form) as Host;

  test('each route asks for one privilege of ours', () => {
    expect(host().routes.length).toBeGreaterThan(20);
    for (const { method, path, privileges } of host().routes) {
      expect(privileges, `${method} ${path}`).toHaveLength(1);
      expect(ALL, `${method} ${path}`).toContain(privileges[0]);
    }
  });

  test('each route refuses who has all other privileges, and who has none', async () => {
    for (const route of host().routes) {
      for (const address of addressesOf(route)) {
        for (const by of [nobody, allBut.get(route.privileges[0] ?? '')]) {
          const status = await statusOf(host(), by ?? '', route, address);
          expect(status, `${route.method} ${address} without ${route.privileges[0]}`).toBe(403);
        }
      }
    }
  });

  test('each route is open to who has just its privilege, and no answer is a 401', async () => {
    for (const route of host().routes) {
      for (const address of addressesOf(route)) {
        const status = await statusOf(host(), only.get(route.privileges[0] ?? '') ?? '', route, address);
        expect([401, 403, 500], `${route.method} ${address} with ${route.privileges[0]}`).not.toContain(
          status,
        );
      }
    }
  });

  test('nobody who is not logged in gets anything', async () => {
    for (const route of host().routes) {
      for (const address of addressesOf(route))
        expect(await statusOf(host(), 'Basic bm9ib2R5Om5v', route, address), address).toBe(401);
    }
  });

  test('the administrator of one space changes nothing of what all spaces rely on, there or elsewhere', async () => {
    const source = await hosts.create(
      host(),
      manager,
      sourceRequest(s3, s3.reader, 'a-bucket-of-nobody', { namespace, interval: '1h' }),
    );
    for (const route of host().routes) {
      const isSpanning = route.privileges.includes(API_PRIVILEGES.manageSources);
      for (const address of addressesOf(route)) {
        const inSpace = await hosts.ask<Refusal>(
          host(),
          spaceAdmin,
          route.method,
          OTHER_SPACE + address,
          route.method === 'GET' || route.method === 'DELETE' ? undefined : {},
        );
        const what = `${route.method} ${OTHER_SPACE}${address}`;
        if (!isSpanning) expect(isLetIn(inSpace) ? LET_IN : inSpace.status, what).not.toBe(403);
        // bad input is told before anything else
        else if (inSpace.status !== 400) {
          expect(inSpace.status, what).toBe(403);
          expect(inSpace.body.attributes?.code, what).toBe('all_spaces_needed');
        }
        expect(await statusOf(host(), spaceAdmin, route, address), `${address} in another space`).toBe(403);
      }
    }
    const path = `${OTHER_SPACE}${SOURCES_API}/${source.id}`;
    const removal = await hosts.ask<{ message: string }>(host(), spaceAdmin, 'DELETE', path);
    expect(removal.status).toBe(403);
    expect(removal.body.message).toContain('All Spaces');
    expect((await hosts.ask(host(), spaceAdmin, 'GET', path)).body).toEqual(source);
    expect((await hosts.ask(host(), manager, 'DELETE', path)).status).toBe(200);
  });

  test('sources are the same in each space, for who may see them there', async () => {
    const source = await hosts.create(
      host(),
      manager,
      sourceRequest(s3, s3.reader, 'a-bucket-of-nobody', { namespace, interval: '1h' }),
    );
    const list = (by: Caller, space = '') => hosts.ask(host(), by, 'GET', `${space}${SOURCES_API}`);
    const [here, there] = [await list(manager), await list(viewerOfOneSpace, OTHER_SPACE)];
    expect(there).toEqual(here);
    expect(here.body).toEqual({ sources: [source] });
    expect((await list(viewerOfOneSpace)).status).toBe(403);
    expect((await list(viewerOfOneSpace, '/s/sales')).status).toBe(403);
    await hosts.ask(host(), manager, 'DELETE', `${SOURCES_API}/${source.id}`);
  });

  test('the page is told who may change sources', async () => {
    const headers = (by: Caller, space = '') =>
      hosts.ask<SetupResponse>(host(), by, 'GET', space + SETUP_API).then(({ body }) => body.manages_sources);
    expect(await headers(manager)).toBe(true);
    expect(await headers(manager, OTHER_SPACE)).toBe(true);
    expect(await headers(spaceAdmin, OTHER_SPACE)).toBe(false);
    expect(await headers(viewerOfOneSpace, OTHER_SPACE)).toBe(false);
  });
});
