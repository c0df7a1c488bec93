/** Kinds of events that several panels count, as filter clauses. */
import type { QueryClause } from './panel_query';

const INVOKED_BY = 'aws.cloudtrail.user_identity.invoked_by';

export const FAILED: QueryClause = { term: { 'event.outcome': 'failure' } };
export const SUCCEEDED: QueryClause = { term: { 'event.outcome': 'success' } };
export const SIGN_IN: QueryClause = { term: { 'event.action': 'ConsoleLogin' } };
export const FAILED_SIGN_IN: QueryClause = { bool: { filter: [SIGN_IN, FAILED] } };

/** CIS AWS Foundations 4.1: AWS refused the call for want of a right. */
export const DENIED: QueryClause = {
  bool: {
    should: [
      { prefix: { 'aws.cloudtrail.error_code': 'AccessDenied' } },
      // also `Client.UnauthorizedOperation`, EC2's own form
      { wildcard: { 'aws.cloudtrail.error_code': '*UnauthorizedOperation' } },
    ],
    minimum_should_match: 1,
  },
};

/** All with root's identity, whoever made the call. */
export const AS_ROOT: QueryClause = { term: { 'aws.cloudtrail.user_identity.type': 'Root' } };

/** CIS AWS Foundations 4.3: calls that AWS made on root's behalf are left out, those from the console's own pages are not. */
export const BY_ROOT: QueryClause = {
  bool: {
    filter: [
      AS_ROOT,
      {
        bool: {
          should: [
            { bool: { must_not: [{ exists: { field: INVOKED_BY } }] } },
            { term: { [INVOKED_BY]: 'signin.amazonaws.com' } },
          ],
          minimum_should_match: 1,
        },
      },
    ],
    must_not: [{ term: { 'aws.cloudtrail.event_type': 'AwsServiceEvent' } }],
  },
};

/** People, roles and root: every actor but AWS's own services. */
export const BY_SOMEBODY: QueryClause = {
  bool: {
    filter: [{ exists: { field: 'cloudtrail.actor.id' } }],
    must_not: [{ term: { 'cloudtrail.actor.type': 'AWSService' } }],
  },
};
