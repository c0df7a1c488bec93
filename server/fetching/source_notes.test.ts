import { expect, it } from 'vitest';
import type { SourceConfig } from '../../common/sources';
import { sourceNotes } from './source_notes';

const notesOf = (regions: readonly string[] | undefined) =>
  sourceNotes({ exclude_regions: regions } as SourceConfig);

it('says why it matters that us-east-1, or the like of another partition, is left out (pain 38)', () => {
  for (const region of ['us-east-1', 'us-gov-west-1', 'cn-north-1']) {
    const [note, ...others] = notesOf(['eu-west-1', region]);
    expect(others).toEqual([]);
    expect(note?.code).toBe('global_region_excluded');
    expect(note?.message).toMatch(new RegExp(`^${region}.*IAM.*missing`));
  }
});

it('says nothing of other regions', () => {
  expect(notesOf(undefined)).toEqual([]);
  expect(notesOf(['us-east-2', 'eu-west-1'])).toEqual([]);
});
