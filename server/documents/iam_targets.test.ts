import { describe, expect, it } from 'vitest';
import { iamTargetsOf } from './iam_targets';

const NONE = { user: undefined, changes: undefined, group: undefined };

describe('iamTargetsOf', () => {
  it('names the user that a call is about, by name and by id', () => {
    expect(
      iamTargetsOf({
        requestParameters: { userName: 'bob' },
        responseElements: { user: { userName: 'bob', userId: 'AIDABOB' } },
      }),
    ).toEqual({ ...NONE, user: { name: 'bob', id: 'AIDABOB' } });
  });

  it('names what a user is called from now on', () => {
    expect(iamTargetsOf({ requestParameters: { userName: 'bob', newUserName: 'robert' } })).toEqual({
      ...NONE,
      user: { name: 'bob' },
      changes: { name: 'robert' },
    });
  });

  it('names groups, also of another kind', () => {
    expect(
      iamTargetsOf({
        requestParameters: { groupName: 'admins' },
        responseElements: { group: { groupId: 'AGPAADMINS' } },
      }).group,
    ).toEqual({ name: 'admins', id: 'AGPAADMINS' });
    expect(
      iamTargetsOf({ requestParameters: { groupName: 'launch-wizard-1', groupId: 'sg-1' } }).group,
    ).toEqual({ name: 'launch-wizard-1' });
  });

  it('names nobody where parameters and answer have other shapes', () => {
    const odd = [
      null,
      'userName',
      ['userName'],
      { userName: { a: 1 }, user: 'bob', group: [], groupName: '-' },
    ];
    for (const shape of odd)
      expect(iamTargetsOf({ requestParameters: shape, responseElements: shape })).toEqual(NONE);
  });
});
