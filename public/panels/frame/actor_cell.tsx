/** Who did it, which leads to the user's page, and in which account and region. */
import { EuiText } from '@elastic/eui';
import React from 'react';
import type { EventRow } from '../../../common/panels';
import { ActorLink } from './actor_link';
import { FilterLink } from './filter_link';

export function ActorCell({ row }: { row: EventRow }) {
  return (
    <div style={{ minWidth: 96, overflowWrap: 'anywhere' }}>
      {row.actor_id === '' || row.user_type === 'AWSService' ? (
        <FilterLink field="cloudtrail.actor.name" value={row.user} />
      ) : (
        <ActorLink id={row.actor_id} name={row.user} />
      )}
      <EuiText size="xs" color="subdued">
        <FilterLink field="cloud.account.id" value={row.account_id} />
        {row.region !== '' && (
          <>
            {' · '}
            <FilterLink field="cloud.region" value={row.region} />
          </>
        )}
      </EuiText>
    </div>
  );
}
