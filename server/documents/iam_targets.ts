/** Whom a call is about: the user and the group that its parameters and its answer name. */
import type { JsonObject } from '../cloudtrail/record';
import { objectAt, textAt } from '../cloudtrail/record';
import { somePresent } from './present';

export interface IamTargets {
  /** For `user.target`. */
  readonly user: { readonly name?: string; readonly id?: string } | undefined;
  /** For `user.changes`: the name that the user is given. */
  readonly changes: { readonly name?: string } | undefined;
  /** For `group`: of IAM, or a security group. */
  readonly group: { readonly name?: string; readonly id?: string } | undefined;
}

const NO_TARGETS: IamTargets = { user: undefined, changes: undefined, group: undefined };
const IN_REQUEST = ['userName', 'newUserName', 'groupName'];
const IN_RESPONSE = ['user', 'group'];

/** As Elastic's integration reads them, whichever the call is. */
export function iamTargetsOf(record: JsonObject): IamTargets {
  const request = objectAt(record['requestParameters']);
  const response = objectAt(record['responseElements']);
  // as it is with nearly all calls
  if (IN_REQUEST.every((name) => !(name in request)) && IN_RESPONSE.every((name) => !(name in response)))
    return NO_TARGETS;
  return {
    user: somePresent({
      name: textAt(request['userName']),
      id: textAt(objectAt(response['user'])['userId']),
    }),
    changes: somePresent({ name: textAt(request['newUserName']) }),
    group: somePresent({
      name: textAt(request['groupName']),
      id: textAt(objectAt(response['group'])['groupId']),
    }),
  };
}
