/** The routes that the plugin registers, with their schemas: from the same list, through a router that only keeps them. */
import { SearchPriority } from '../../server/indices/search_priority';
import type * as z from 'zod';
import type { RouteConfig, Router, VersionedRouteConfig } from '../../server/kibana/contracts';
import type { ZodValidation } from '../../server/kibana/define_route';
import { defineRoutes } from '../../server/routes/define_routes';

const METHODS = ['get', 'post', 'put', 'patch', 'delete'] as const;

export interface ApiRoute {
  readonly method: (typeof METHODS)[number];
  readonly path: string;
  readonly access: 'public' | 'internal';
  /** Of public routes. */
  readonly version?: string;
  readonly summary?: string;
  readonly privilege: string;
  readonly params: z.ZodType;
  /** Absent where the route takes none. */
  readonly query?: z.ZodType;
  readonly body?: z.ZodType;
}

/** In the order in which they are registered. Nothing behind them can be reached. */
export function apiRoutes(): readonly ApiRoute[] {
  const routes: ApiRoute[] = [];
  const never = () => {
    throw new Error('these routes are only looked at');
  };
  const log = { debug: never, info: never, warn: never, error: never, get: never };
  const router = Object.fromEntries([
    ...METHODS.map((method) => [method, (config: AnyConfig) => routes.push(toRoute(method, config))]),
    [
      'versioned',
      Object.fromEntries(
        METHODS.map((method) => [
          method,
          (config: VersionedRouteConfig) => ({
            addVersion: ({ version, validate }: AnyVersion) =>
              routes.push(toRoute(method, { ...config, version, validate: validate.request })),
          }),
        ]),
      ),
    ],
  ]) as unknown as Router;
  const setup = { can_encrypt: true, is_server_identity_allowed: false, allowed_endpoints: [] };
  defineRoutes(router, {
    getServices: never,
    geoFacts: never,
    homeCountries: [],
    priority: new SearchPriority(),
    now: never,
    setup,
    kibanaVersion: '',
    savedObjectsFile: '',
    log,
  });
  return routes;
}

type AnyConfig = RouteConfig<unknown, unknown, unknown> &
  Pick<VersionedRouteConfig, 'summary'> & {
    readonly access?: 'public' | 'internal';
    readonly version?: string;
  };
interface AnyVersion {
  readonly version: string;
  readonly validate: { readonly request: AnyConfig['validate'] };
}

function toRoute(method: ApiRoute['method'], config: AnyConfig): ApiRoute {
  const { path, summary, version, validate, options, security } = config;
  const { params, query, body } = validate as Readonly<Record<string, ZodValidation | undefined>>;
  const [privilege] = security?.authz.requiredPrivileges ?? [];
  if (params === undefined || privilege === undefined) throw new Error(`${path} is not by defineRoute`);
  return {
    method,
    path,
    access: config.access ?? options?.access ?? 'internal',
    version,
    summary,
    privilege,
    params: params.schema,
    query: query?.schema,
    body: body?.schema,
  };
}
