/** The merge that an update of a saved object does. */
import { describe, expect, it } from 'vitest';
import { mergeAttributes } from './saved_objects';

describe('update of a saved object', () => {
  it('keeps keys that the update leaves out, inside nested objects too', () => {
    const before = { config: { bucket: 'a', role: 'r' }, status: { errors: ['x'], open: { a: 1 } } };
    const after = mergeAttributes(before, { config: { bucket: 'b' }, status: { errors: [], open: {} } });
    expect(after).toEqual({ config: { bucket: 'b', role: 'r' }, status: { errors: [], open: {} } });
  });
});
