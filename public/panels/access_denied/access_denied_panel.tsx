/** Which calls AWS refused for want of a right, by action. */
import { EuiText } from '@elastic/eui';
import { i18n } from '@kbn/i18n';
import React, { memo } from 'react';
import { DENIED } from '../../../common/event_kinds';
import type { AccessDenied, DeniedActionRow } from '../../../common/panels';
import { Bar } from '../frame/bar';
import { FilterLink } from '../frame/filter_link';
import type { PanelLoad } from '../frame/panel_load';
import { usePanelContext } from '../frame/panel_context';
import { PagedTable } from '../frame/paged_table';
import { PanelFrame } from '../frame/panel_frame';
import { TimeAgo } from '../frame/time_ago';

const TITLE = i18n.translate('cloudtrail.accessDenied.title', { defaultMessage: 'Access denied by action' });

export const AccessDeniedPanel = memo(function AccessDeniedPanel({
  load,
}: {
  load: PanelLoad<AccessDenied>;
}) {
  return (
    <PanelFrame
      panel="access_denied"
      title={TITLE}
      tip={i18n.translate('cloudtrail.accessDenied.tip', {
        defaultMessage:
          'Calls that AWS refused for want of a right (error codes AccessDenied… and …UnauthorizedOperation). Many by one user may be somebody who looks around.',
      })}
      load={load}
      bodyHeight={400}
      isFoldedOnPhones
      total={(data) => data.total}
      unit={(total) =>
        i18n.translate('cloudtrail.accessDenied.unit', {
          defaultMessage: '{total, plural, one {call} other {calls}}',
          values: { total },
        })
      }
      events={DENIED}
      none={{
        isGood: true,
        title: i18n.translate('cloudtrail.accessDenied.none', { defaultMessage: 'Nothing was denied' }),
      }}
    >
      {(data) => <DeniedTable data={data} />}
    </PanelFrame>
  );
});

function DeniedTable({ data }: { data: AccessDenied }) {
  const { formats } = usePanelContext();
  const most = Math.max(1, ...data.rows.map(({ events }) => events));
  return (
    <PagedTable<DeniedActionRow>
      name="access_denied"
      caption={TITLE}
      rows={data.rows}
      pageSize={6}
      outOf={{ total: data.action_count, by: 'events' }}
      itemId={({ action, provider }) => `${provider}/${action}`}
      rowHeader="action"
      rowSubject="cloudtrailAccessDeniedRow"
      columns={[
        {
          field: 'action',
          name: i18n.translate('cloudtrail.events.action', { defaultMessage: 'Action' }),
          render: (action: string, row) => (
            <div style={{ overflowWrap: 'anywhere' }}>
              <FilterLink field="event.action" value={action} />
              <EuiText size="xs" color="subdued">
                <FilterLink field="event.provider" value={row.provider} />
              </EuiText>
            </div>
          ),
        },
        {
          field: 'events',
          name: i18n.translate('cloudtrail.accessDenied.denied', { defaultMessage: 'Denied' }),
          width: '72px',
          align: 'right',
          render: (events: number, { action, provider }) => (
            <Bar
              value={events}
              most={most}
              color="danger"
              testSubject="cloudtrailDeniedEvents"
              filter={{
                label: i18n.translate('cloudtrail.accessDenied.pill', {
                  defaultMessage: '{action} of {provider}, denied',
                  values: { action, provider },
                }),
                events: {
                  bool: {
                    filter: [
                      DENIED,
                      { term: { 'event.action': action } },
                      { term: { 'event.provider': provider } },
                    ],
                  },
                },
              }}
            />
          ),
        },
        {
          field: 'users',
          name: i18n.translate('cloudtrail.accessDenied.by', { defaultMessage: 'By' }),
          render: (users: readonly string[], row) => (
            <div style={{ overflowWrap: 'anywhere' }}>
              {users[0] !== undefined && <FilterLink field="cloudtrail.actor.name" value={users[0]} />}
              <EuiText size="xs" color="subdued" title={users.join(', ')}>
                {row.user_count > 1 &&
                  i18n.translate('cloudtrail.accessDenied.others', {
                    defaultMessage: 'and {count} more · ',
                    values: { count: formats.count(row.user_count - 1) },
                  })}
                <TimeAgo at={row.last_seen} />
              </EuiText>
            </div>
          ),
        },
      ]}
    />
  );
}
