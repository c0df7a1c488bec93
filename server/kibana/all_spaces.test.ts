/** Who may manage sources, which no space owns. */
import { describe, expect, it } from 'vitest';
import { API_PRIVILEGES } from '../../common/ids';
import { SourceError } from '../errors';
import { holdsInAllSpaces, spanningRouter } from './all_spaces';
import type {
  KibanaRequest,
  KibanaResponseFactory,
  RequestHandlerContext,
  RequestHandler,
  RouteMethod,
  Router,
  SecurityStart,
} from './contracts';

const request: KibanaRequest = { headers: {}, params: {}, query: {}, body: {} };
const { manageSources, readSources } = API_PRIVILEGES;

function securityOf(heldEverywhere: readonly string[], isOn = true): SecurityStart {
  const authz: SecurityStart['authz'] = {
    mode: { useRbacForRequest: () => isOn },
    actions: { api: { get: (privilege) => `api:${privilege}` } },
    checkPrivilegesWithRequest: () => ({
      globally: async ({ kibana }) => ({
        hasAllRequested: kibana.every((action) => heldEverywhere.includes(action)),
      }),
    }),
  };
  return { authz } as SecurityStart;
}

describe('holdsInAllSpaces', () => {
  it('asks Kibana for the privilege in all spaces', async () => {
    const security = securityOf([`api:${manageSources}`]);
    expect(await holdsInAllSpaces(security, request, manageSources)).toBe(true);
    expect(await holdsInAllSpaces(security, request, readSources)).toBe(false);
  });

  it('lets everybody where there is no security', async () => {
    expect(await holdsInAllSpaces(undefined, request, manageSources)).toBe(true);
    expect(await holdsInAllSpaces(securityOf([], false), request, manageSources)).toBe(true);
  });
});

describe('spanningRouter', () => {
  type Handler = (...args: unknown[]) => Promise<{ status: number }>;
  const responses = { ok: () => ({ status: 200 }) } as unknown as KibanaResponseFactory;
  const context = {} as RequestHandlerContext;

  async function answer(
    kind: 'plain' | 'versioned',
    method: RouteMethod,
    privilege: string,
    managesSources: () => Promise<boolean>,
  ) {
    let registered: Handler | undefined;
    const keep = (_config: unknown, handler: Handler) => (registered = handler);
    const version = () => ({ addVersion: keep });
    const all = <T>(one: T) => ({ get: one, post: one, put: one, patch: one, delete: one });
    const inner = { ...all(keep), versioned: all(version) } as unknown as Router;
    const refusals: unknown[] = [];
    const router = spanningRouter(inner, managesSources, (error) => {
      refusals.push(error);
      return { status: 403 };
    });
    const security = { authz: { requiredPrivileges: [privilege] } };
    const handler: RequestHandler<unknown, unknown, unknown> = async (_context, _request, response) =>
      response.ok();
    if (kind === 'plain') router[method]({ path: '/x', validate: {}, security }, handler);
    else
      router.versioned[method]({ path: '/x', access: 'public', security }).addVersion(
        { version: '1', validate: { request: {} } },
        handler,
      );
    return { status: (await registered?.(context, request, responses))?.status, refusals };
  }

  const methods = ['get', 'post', 'put', 'patch', 'delete'] as const;
  it.each(methods.flatMap((method) => [['plain', method] as const, ['versioned', method] as const]))(
    'refuses a %s %s route for managing sources to who manages them in some spaces only',
    async (kind, method) => {
      const { status, refusals } = await answer(kind, method, manageSources, async () => false);
      expect(status).toBe(403);
      expect(refusals[0]).toBeInstanceOf(SourceError);
      expect(refusals[0]).toMatchObject({
        code: 'all_spaces_needed',
        message: expect.stringContaining('All Spaces'),
      });
      const everywhere = await answer(kind, method, manageSources, async () => true);
      expect(everywhere).toEqual({ status: 200, refusals: [] });
    },
  );

  it('leaves all other routes to Kibana, which looks at the space of the request', async () => {
    const never = () => Promise.reject(new Error('not asked for'));
    for (const kind of ['plain', 'versioned'] as const)
      expect(await answer(kind, 'get', readSources, never)).toEqual({ status: 200, refusals: [] });
  });

  it('runs nothing where it can not be told who asks', async () => {
    const fault = new Error('Elasticsearch is away');
    const { status, refusals } = await answer('plain', 'post', manageSources, () => Promise.reject(fault));
    expect(status).toBe(403);
    expect(refusals).toEqual([fault]);
  });
});
