/** Use of root users. */
import type { RootUse } from '../../common/panels';
import { eventRows, mfaClause, newestEvents } from './event_rows';
import { eventsInRange, totalHits, type Count, type PanelQuery, type QueryClause } from './panel_query';

const MOST_ROWS = 50;
const INVOKED_BY = 'aws.cloudtrail.user_identity.invoked_by';

/** CIS AWS Foundations 4.3: calls that AWS made on root's behalf are left out, those from the console's own pages are not. */
const BY_ROOT: QueryClause = {
  bool: {
    filter: [
      { term: { 'aws.cloudtrail.user_identity.type': 'Root' } },
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

interface Aggregations {
  readonly with_mfa: Count;
  readonly without_mfa: Count;
}

/** `with_mfa` and `without_mfa` count only records that say so: those of root's access keys are silent, so in neither. */
export const rootUse: PanelQuery<'root_use'> = {
  id: 'root_use',

  searchRequest(request) {
    return {
      ...newestEvents(MOST_ROWS),
      track_total_hits: true,
      query: eventsInRange(request, [BY_ROOT]),
      aggs: { with_mfa: { filter: mfaClause(true) }, without_mfa: { filter: mfaClause(false) } },
    };
  },

  answer(response): RootUse {
    const { with_mfa, without_mfa } = response.aggregations as Aggregations;
    return {
      total: totalHits(response),
      with_mfa: with_mfa.doc_count,
      without_mfa: without_mfa.doc_count,
      rows: eventRows(response),
    };
  },
};
