/** Events that belong to one: of the same request, the same session, or another account's side of it. */
import { EuiLink, EuiLoadingSpinner, EuiSpacer, EuiText, EuiTitle } from '@elastic/eui';
import { i18n } from '@kbn/i18n';
import React, { useCallback } from 'react';
import type { RelatedEvents, Relation } from '../../../common/events';
import { panelError } from '../../api';
import { useApp } from '../../app/app_context';
import { linkTo } from '../../app/link_to';
import { useOnce } from '../../app/use_once';
import { FilterLink } from '../../panels/frame/filter_link';
import type { FilterField } from '../../panels/frame/panel_context';
import { OutcomeBadge } from '../../panels/frame/outcome_badge';
import { ReadProblem } from '../../panels/frame/read_problem';
import type { EventsApi } from './events_api';

const TITLES: Readonly<Record<Relation, string>> = {
  request: i18n.translate('cloudtrail.related.request', { defaultMessage: 'Of the same request' }),
  shared_event: i18n.translate('cloudtrail.related.shared', {
    defaultMessage: 'The same call, as other accounts have it',
  }),
  session: i18n.translate('cloudtrail.related.session', { defaultMessage: 'Of the same session' }),
  access_key: i18n.translate('cloudtrail.related.accessKey', {
    defaultMessage: 'With the same access key, within 36 hours',
  }),
  amendment: i18n.translate('cloudtrail.related.amendment', {
    defaultMessage: 'Amended: another version of this event',
  }),
};

export function RelatedGroups({ id, api }: { id: string; api: EventsApi }) {
  const ask = useCallback((signal: AbortSignal) => api.related(id, signal), [api, id]);
  const { data, error, isLoading, retry } = useOnce(ask);
  const groups = data?.state === 'data' ? data.data.groups : [];
  return (
    <section aria-busy={isLoading} data-test-subj="cloudtrailRelated">
      <EuiTitle size="xxs">
        <h3>{i18n.translate('cloudtrail.related.title', { defaultMessage: 'Related events' })}</h3>
      </EuiTitle>
      <EuiSpacer size="s" />
      {isLoading && <EuiLoadingSpinner />}
      {error !== undefined && (
        <ReadProblem
          message={panelError(error).message}
          onRetry={retry}
          testSubject="cloudtrailRelatedProblem"
        />
      )}
      {!isLoading && error === undefined && groups.length === 0 && (
        <EuiText size="s" color="subdued">
          {i18n.translate('cloudtrail.related.none', { defaultMessage: 'None' })}
        </EuiText>
      )}
      {groups.map((group) => (
        <Group key={`${group.relation} ${group.field}`} group={group} />
      ))}
    </section>
  );
}

function Group({ group }: { group: RelatedEvents['groups'][number] }) {
  const app = useApp();
  const { formats } = app;
  return (
    <div style={{ marginBottom: 16 }} data-test-subj={`cloudtrailRelated-${group.relation}`}>
      <EuiText size="s">
        <h4>
          {TITLES[group.relation]} ({formats.count(group.total)})
        </h4>
        <p style={{ overflowWrap: 'anywhere' }}>
          <FilterLink field={group.field as FilterField} value={group.value} />
        </p>
      </EuiText>
      <ul style={{ listStyle: 'none', margin: 0, padding: 0 }}>
        {group.rows.map((row) => (
          <li key={row.id} style={{ marginTop: 4 }}>
            <EuiText size="s">
              <EuiLink
                {...linkTo(app, { page: 'event', id: row.id })}
                data-test-subj="cloudtrailRelatedEvent"
              >
                {row.action}
              </EuiLink>{' '}
              {formats.time(row.at)}{' '}
              {row.outcome === 'failure' && <OutcomeBadge outcome={row.outcome} errorCode={row.error_code} />}
            </EuiText>
          </li>
        ))}
      </ul>
    </div>
  );
}
