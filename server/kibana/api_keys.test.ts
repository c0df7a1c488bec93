import { describe, expect, it } from 'vitest';
import { ElasticsearchError, SourceError } from '../errors';
import { createKeyGranter } from './api_keys';
import type { KibanaRequest, SecurityStart } from './contracts';

const request: KibanaRequest = { headers: {}, params: {}, query: {}, body: {} };

function granter(apiKeys: Partial<SecurityStart['authc']['apiKeys']>) {
  const security = { authc: { getCurrentUser: () => ({ username: 'alice' }), apiKeys } };
  return createKeyGranter(security as unknown as SecurityStart);
}

describe('createKeyGranter', () => {
  it('needs no key where security is off', async () => {
    const none = createKeyGranter(undefined);
    expect(await none.isNeeded()).toBe(false);
    expect(none.userOf(request)).toBe('anonymous');
    await expect(none.invalidate('id')).resolves.toBeUndefined();
    expect(await granter({ areAPIKeysEnabled: async () => false }).isNeeded()).toBe(false);
    expect(await granter({ areAPIKeysEnabled: async () => true }).isNeeded()).toBe(true);
  });

  it('gives the key as the Authorization header wants it, also where Elasticsearch does not', async () => {
    const key = { id: 'id', name: 'x', api_key: 'secret' };
    const encoded = Buffer.from('id:secret').toString('base64');
    for (const granted of [key, { ...key, encoded }])
      expect(await granter({ grantAsInternalUser: async () => granted }).grant(request, 'x', {})).toEqual({
        id: 'id',
        encoded,
      });
  });

  it('tells a caller that itself uses an API key to bring the write key', async () => {
    const refuse = async () => {
      throw new Error('Unsupported scheme "ApiKey" for granting API Key');
    };
    const error = await granter({ grantAsInternalUser: refuse })
      .grant(request, 'x', {})
      .catch((caught: unknown) => caught);
    expect(error).toBeInstanceOf(SourceError);
    expect((error as SourceError).code).toBe('api_key_caller');
    expect((error as SourceError).message).toContain('write_key');
  });

  it('says that Elasticsearch can not be reached, where it is that', async () => {
    const away = async () => {
      throw Object.assign(new Error('no shard available'), {
        name: 'ResponseError',
        meta: { statusCode: 503 },
      });
    };
    const error = await granter({ grantAsInternalUser: away })
      .grant(request, 'x', {})
      .catch((caught: unknown) => caught);
    expect(error).toBeInstanceOf(ElasticsearchError);
  });

  it('takes no key for a fault', async () => {
    await expect(granter({ grantAsInternalUser: async () => null }).grant(request, 'x', {})).rejects.toThrow(
      'no key',
    );
  });
});
