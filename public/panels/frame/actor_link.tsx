/** A user's name: leads to the user's page; the buttons behind it filter. */
import { EuiLink } from '@elastic/eui';
import React from 'react';
import { useApp } from '../../app/app_context';
import { linkTo } from '../../app/link_to';
import { Breakable } from './breakable';
import { WithFilters } from './filter_link';
import { usePanelContext } from './panel_context';

/** `id`: `cloudtrail.actor.id` */
export function ActorLink({ id, name }: { id: string; name: string }) {
  const { filterFor, filterOut } = usePanelContext();
  const app = useApp();
  return (
    <WithFilters
      label={name}
      onFilterFor={() => filterFor('cloudtrail.actor.id', id)}
      onFilterOut={() => filterOut('cloudtrail.actor.id', id)}
    >
      <EuiLink
        {...linkTo(app, { page: 'actor', id })}
        title={id}
        style={{ overflowWrap: 'anywhere' }}
        data-test-subj="cloudtrailActorLink"
      >
        <Breakable text={name} />
      </EuiLink>
    </WithFilters>
  );
}
