/** One way to define a route for every Kibana version: its privilege is never left out, its input is checked by zod. */
import type * as z from 'zod';
import type { ApiPrivilege } from '../../common/ids';
import { API_VERSION } from '../../common/ids';
import type {
  KibanaRequest,
  KibanaResponse,
  KibanaResponseFactory,
  RequestHandler,
  RequestHandlerContext,
  RouteMethod,
  Router,
  ValidationFunction,
} from './contracts';

export interface RouteDefinition<
  P extends z.ZodType,
  B extends z.ZodType,
  Q extends z.ZodType = z.ZodUnknown,
> {
  readonly method: RouteMethod;
  readonly path: string;
  /** What it does, in a few words: for the description of the API (`npm run api`). */
  readonly summary: string;
  /** Who has not this gets 403. */
  readonly privilege: ApiPrivilege;
  /** `public`: under `/api/`, versioned, described in docs/openapi.json. `internal`: for this version's own page alone. */
  readonly access: 'public' | 'internal';
  readonly params: P;
  readonly body: B;
  /** What may stand behind the `?`; nothing when left out. */
  readonly query?: Q;
  /** Of the answer, where they are others than JSON's. */
  readonly headers?: Readonly<Record<string, string>>;
  /** What to answer; a throw goes to `onError`. */
  readonly handle: (context: {
    readonly request: KibanaRequest<z.infer<P>, z.infer<Q>, z.infer<B>>;
    readonly core: Awaited<RequestHandlerContext['core']>;
  }) => Promise<unknown>;
}

export type OnError = (error: unknown, response: KibanaResponseFactory) => KibanaResponse;

const MAX_BODY_BYTES = 256 * 1024;

/**
 * Kibana 8.12 reads the privilege from the tags and ignores `security`; 9.x reads `security` and refuses routes without.
 * Both say the same, so that no version leaves the route open.
 */
export function defineRoute<P extends z.ZodType, B extends z.ZodType, Q extends z.ZodType = z.ZodUnknown>(
  router: Router,
  definition: RouteDefinition<P, B, Q>,
  onError: OnError,
): void {
  const { method, path, summary, privilege, access, params, body, query, headers, handle } = definition;
  const validate = {
    params: byZod(params),
    ...(query === undefined ? {} : { query: byZod(query) }),
    ...(hasBody(method) ? { body: byZod(body) } : {}),
  };
  const options = {
    tags: [`access:${privilege}`],
    ...(hasBody(method) ? { body: { maxBytes: MAX_BODY_BYTES } } : {}),
  };
  const security = { authz: { requiredPrivileges: [privilege] } };
  const handler: RequestHandler<z.infer<P>, z.infer<Q>, z.infer<B>> = async (context, request, response) => {
    try {
      const result = await handle({ request, core: await context.core });
      return response.ok({ body: result, ...(headers && { headers }) });
    } catch (error) {
      return onError(error, response);
    }
  };
  if (access === 'internal') {
    router[method]({ path, validate, options: { ...options, access }, security }, handler);
    return;
  }
  router.versioned[method]({ path, access, summary, options, security }).addVersion(
    { version: API_VERSION, validate: { request: validate } },
    handler,
  );
}

function hasBody(method: string): boolean {
  return method === 'post' || method === 'put' || method === 'patch';
}

/** A zod schema as Kibana's validation function. The answer names the field and what is wrong, never the value: it may be a secret. */
export function byZod<S extends z.ZodType>(schema: S): ZodValidation<S> {
  const validate: ValidationFunction<z.infer<S>> = (value, { ok, badRequest }) => {
    // Kibana gives null for an absent body
    const parsed = schema.safeParse(value ?? {});
    if (parsed.success) return ok(parsed.data);
    const [issue] = parsed.error.issues;
    return badRequest(issue?.message ?? 'is not valid', issue?.path.map(String));
  };
  return Object.assign(validate, { schema });
}

/** Knows its schema, for who describes or tries the routes. */
export type ZodValidation<S extends z.ZodType = z.ZodType> = ValidationFunction<z.infer<S>> & {
  readonly schema: S;
};
