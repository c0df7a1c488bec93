/** Elasticsearch clients: Kibana's own user, and whoever a request speaks for. */
import { Client } from '@elastic/elasticsearch';
import type { FakeRequest, KibanaRequest, ScopedClusterClient } from '../../server/kibana/contracts';
import type { HostOptions } from './options';

export interface ElasticsearchService {
  readonly asInternalUser: Client;
  asScoped(request: KibanaRequest | FakeRequest): ScopedClusterClient;
}

/** The `authorization` header of a request, or undefined. */
export function authorizationOf(request: { readonly headers: KibanaRequest['headers'] }): string | undefined {
  const header = request.headers['authorization'];
  return Array.isArray(header) ? header[0] : header;
}

export function createElasticsearchService(options: HostOptions): ElasticsearchService {
  const secure = options.securityEnabled !== false;
  const settings = {
    node: options.elasticsearchUrl,
    requestTimeout: 30_000,
    // lets Kibana's user reach system indices, as Kibana's own client does
    headers: { 'x-elastic-product-origin': 'kibana' },
  };
  const internal = new Client({
    ...settings,
    ...(options.systemUser && { auth: options.systemUser }),
  });
  const anonymous = new Client({ ...settings, headers: {} });
  return {
    asInternalUser: internal,
    asScoped: (request) => {
      const authorization = authorizationOf(request);
      return {
        asInternalUser: internal,
        asCurrentUser: anonymous.child({
          headers: secure && authorization !== undefined ? { authorization } : {},
        }),
      };
    },
  };
}
