/** What was called and when, which leads to the event; the error where there is one. */
import { EuiLink, EuiText } from '@elastic/eui';
import React from 'react';
import type { EventRow } from '../../../common/panels';
import { useApp } from '../../app/app_context';
import { linkTo } from '../../app/link_to';
import { FilterLink } from './filter_link';
import { OutcomeBadge } from './outcome_badge';

interface ActionCellProps {
  readonly row: EventRow;
  /** Also says of which service; left out where the panel is about few. */
  readonly hasProvider?: boolean;
}

export function ActionCell({ row, hasProvider = false }: ActionCellProps) {
  const app = useApp();
  const { formats } = app;
  return (
    <div style={{ minWidth: 104, overflowWrap: 'anywhere' }}>
      <FilterLink field="event.action" value={row.action} />
      <EuiText size="xs" color="subdued">
        <EuiLink
          {...linkTo(app, { page: 'event', id: row.id })}
          color="subdued"
          title={formats.time(row.at)}
          data-test-subj="cloudtrailEventLink"
        >
          <time dateTime={row.at}>{formats.ago(row.at)}</time>
        </EuiLink>
        {hasProvider && (
          <>
            {' · '}
            <FilterLink field="event.provider" value={row.provider} />
          </>
        )}
      </EuiText>
      {row.outcome === 'failure' && <OutcomeBadge outcome={row.outcome} errorCode={row.error_code} />}
    </div>
  );
}
