/** Routes refuse and answer as Kibana's do (contract 8.4). */
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import type { RequestHandlerContext } from '../../server/kibana/contracts';
import { schema } from './config_schema';
import { createLogger } from './logger';
import { RouterService, type RouteSecurity } from './router';

let server: Server | undefined;
afterEach(() => server?.close());

type CreatedRouter = ReturnType<RouterService['createRouter']>;

async function serve(
  define: (router: CreatedRouter, service: RouterService) => void,
  routeSecurity: RouteSecurity = '8.x',
) {
  const service = new RouterService({
    log: { ...createLogger(), error: () => undefined },
    routeSecurity,
    authenticate: (request) =>
      Promise.resolve(
        request.headers.authorization === undefined
          ? undefined
          : { user: { username: 'u', roles: [] }, authorization: request.headers.authorization },
      ),
    granted: (_request, actions, space) =>
      Promise.resolve(new Set(actions.filter((action) => action === 'api:held' && space === 'default'))),
    contextOf: () => ({}) as RequestHandlerContext,
  });
  define(service.createRouter(), service);
  server = createServer((request, response) => {
    void service.handle(request, response, new URL(request.url ?? '/', 'http://x'));
  });
  await new Promise<void>((resolve) => server?.listen(0, '127.0.0.1', resolve));
  const base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return async (path: string, init: RequestInit = {}) => {
    const headers = { authorization: 'Basic x', 'kbn-xsrf': 'true', 'content-type': 'application/json' };
    const response = await fetch(base + path, { ...init, headers: { ...headers, ...init.headers } });
    return { status: response.status, body: JSON.parse((await response.text()) || 'null') as unknown };
  };
}

const nothing = { validate: {} };

describe('a route', () => {
  it('wants a login, and a kbn-xsrf header unless it is a GET', async () => {
    const ask = await serve((router) => {
      router.post({ path: '/api/a', ...nothing }, (_c, _r, response) =>
        Promise.resolve(response.ok({ body: 1 })),
      );
    });
    const bare = await fetch(`http://127.0.0.1:${(server?.address() as AddressInfo).port}/api/a`, {
      method: 'POST',
    });
    expect(bare.status).toBe(401);
    const noXsrf = await fetch(`http://127.0.0.1:${(server?.address() as AddressInfo).port}/api/a`, {
      method: 'POST',
      headers: { authorization: 'Basic x' },
    });
    expect(noXsrf.status).toBe(400);
    expect(await ask('/api/a', { method: 'POST' })).toEqual({ status: 200, body: 1 });
  });

  it('refuses by its access tags in 8.x, where security.authz is not looked at', async () => {
    const security = { authz: { requiredPrivileges: ['lacking'] } };
    const ask = await serve((router) => {
      router.get({ path: '/api/open', ...nothing, security }, (_c, _r, response) =>
        Promise.resolve(response.ok()),
      );
      router.get(
        { path: '/api/tag', ...nothing, options: { tags: ['access:lacking'] } },
        (_c, _r, response) => Promise.resolve(response.ok()),
      );
      router.get(
        { path: '/api/both', ...nothing, options: { tags: ['access:held', 'access:lacking'] } },
        (_c, _r, response) => Promise.resolve(response.ok()),
      );
    });
    expect((await ask('/api/open')).status).toBe(200);
    expect((await ask('/api/tag')).status).toBe(403);
    expect((await ask('/api/both')).status).toBe(403);
  });

  it('refuses by security.authz in 9.x, where it is a must and tags are not looked at', async () => {
    const ask = await serve((router) => {
      expect(() =>
        router.get(
          { path: '/api/none', ...nothing, options: { tags: ['access:held'] } },
          (_c, _r, response) => Promise.resolve(response.ok()),
        ),
      ).toThrow("must have a 'security' property");
      const authz = { requiredPrivileges: ['lacking'] };
      router.get({ path: '/api/a', ...nothing, security: { authz } }, (_c, _r, response) =>
        Promise.resolve(response.ok()),
      );
    }, '9.x');
    const refused = await ask('/api/a');
    expect(refused).toMatchObject({ status: 403, body: { message: expect.stringContaining('[lacking]') } });
  });

  it.each([
    [{ requiredPrivileges: [] }, 'must name a privilege'],
    [{ requiredPrivileges: 'held' }, 'must name a privilege'],
    [{ requiredPrivileges: ['held', 'held'] }, 'unique'],
    [{ requiredPrivileges: ['held'], enabled: true }, 'definition for this key is missing'],
    [null, "must have a 'security' property"],
  ])('is refused at registration in 9.x with the authz %j', async (authz, message) => {
    await serve((router) => {
      const security = { authz } as never;
      expect(() =>
        router.get({ path: '/api/a', ...nothing, security }, (_c, _r, response) =>
          Promise.resolve(response.ok()),
        ),
      ).toThrow(message);
    }, '9.x');
  });

  it('is reached below the base path of any space, and its privilege is looked for in that space', async () => {
    const ask = await serve((router) => {
      router.get({ path: '/api/a', ...nothing, options: { tags: ['access:held'] } }, (_c, _r, response) =>
        Promise.resolve(response.ok({ body: 1 })),
      );
    });
    expect((await ask('/api/a')).status).toBe(200);
    expect((await ask('/s/default/api/a')).status).toBe(200);
    expect((await ask('/s/marketing/api/a')).status).toBe(403);
  });

  it('is told with its path and the privileges that its form asks for', async () => {
    for (const [form, privileges] of [
      ['8.x', ['tagged']],
      ['9.x', ['required']],
    ] as const) {
      await serve((router, service) => {
        const security = { authz: { requiredPrivileges: ['required'] } };
        const options = { tags: ['access:tagged', 'other'] };
        router.put({ path: '/internal/a/{id}', ...nothing, security, options }, (_c, _r, response) =>
          Promise.resolve(response.ok()),
        );
        expect(service.registered()).toEqual([
          { method: 'PUT', path: '/internal/a/{id}', access: 'internal', privileges },
        ]);
      }, form);
    }
  });

  it('hands on what validation functions and schemas make of the request, and names what they refuse', async () => {
    const ask = await serve((router) => {
      router.post(
        {
          path: '/api/a/{id}',
          validate: {
            params: (value, { ok }) => ok((value as { id: string }).id.toUpperCase()),
            body: (value, { ok, badRequest }) =>
              value === null ? badRequest('Required', ['name']) : ok(value),
          },
        },
        (_c, request, response) =>
          Promise.resolve(response.ok({ body: [request.params, request.query, request.body] })),
      );
      const query = schema.object({ size: schema.number() }) as never;
      router.get({ path: '/api/s', validate: { query } }, (_c, request, response) =>
        Promise.resolve(response.ok({ body: request.query })),
      );
    });
    expect((await ask('/api/a/x%20y?q=1', { method: 'POST', body: '{"a":1}' })).body).toEqual([
      'X Y',
      {},
      { a: 1 },
    ]);
    expect((await ask('/api/a/x', { method: 'POST' })).body).toMatchObject({
      statusCode: 400,
      error: 'Bad Request',
      message: '[request body.name]: Required',
    });
    expect((await ask('/api/s?size=3')).body).toEqual({ size: 3 });
    expect((await ask('/api/s?size=x')).body).toMatchObject({
      message: '[request query.size]: expected value of type [number] but got [string]',
    });
  });

  it('refuses a body over maxBytes with 413', async () => {
    const ask = await serve((router) => {
      router.post({ path: '/api/a', ...nothing, options: { body: { maxBytes: 10 } } }, (_c, _r, response) =>
        Promise.resolve(response.ok()),
      );
    });
    expect((await ask('/api/a', { method: 'POST', body: JSON.stringify('x'.repeat(20)) })).status).toBe(413);
  });

  it('says nothing of a thrown error, passes a custom error on, and makes a 401 of Elasticsearch’s 401', async () => {
    const ask = await serve((router) => {
      router.get({ path: '/api/throw', ...nothing }, () => Promise.reject(new Error('secret')));
      router.get({ path: '/api/custom', ...nothing }, (_c, _r, response) =>
        Promise.resolve(
          response.customError({ statusCode: 409, body: { message: 'm', attributes: { code: 'c' } } }),
        ),
      );
      router.get({ path: '/api/es', ...nothing }, () =>
        Promise.reject(Object.assign(new Error('key revoked'), { name: 'ResponseError', statusCode: 401 })),
      );
    });
    expect(await ask('/api/throw')).toEqual({
      status: 500,
      body: {
        statusCode: 500,
        error: 'Internal Server Error',
        message: 'An internal server error occurred. Check Kibana server logs for details.',
      },
    });
    expect(await ask('/api/custom')).toEqual({
      status: 409,
      body: { statusCode: 409, error: 'Conflict', message: 'm', attributes: { code: 'c' } },
    });
    expect((await ask('/api/es')).status).toBe(401);
  });
});
