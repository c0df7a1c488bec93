/** Routes of plugins as Kibana runs them: body, xsrf, privileges, validation, handler, errors. */
import type { IncomingMessage, ServerResponse } from 'node:http';
import { Readable } from 'node:stream';
import { Subject } from 'rxjs';
import type {
  KibanaRequest,
  KibanaResponse,
  KibanaResponseFactory,
  Logger,
  RequestHandler,
  RequestHandlerContext,
  Router,
  RouteConfig,
  ValidationFunction,
  VersionedRoute,
  VersionedRouteConfig,
} from '../../server/kibana/contracts';
import { BoomError, errorBody } from './boom';
import { isUnauthorized, type Identity } from './security';
import { spaceOf } from './spaces';

/** Kibana's `server.maxPayload`. */
const DEFAULT_MAX_BYTES = 1_048_576;
const VERSION_HEADER = 'elastic-api-version';
const INTERNAL_ORIGIN_HEADER = 'x-elastic-internal-origin';

export type RouteSecurity = '8.x' | '9.x';
/** A route as a plugin registered it. */
export interface RegisteredRoute {
  readonly method: Method;
  readonly path: string;
  readonly access: 'public' | 'internal';
  /** Those that the host asks for. */
  readonly privileges: readonly string[];
}
type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
type AnyRoute = RouteConfig<unknown, unknown, unknown> & {
  /** Of a versioned route. */
  readonly version?: string;
};
type AnyHandler = RequestHandler<unknown, unknown, unknown>;

interface Route {
  readonly method: Method;
  readonly pattern: RegExp;
  readonly names: readonly string[];
  readonly config: AnyRoute;
  readonly handler: AnyHandler;
}

interface Answer extends KibanaResponse {
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

const responseFactory: KibanaResponseFactory = {
  ok: (options) => ({ ...options, status: 200 }) as Answer,
  customError: ({ statusCode, body, ...rest }: Parameters<KibanaResponseFactory['customError']>[0]) => {
    if (!(statusCode >= 400)) {
      throw new Error(`Unexpected Http status code. Expected from 400 to 599, but given: ${statusCode}`);
    }
    const { message, attributes } = body;
    const answer: Answer = {
      ...rest,
      status: statusCode,
      body: { ...errorBody(statusCode, message), attributes },
    };
    return answer;
  },
};

export interface RouterDependencies {
  readonly log: Logger;
  readonly routeSecurity: RouteSecurity;
  authenticate(request: IncomingMessage): Promise<Identity | undefined>;
  /** Those of the actions that the request may do in the space. */
  granted(request: KibanaRequest, actions: readonly string[], space: string): Promise<ReadonlySet<string>>;
  contextOf(request: KibanaRequest): RequestHandlerContext;
}

export class RouterService {
  private readonly routes: Route[] = [];
  private readonly identities = new WeakMap<object, Identity>();

  constructor(private readonly dependencies: RouterDependencies) {}

  /** The user whom `handle` found for a request. */
  identityOf(request: KibanaRequest): Identity | undefined {
    return this.identities.get(request);
  }

  /** All routes of all routers so far. */
  registered(): RegisteredRoute[] {
    return this.routes.map(({ method, config }) => ({
      method,
      path: config.path,
      access: this.isInternal(config) ? 'internal' : 'public',
      privileges: this.privilegesOf(config),
    }));
  }

  createRouter(): Router {
    const register =
      (method: Method) =>
      <P, Q, B>(
        config: RouteConfig<P, Q, B> & Pick<AnyRoute, 'version'>,
        handler: RequestHandler<P, Q, B>,
      ) => {
        if (!config.path.startsWith('/')) throw new Error(`Route path must start with '/': ${config.path}`);
        // Kibana 9 refuses the route at registration; 8.12 does not know the key
        if (this.dependencies.routeSecurity === '9.x') {
          const mistake = securityMistake(config.security);
          if (mistake !== undefined) throw new Error(`[${method} ${config.path}] ${mistake}`);
        }
        const names: string[] = [];
        const source = config.path.replace(
          /\{(\w+)\??\}|[.*+^$()|[\]\\]/g,
          (match, name: string | undefined) => {
            if (name === undefined) return `\\${match}`;
            names.push(name);
            return '([^/]+)';
          },
        );
        this.routes.push({
          method,
          pattern: new RegExp(`^${source}$`),
          names,
          config: config as AnyRoute,
          handler: handler as unknown as AnyHandler,
        });
      };
    const versioned = (method: Method) => (route: VersionedRouteConfig) => ({
      addVersion: (({ version, validate }, handler) => {
        const { path, access, options, security } = route;
        const config = {
          path,
          options: { access, ...options },
          security,
          validate: validate.request,
          version,
        };
        register(method)(config, handler);
      }) satisfies VersionedRoute['addVersion'],
    });
    return {
      versioned: {
        get: versioned('GET'),
        post: versioned('POST'),
        put: versioned('PUT'),
        patch: versioned('PATCH'),
        delete: versioned('DELETE'),
      },
      get: register('GET'),
      post: register('POST'),
      put: register('PUT'),
      patch: register('PATCH'),
      delete: register('DELETE'),
    };
  }

  /** Answers the request if there is a route for it; false otherwise. */
  async handle(incoming: IncomingMessage, outgoing: ServerResponse, url: URL): Promise<boolean> {
    const { pathname } = spaceOf(url.pathname);
    for (const route of this.routes) {
      if (route.method !== incoming.method) continue;
      const match = route.pattern.exec(pathname);
      if (match === null) continue;
      let answer: Answer;
      try {
        const parameters = Object.fromEntries(
          route.names.map((name, index) => [name, decodeURIComponent(match[index + 1] ?? '')]),
        );
        answer = await this.run(route, incoming, outgoing, url, parameters);
      } catch (error) {
        if (!(error instanceof BoomError)) throw error;
        answer = { status: error.output.statusCode, body: error.output.payload };
      }
      const { version } = route.config;
      const headers = { ...answer.headers, ...(version !== undefined && { [VERSION_HEADER]: version }) };
      send(outgoing, { ...answer, headers });
      return true;
    }
    return false;
  }

  private async run(
    route: Route,
    incoming: IncomingMessage,
    outgoing: ServerResponse,
    url: URL,
    parameters: Readonly<Record<string, string>>,
  ): Promise<Answer> {
    const { log, routeSecurity, authenticate, granted, contextOf } = this.dependencies;
    const { config } = route;
    const identity = await authenticate(incoming);
    if (identity === undefined) throw new BoomError(401, 'Unauthorized');
    const body = route.method === 'GET' ? null : await readBody(incoming, config.options?.body?.maxBytes);
    if (route.method !== 'GET' && !('kbn-xsrf' in incoming.headers || 'kbn-version' in incoming.headers)) {
      throw new BoomError(400, 'Request must contain a kbn-xsrf header.');
    }
    if (routeSecurity === '9.x' && this.isInternal(config) && !(INTERNAL_ORIGIN_HEADER in incoming.headers)) {
      throw new BoomError(
        400,
        `uri [${url.pathname}] with method [${route.method.toLowerCase()}] exists but is not available with the current configuration`,
      );
    }
    const headers = {
      ...incoming.headers,
      // Kibana writes a session's credentials into the request's headers, too
      ...(identity.authorization === undefined ? {} : { authorization: identity.authorization }),
    };
    const actions = this.privilegesOf(config).map((privilege) => `api:${privilege}`);
    if (actions.length > 0) {
      const { space } = spaceOf(url.pathname);
      const held = await granted({ headers, params: {}, query: {}, body: null }, actions, space);
      if (!actions.every((action) => held.has(action))) {
        const lacking = actions.filter((action) => !held.has(action)).map((action) => action.slice(4));
        throw new BoomError(403, routeSecurity === '9.x' ? refusal(route.method, url, lacking) : 'Forbidden');
      }
    }

    if (config.version !== undefined) requireVersion(config.version, route, incoming);

    const aborted$ = new Subject<void>();
    outgoing.once('close', () => {
      if (!outgoing.writableEnded) aborted$.next();
      aborted$.complete();
    });
    const request: KibanaRequest = {
      headers,
      params: validated(config.validate.params, parameters, 'params'),
      query: validated(config.validate.query, queryOf(url), 'query'),
      body: validated(config.validate.body, body, 'body'),
      events: { aborted$ },
    };
    this.identities.set(request, identity);
    try {
      return await route.handler(contextOf(request), request, responseFactory);
    } catch (error) {
      if (isUnauthorized(error)) {
        log.error('401 Unauthorized');
        throw new BoomError(401, error.message);
      }
      // as in Kibana, no word of the cause, neither here nor in the log
      log.error('500 Server Error');
      throw new BoomError(500, 'An internal server error occurred. Check Kibana server logs for details.');
    }
  }

  private isInternal({ path, options }: AnyRoute): boolean {
    return options?.access === 'internal' || path.startsWith('/internal/');
  }

  private privilegesOf({ security, options }: AnyRoute): readonly string[] {
    if (this.dependencies.routeSecurity === '9.x') return security?.authz.requiredPrivileges ?? [];
    const access = 'access:';
    return (options?.tags ?? [])
      .filter((tag) => tag.startsWith(access))
      .map((tag) => tag.slice(access.length));
  }
}

const AUTHZ_KEYS = new Set(['requiredPrivileges']);

/** What Kibana 9 has against a route's `security`, in the forms that are used here: privileges by name, all needed. */
function securityMistake(security: AnyRoute['security']): string | undefined {
  const authz: unknown = security?.authz;
  if (typeof authz !== 'object' || authz === null) return "must have a 'security' property with 'authz'";
  const unknown = Object.keys(authz).find((key) => !AUTHZ_KEYS.has(key));
  if (unknown !== undefined) return `[authz.${unknown}]: definition for this key is missing`;
  const { requiredPrivileges: required } = authz as { requiredPrivileges?: unknown };
  const isList = Array.isArray(required) && required.every((privilege) => typeof privilege === 'string');
  if (!isList || required.length === 0) return '[authz.requiredPrivileges]: must name a privilege';
  if (new Set(required).size < required.length)
    return '[authz.requiredPrivileges]: allRequired privileges must contain unique values';
  return undefined;
}

/** Kibana 9's words. */
function refusal(method: Method, { pathname, search }: URL, lacking: readonly string[]): string {
  return `API [${method} ${pathname}${search}] is unauthorized for user, this action is granted by the Kibana privileges [${lacking.join(',')}]`;
}

/** One version a route is all that is used here; without the header it is that one, as Kibana has it outside of serverless. */
function requireVersion(version: string, { method, config }: Route, { headers }: IncomingMessage): void {
  const asked = headers[VERSION_HEADER];
  if (asked === undefined || asked === version) return;
  throw new BoomError(
    400,
    `No version "${String(asked)}" available for [${method.toLowerCase()}] [${config.path}]. Available versions are: [${version}]`,
  );
}

function queryOf(url: URL): Record<string, string | string[]> {
  const query: Record<string, string | string[]> = {};
  for (const name of new Set(url.searchParams.keys())) {
    const values = url.searchParams.getAll(name);
    query[name] = values.length > 1 ? values : (values[0] ?? '');
  }
  return query;
}

interface SchemaType {
  validate(value: unknown, context: unknown, namespace: string): unknown;
}

/** Runs a validation function or a config-schema type; without one the part is empty. Throws 400. */
function validated(
  check: ValidationFunction<unknown> | SchemaType | undefined,
  value: unknown,
  part: 'params' | 'query' | 'body',
): unknown {
  if (check === undefined) return {};
  const namespace = `request ${part}`;
  if (typeof check !== 'function') {
    try {
      return check.validate(value, {}, namespace);
    } catch (error) {
      throw new BoomError(400, error instanceof Error ? error.message : String(error));
    }
  }
  let result: ReturnType<typeof check>;
  try {
    result = check(value, {
      ok: (accepted) => ({ value: accepted }),
      badRequest: (message, path = []) => ({ error: { message, path } }),
    });
  } catch (error) {
    result = { error: { message: error instanceof Error ? error.message : String(error), path: [] } };
  }
  if ('value' in result) return result.value;
  const { message, path } = result.error as { message: string; path: readonly string[] };
  throw new BoomError(400, `[${[namespace, ...path].join('.')}]: ${message}`);
}

/** The parsed JSON body; null without one. */
export async function readBody(request: IncomingMessage, maxBytes = DEFAULT_MAX_BYTES): Promise<unknown> {
  const tooLarge = () => {
    // the rest is not read
    request.unpipe();
    request.resume();
    return new BoomError(413, `Payload content length greater than maximum allowed: ${maxBytes}`);
  };
  if (Number(request.headers['content-length'] ?? 0) > maxBytes) throw tooLarge();
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request) {
    const bytes = chunk as Buffer;
    size += bytes.length;
    if (size > maxBytes) throw tooLarge();
    chunks.push(bytes);
  }
  if (size === 0) return null;
  if (!(request.headers['content-type'] ?? 'application/json').startsWith('application/json')) {
    throw new BoomError(415, 'Unsupported Media Type');
  }
  try {
    return JSON.parse(Buffer.concat(chunks).toString('utf8')) as unknown;
  } catch {
    throw new BoomError(400, 'Invalid request payload JSON format');
  }
}

/** Writes an answer: objects as JSON, text, bytes and streams as they are. */
export function send(response: ServerResponse, { status, body, headers }: Answer): void {
  if (response.destroyed) return;
  const isPlain = typeof body === 'string' || Buffer.isBuffer(body) || body instanceof Readable;
  response.writeHead(status, {
    ...(body === undefined || isPlain ? {} : { 'content-type': 'application/json; charset=utf-8' }),
    'cache-control': 'private, no-cache, no-store, must-revalidate',
    ...headers,
  });
  if (body instanceof Readable) body.pipe(response);
  else response.end(body === undefined || isPlain ? body : JSON.stringify(body));
}
