import { describe, expect, it } from 'vitest';
import * as z from 'zod';
import { API_PRIVILEGES } from '../../common/ids';
import { createSourceRequestSchema } from '../../common/sources';
import { SearchPriority } from '../indices/search_priority';
import { defineFailureRoutes } from '../routes/failures';
import { defineSourceDraftRoutes } from '../routes/source_drafts';
import { defineSourceEditRoutes } from '../routes/source_edits';
import { definePanelRoute } from '../routes/panels';
import { defineSourceRoutes } from '../routes/sources';
import type {
  KibanaRequest,
  KibanaResponseFactory,
  RequestHandlerContext,
  RouteConfig,
  Router,
} from './contracts';
import { byZod, defineRoute } from './define_route';

interface Defined {
  readonly method: string;
  readonly config: RouteConfig<unknown, unknown, unknown>;
  readonly handler: (...args: unknown[]) => Promise<unknown>;
}

/** Keeps what is defined. */
function fakeRouter() {
  const routes: Defined[] = [];
  const keep = (method: string) => (config: Defined['config'], handler: Defined['handler']) => {
    routes.push({ method, config, handler });
  };
  const methods = ['get', 'post', 'put', 'patch', 'delete'];
  const versioned = (method: string) => (config: Omit<Defined['config'], 'validate'>) => ({
    addVersion: (
      { validate }: { validate: { request: Defined['config']['validate'] } },
      handler: Defined['handler'],
    ) => keep(method)({ ...config, validate: validate.request }, handler),
  });
  const router = Object.fromEntries([
    ...methods.map((method) => [method, keep(method)]),
    ['versioned', Object.fromEntries(methods.map((method) => [method, versioned(method)]))],
  ]) as unknown as Router;
  return { router, routes };
}
const resolver = {
  ok: <T>(value: T) => ({ value }),
  badRequest: (message: string, path: string[] = []) => ({ error: `[${path.join('.')}]: ${message}` }),
};
const responses = {
  ok: (options?: { body?: unknown }) => ({ status: 200, body: options?.body }),
  customError: ({ statusCode }: { statusCode: number }) => ({ status: statusCode }),
} as unknown as KibanaResponseFactory;
const context = { core: Promise.resolve({ elasticsearch: {} }) } as unknown as RequestHandlerContext;
const never = () => {
  throw new Error('not asked for');
};

describe('defineRoute', () => {
  const { router, routes } = fakeRouter();
  defineSourceRoutes(router, never, never);
  defineFailureRoutes(router, never, never);
  defineSourceDraftRoutes(router, never, { error: never }, never);
  defineSourceEditRoutes(router, never, never);
  definePanelRoute(router, never, [], new SearchPriority(), never);

  it('states one privilege in both forms, that of 8.12 and that of 9.x, for each of our routes', () => {
    expect(routes.length).toBeGreaterThanOrEqual(8);
    for (const { config } of routes) {
      const privileges = config.security?.authz.requiredPrivileges ?? [];
      expect(privileges).toHaveLength(1);
      expect(Object.values<string>(API_PRIVILEGES)).toContain(privileges[0]);
      expect(config.options?.tags).toEqual([`access:${privileges[0]}`]);
    }
  });

  it('lets only who manages sources change anything', () => {
    const changing = routes.filter(
      ({ method, config }) => method !== 'get' && !config.path.includes('/panels/'),
    );
    expect(changing).toHaveLength(10);
    for (const { config } of changing)
      expect(config.security?.authz.requiredPrivileges).toEqual([API_PRIVILEGES.manageSources]);
  });

  it('checks what comes in, and bounds the size of bodies', () => {
    for (const { method, config } of routes) {
      expect(config.validate.params).toBeDefined();
      const hasBody = ['post', 'put', 'patch'].includes(method);
      expect(config.validate.body !== undefined).toBe(hasBody);
      if (hasBody) expect(config.options?.body?.maxBytes).toBeLessThanOrEqual(1024 * 1024);
    }
  });

  it('answers with what the handler gives, and hands what it throws to one place', async () => {
    const fault = new Error('x');
    const seen: unknown[] = [];
    const { router: own, routes: defined } = fakeRouter();
    const answers = [() => Promise.resolve({ a: 1 }), () => Promise.reject(fault)];
    for (const handle of answers) {
      defineRoute(
        own,
        {
          method: 'get',
          path: '/x',
          summary: 'Says something',
          privilege: 'cloudtrail_read',
          access: 'internal',
          params: z.object({}),
          body: z.object({}),
          handle,
        },
        (error, response) => {
          seen.push(error);
          return response.customError({ statusCode: 418, body: { message: '' } });
        },
      );
    }
    const request = { headers: {}, params: {}, query: {}, body: {} } satisfies KibanaRequest;
    expect(await defined[0]?.handler(context, request, responses)).toEqual({ status: 200, body: { a: 1 } });
    expect(await defined[1]?.handler(context, request, responses)).toEqual({ status: 418 });
    expect(seen).toEqual([fault]);
  });
});

describe('byZod', () => {
  it('hands on what the schema makes of the value', () => {
    const schema = z.object({ size: z.number().default(10) });
    expect(byZod(schema)({ size: 3, other: 1 }, resolver)).toEqual({ value: { size: 3 } });
  });

  it('takes an absent body, which Kibana gives as null, for an empty one', () => {
    expect(byZod(z.object({ size: z.number().default(10) }))(null, resolver)).toEqual({
      value: { size: 10 },
    });
  });

  it('names the field and what is wrong, and never quotes the value', () => {
    const secret = 'wJalrXUtnFEMIK7MDENGbPxRfiCYEXAMPLEKEY';
    const credentials = {
      type: 'access_key',
      access_key_id: secret.toLowerCase(),
      secret_access_key: secret,
    };
    for (const more of [
      { credentials },
      { credentials: secret },
      { credentials: { type: secret } },
      { credentials: [secret] },
      { bucket: `${secret}/${secret}` },
      { interval: secret },
      { start: secret },
      { write_key: `${secret}:${secret}` },
      { endpoint: secret },
      { force_path_style: secret },
    ]) {
      const body = { name: 'x', bucket: 'my-bucket', credentials: { type: 'server' }, ...more };
      const result = byZod(createSourceRequestSchema)(body, resolver);
      const { error } = result as { error: string };
      expect(error).toContain(Object.keys(more)[0]);
      expect(error.toLowerCase()).not.toContain(secret.toLowerCase());
    }
  });
});
