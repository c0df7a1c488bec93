import { describe, expect, it } from 'vitest';
import { createSourceRequestSchema } from '../../common/sources';
import { ExternalIds } from './external_ids';

const ids = new ExternalIds<undefined>({ read: async () => Buffer.alloc(32, 1) });
const otherIds = new ExternalIds<undefined>({ read: async () => Buffer.alloc(32, 2) });
const UNKNOWN = expect.objectContaining({ code: 'external_id_unknown' });

describe('an external id', () => {
  it('is new each time, and what AWS takes and requests may hold', async () => {
    const [one, other] = [await ids.make(undefined), await ids.make(undefined)];
    expect(one).not.toBe(other);
    // https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRole.html
    expect(one).toMatch(/^[\w+=,.@:/-]{2,1224}$/);
    expect(createSourceRequestSchema.shape.external_id.parse(one)).toBe(one);
  });

  it('names the one source that it is for', async () => {
    const id = 'b3a1c1de-7f53-4d0e-9a53-1c0be4f3a1d7';
    const externalId = await ids.make(undefined, id);
    expect(await ids.make(undefined, id)).toBe(externalId);
    expect(await ids.sourceIdOf(undefined, externalId)).toBe(id);
  });

  it('is refused when it was made up, changed, or made with another key', async () => {
    const externalId = await ids.make(undefined);
    const [id, signature = ''] = externalId.split('.');
    const changed = `${signature.startsWith('A') ? 'B' : 'A'}${signature.slice(1)}`;
    for (const wrong of [`${id}.${changed}`, `${id}.`, 'mine', externalId.replace(/^./, 'x')])
      await expect(ids.sourceIdOf(undefined, wrong)).rejects.toEqual(UNKNOWN);
    await expect(otherIds.sourceIdOf(undefined, externalId)).rejects.toEqual(UNKNOWN);
  });
});
