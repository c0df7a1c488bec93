import { describe, expect, it } from 'vitest';
import type { ShippedObject } from '../dashboards/dashboards';
import { SavedObjectsError } from '../errors';
import type { ImportResponse, RequestSavedObjects } from './contracts';
import { spaceObjects } from './space_objects';

const dashboard: ShippedObject = {
  type: 'dashboard',
  id: 'overview',
  attributes: { title: 'CloudTrail overview' },
  references: [],
};

function kibana(answer: () => Promise<ImportResponse>, found: readonly object[] = []) {
  const asked: unknown[] = [];
  const savedObjects: RequestSavedObjects = {
    client: {
      find: (options) => {
        asked.push(options);
        return Promise.resolve({ total: found.length, saved_objects: found as never });
      },
    },
    getImporter: () => ({
      import: async ({ readStream, ...options }) => {
        const read: unknown[] = [];
        for await (const object of readStream) read.push(object);
        asked.push({ ...options, read });
        return answer();
      },
    }),
  };
  return { space: spaceObjects(savedObjects), asked };
}
const made = () => Promise.resolve({ success: true, successResults: [] });

describe('the saved objects of a space', () => {
  it('are found by the id of the file, or as the copy that another space’s object left them', async () => {
    const own = { type: 'dashboard', id: 'overview' };
    const copied = { type: 'dashboard', id: 'another', originId: 'overview' };
    const stranger = { type: 'map', id: 'overview' };
    const idsOf = async (found: readonly object[]) =>
      (await kibana(made, found).space.find([dashboard])).map(({ id }) => id);
    expect(await idsOf([own])).toEqual(['overview']);
    expect(await idsOf([copied])).toEqual(['another']);
    expect(await idsOf([copied, own])).toEqual(['overview']);
    expect(await idsOf([stranger])).toEqual([]);
    const { space, asked } = kibana(made);
    await space.find([dashboard]);
    expect(asked[0]).toMatchObject({
      search: '"dashboard:overview" | "overview"',
      rootSearchFields: ['_id', 'originId'],
    });
  });

  it('are imported as objects, and known by the id that Kibana gave them', async () => {
    const { space, asked } = kibana(() =>
      Promise.resolve({
        success: true,
        successResults: [{ type: 'dashboard', id: 'overview', destinationId: 'new' }],
      }),
    );
    expect(await space.import([dashboard], true)).toEqual([
      { type: 'dashboard', shippedId: 'overview', id: 'new' },
    ]);
    expect(asked).toEqual([{ read: [dashboard], overwrite: true, createNewCopies: false }]);
  });

  it('say which privilege is missing, and what was refused', async () => {
    const forbidden = Object.assign(new Error('Unable to bulk_create dashboard'), {
      output: { statusCode: 403 },
    });
    const importing = (answer: () => Promise<ImportResponse>) =>
      kibana(answer).space.import([dashboard], false);
    await expect(importing(() => Promise.reject(forbidden))).rejects.toThrow(/Saved Objects Management: All/);
    const errors = [{ type: 'dashboard', id: 'overview', error: { type: 'conflict' } }];
    const refusal = await importing(() => Promise.resolve({ success: false, errors })).catch(
      (error: unknown) => error,
    );
    expect(refusal).toBeInstanceOf(SavedObjectsError);
    expect((refusal as SavedObjectsError).message).toContain('dashboard overview (conflict)');
  });
});
