/** Sources are the same in all spaces: managing them takes the privilege in all of them, not only in the space of the request. */
import { API_PRIVILEGES } from '../../common/ids';
import type { ApiPrivilege } from '../../common/ids';
import { SourceError } from '../errors';
import type {
  KibanaRequest,
  RequestHandler,
  RouteConfig,
  RouteMethod,
  Router,
  SecurityStart,
  VersionedRoute,
  VersionedRouteConfig,
} from './contracts';
import type { OnError } from './define_route';

/** About things that no space owns: a space's own administrator, who holds all privileges there, may not do it for the others. */
const SPANNING: readonly string[] = [API_PRIVILEGES.manageSources] satisfies ApiPrivilege[];

/** Whether the user holds the privilege in all spaces, those to come included. True for everybody with security off. */
export async function holdsInAllSpaces(
  security: SecurityStart | undefined,
  request: KibanaRequest,
  privilege: ApiPrivilege,
): Promise<boolean> {
  if (security === undefined || !security.authz.mode.useRbacForRequest(request)) return true;
  const { actions, checkPrivilegesWithRequest } = security.authz;
  const held = await checkPrivilegesWithRequest(request).globally({ kibana: [actions.api.get(privilege)] });
  return held.hasAllRequested;
}

/** A router whose routes for managing sources refuse who may not do it in all spaces, as `managesSources` tells. Kibana itself looks at the request's space only. */
export function spanningRouter(
  router: Router,
  managesSources: (request: KibanaRequest) => Promise<boolean>,
  onError: OnError,
): Router {
  const guard = <P, Q, B>(
    { security }: Pick<RouteConfig<P, Q, B>, 'security'>,
    handler: RequestHandler<P, Q, B>,
  ): RequestHandler<P, Q, B> => {
    const privileges = security?.authz.requiredPrivileges ?? [];
    if (!privileges.some((privilege) => SPANNING.includes(privilege))) return handler;
    return async (context, request, response) => {
      try {
        if (!(await managesSources(request))) throw neededInAllSpaces();
      } catch (error) {
        return onError(error, response);
      }
      return handler(context, request, response);
    };
  };
  const plain =
    (method: RouteMethod) =>
    <P, Q, B>(config: RouteConfig<P, Q, B>, handler: RequestHandler<P, Q, B>): void =>
      router[method](config, guard(config, handler));
  const versioned = (method: RouteMethod) => (config: VersionedRouteConfig) => {
    const route = router.versioned[method](config);
    return {
      addVersion: ((version, handler) =>
        route.addVersion(
          version,
          guard({ security: config.security }, handler),
        )) satisfies VersionedRoute['addVersion'],
    };
  };
  return {
    versioned: {
      get: versioned('get'),
      post: versioned('post'),
      put: versioned('put'),
      patch: versioned('patch'),
      delete: versioned('delete'),
    },
    get: plain('get'),
    post: plain('post'),
    put: plain('put'),
    patch: plain('patch'),
    delete: plain('delete'),
  };
}

function neededInAllSpaces(): SourceError {
  return new SourceError(
    'all_spaces_needed',
    'Sources are the same in all spaces of this Kibana, so changing them takes the privilege "CloudTrail sources: All" in all spaces, and you have it in this one only. Ask an administrator for a role that grants it for "All Spaces".',
  );
}
