/** Who: leads to the user's page; of which type and account. */
import { EuiText } from '@elastic/eui';
import React from 'react';
import type { UserRow } from '../../../common/panels';
import { ActorLink } from './actor_link';
import { FilterLink } from './filter_link';

export function UserCell({ user: { id, name, type, account_id: accountId } }: { user: UserRow }) {
  return (
    <div style={{ minWidth: 120, overflowWrap: 'anywhere' }}>
      <ActorLink id={id} name={name} />
      <EuiText size="xs" color="subdued">
        {type}
        {accountId !== '' && (
          <>
            {type !== '' && ' · '}
            <FilterLink field="cloud.account.id" value={accountId} />
          </>
        )}
      </EuiText>
    </div>
  );
}
