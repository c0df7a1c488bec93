import { describe, expect, it } from 'vitest';
import { LOG_KINDS } from '../../common/log_kinds';
import { accountRegionId, accountRegionOf, newAccountRegionState } from './account_region_state';

const PLACE = {
  accountId: '111122223333',
  region: 'us-east-1',
  accountPrefix: 'AWSLogs/111122223333/',
  kind: 'CloudTrail',
} as const;

describe('what is remembered of an account × region', () => {
  it('keeps the id that it had before there were kinds, and has another one for each other kind', () => {
    expect(accountRegionId('source', PLACE)).toBe('source:CrQHHRoHxLnmELHc');
    const ids = LOG_KINDS.map((kind) => accountRegionId('source', { ...PLACE, kind }));
    expect(new Set(ids).size).toBe(LOG_KINDS.length);
  });

  it('is of plain events where it says no kind, as what was stored before does', () => {
    expect(newAccountRegionState('source', PLACE)).not.toHaveProperty('log_kind');
    for (const kind of LOG_KINDS)
      expect(accountRegionOf(newAccountRegionState('source', { ...PLACE, kind }))).toEqual({
        ...PLACE,
        kind,
      });
  });
});
