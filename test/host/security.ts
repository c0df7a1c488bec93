/** Who a request speaks for: login with real Elasticsearch users, sessions in memory, API keys, privilege checks. */
import { randomBytes } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import { errors } from '@elastic/elasticsearch';
import type { FakeRequest, KibanaRequest, SecurityStart } from '../../server/kibana/contracts';
import { BoomError } from './boom';
import { authorizationOf, type ElasticsearchService } from './elasticsearch';
import { grantedActions } from './features';
import { ALL_SPACES, resourceOf } from './spaces';

export const SESSION_COOKIE = 'sid';

export interface User {
  readonly username: string;
  readonly roles: readonly string[];
}
export interface Identity {
  /** Undefined with security off. */
  readonly user?: User;
  /** The header that speaks for the user at Elasticsearch. */
  readonly authorization?: string;
}

/** A 401 of Elasticsearch. Goes by name, since a plugin may throw it on. */
export function isUnauthorized(error: unknown): error is Error {
  return (
    error instanceof Error &&
    error.name === 'ResponseError' &&
    'statusCode' in error &&
    (error as { statusCode?: unknown }).statusCode === 401
  );
}

function sessionIdOf(request: IncomingMessage): string | undefined {
  const cookies = (request.headers.cookie ?? '').split(';').map((cookie) => cookie.trim().split('='));
  return cookies.find(([name]) => name === SESSION_COOKIE)?.[1];
}

export class SecurityService {
  /** Session id → authorization header. Gone with the process: everyone logs in again after a restart. */
  private readonly sessions = new Map<string, string>();

  constructor(
    readonly enabled: boolean,
    private readonly elasticsearch: ElasticsearchService,
  ) {}

  /** Checks the password at Elasticsearch; gives the new session's id, or undefined when it is wrong. */
  async login(username: string, password: string): Promise<string | undefined> {
    const authorization = `Basic ${Buffer.from(`${username}:${password}`).toString('base64')}`;
    if ((await this.userOf(authorization)) === undefined) return undefined;
    const id = randomBytes(24).toString('base64url');
    this.sessions.set(id, authorization);
    return id;
  }

  logout(request: IncomingMessage): void {
    const id = sessionIdOf(request);
    if (id !== undefined) this.sessions.delete(id);
  }

  /** Undefined: not logged in. Basic and ApiKey headers are accepted beside the session's cookie. */
  async authenticate(request: IncomingMessage): Promise<Identity | undefined> {
    if (!this.enabled) return {};
    const authorization = request.headers.authorization ?? this.sessions.get(sessionIdOf(request) ?? '');
    if (authorization === undefined) return undefined;
    const user = await this.userOf(authorization);
    if (user === undefined) this.logout(request);
    return user && { user, authorization };
  }

  /** Those of Kibana's actions (`api:x`, `ui:f/x`, `saved_object:t/create` …) that the request may do in a space. */
  async granted(
    request: KibanaRequest | FakeRequest,
    actions: readonly string[],
    space: string,
  ): Promise<ReadonlySet<string>> {
    return this.grantedOn(resourceOf(space), request, actions);
  }

  /** The contract of Kibana's security plugin. */
  contract(userOfRequest: (request: KibanaRequest) => User | undefined): SecurityStart {
    const client = this.elasticsearch.asInternalUser;
    return {
      authc: {
        getCurrentUser: (request) => userOfRequest(request) ?? null,
        apiKeys: {
          // as Kibana finds out: by asking to invalidate a key that is not there
          areAPIKeysEnabled: async () => {
            try {
              await client.security.invalidateApiKey({ ids: ['kibana-api-key-service-test'] });
              return true;
            } catch (error) {
              if (error instanceof errors.ResponseError && error.message.includes('feature_disabled'))
                return false;
              return !(
                error instanceof errors.ResponseError && error.message.includes('api keys are not enabled')
              );
            }
          },
          grantAsInternalUser: async (request, { name, role_descriptors, metadata }) => {
            const header = authorizationOf(request);
            if (header === undefined) {
              throw new Error('Unable to grant an API Key, request does not contain an authorization header');
            }
            return client.transport.request({
              method: 'POST',
              path: '/_security/api_key/grant',
              body: { ...grantOf(header), api_key: { name, role_descriptors, metadata } },
            });
          },
          invalidateAsInternalUser: ({ ids }) => client.security.invalidateApiKey({ ids: [...ids] }),
        },
      },
      authz: {
        mode: { useRbacForRequest: () => this.enabled },
        actions: { api: { get: (privilege) => `api:${privilege}` } },
        checkPrivilegesWithRequest: (request) => ({
          globally: async ({ kibana: actions }) => {
            const held = await this.grantedOn(ALL_SPACES, request, actions);
            return { hasAllRequested: actions.every((action) => held.has(action)) };
          },
        }),
      },
    };
  }

  private async grantedOn(
    resource: string,
    request: KibanaRequest | FakeRequest,
    actions: readonly string[],
  ): Promise<ReadonlySet<string>> {
    if (!this.enabled) return new Set(actions);
    if (authorizationOf(request) === undefined) return new Set();
    return grantedActions(this.elasticsearch.asScoped(request).asCurrentUser, actions, resource);
  }

  private async userOf(authorization: string): Promise<User | undefined> {
    try {
      const { asCurrentUser } = this.elasticsearch.asScoped({ headers: { authorization } });
      const { username, roles } = await asCurrentUser.security.authenticate();
      return { username, roles };
    } catch (error) {
      if (isUnauthorized(error)) return undefined;
      throw new BoomError(503, 'Elasticsearch cannot be reached to check who you are.');
    }
  }
}

/** The grant of an authorization header; an API key can't be granted another one. */
export function grantOf(authorization: string): Readonly<Record<string, string>> {
  const [scheme = '', credentials = ''] = authorization.split(' ');
  if (scheme.toLowerCase() === 'basic') {
    const [, username = '', password = ''] =
      /^([^:]*):([\s\S]*)$/.exec(Buffer.from(credentials, 'base64').toString()) ?? [];
    return { grant_type: 'password', username, password };
  }
  if (scheme.toLowerCase() === 'bearer') return { grant_type: 'access_token', access_token: credentials };
  throw new Error(`Unsupported scheme "${scheme}" for granting API Key`);
}
