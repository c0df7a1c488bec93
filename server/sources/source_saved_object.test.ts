import { describe, expect, it, vi } from 'vitest';
import { STORED_CONFIG } from '../../test/fakes/stored_config';
import type { CoreStart, EncryptedSavedObjectsStart } from '../kibana/contracts';
import { createSourceRepository } from './source_saved_object';

// comes with Kibana alone, and registering the type is not looked at here
vi.mock('@kbn/config-schema', () => ({ schema: {} }));

/** One saved object that another host changes just before each of the first `conflicts` updates. */
function kept(conflicts: number) {
  let version = 1;
  let attributes: object = { config: STORED_CONFIG, status: { problem: null, asked_at: null } };
  let left = conflicts;
  const internal = {
    get: async () => ({ id: 'id', version: String(version), attributes }),
    update: async (_type: string, _id: string, change: object, options?: { readonly version?: string }) => {
      if (left-- > 0) {
        version++;
        attributes = { ...attributes, config: { ...STORED_CONFIG, interval: '5m' } };
      }
      if (options?.version !== undefined && options.version !== String(version))
        throw Object.assign(new Error('conflict'), { output: { statusCode: 409 } });
      version++;
      attributes = { ...attributes, ...change };
    },
  };
  const core = { savedObjects: { createInternalRepository: () => internal } } as unknown as CoreStart;
  return createSourceRepository(core, {} as EncryptedSavedObjectsStart);
}

describe('a change of a source’s configuration', () => {
  it('keeps what another host has changed meanwhile', async () => {
    const repository = kept(1);
    await repository.updateConfig('id', (config) => ({ ...config, start: '2026-02-01' }));
    expect((await repository.get('id')).config).toMatchObject({ start: '2026-02-01', interval: '5m' });
  });

  it('is given up where others change it all the time', async () => {
    const change = kept(Infinity).updateConfig('id', (config) => ({ ...config, start: '2026-02-01' }));
    await expect(change).rejects.toMatchObject({ code: 'state_conflict' });
  });
});
