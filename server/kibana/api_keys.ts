/** Grants and revokes Elasticsearch API keys through Kibana's security plugin. */
import { toElasticsearchError } from '../indices/elasticsearch_errors';
import type { KeyGranter } from '../sources/lend_write_key';
import { apiKeyCaller } from '../sources/write_key';
import type { KibanaRequest, SecurityStart } from './contracts';

/** With Elasticsearch security off, or Kibana's security plugin, no key is needed and none granted. */
export function createKeyGranter(security: SecurityStart | undefined): KeyGranter<KibanaRequest> {
  return {
    async isNeeded() {
      return (await security?.authc.apiKeys.areAPIKeysEnabled()) ?? false;
    },
    canGrant: ({ headers }) => !/^apikey /i.test(String(headers['authorization'] ?? '')),
    userOf: (request) => security?.authc.getCurrentUser(request)?.username ?? 'anonymous',
    async grant(request, name, role) {
      try {
        const key = await security?.authc.apiKeys.grantAsInternalUser(request, {
          name,
          role_descriptors: role,
        });
        if (!key) throw new Error('no key was granted');
        return {
          id: key.id,
          encoded: key.encoded ?? Buffer.from(`${key.id}:${key.api_key}`).toString('base64'),
        };
      } catch (error) {
        if (error instanceof Error && error.message.includes('Unsupported scheme')) {
          throw apiKeyCaller();
        }
        // its index of API keys may not be there yet, or be away
        throw toElasticsearchError(error, 'granting an API key');
      }
    },
    async invalidate(id) {
      try {
        await security?.authc.apiKeys.invalidateAsInternalUser({ ids: [id] });
      } catch (error) {
        throw toElasticsearchError(error, 'revoking an API key');
      }
    },
  };
}
