/** The newest events of the range. */
import { EuiLink, EuiText } from '@elastic/eui';
import { i18n } from '@kbn/i18n';
import React from 'react';
import type { EventRow, LatestEvents } from '../../../common/panels';
import { useApp } from '../../app/app_context';
import { linkTo } from '../../app/link_to';
import type { PanelLoad } from '../frame/panel_load';
import { FilterLink } from '../frame/filter_link';
import { Origin } from '../frame/origin';
import { OutcomeBadge } from '../frame/outcome_badge';
import { PagedTable } from '../frame/paged_table';
import { PanelFrame } from '../frame/panel_frame';
import { eventsUnit } from '../frame/units';

const TITLE = i18n.translate('cloudtrail.latestEvents.title', { defaultMessage: 'Latest events' });

export function LatestEventsPanel({ load }: { load: PanelLoad<LatestEvents> }) {
  return (
    <PanelFrame
      panel="latest_events"
      title={TITLE}
      tip={i18n.translate('cloudtrail.latestEvents.tip', {
        defaultMessage:
          'The newest events in the time range; the number beside the title counts all of them.',
      })}
      load={load}
      bodyHeight={560}
      total={(data) => data.total}
      unit={eventsUnit}
      none={{
        title: i18n.translate('cloudtrail.latestEvents.none', {
          defaultMessage: 'No events in this time range',
        }),
      }}
    >
      {(data) => <LatestEventsTable data={data} />}
    </PanelFrame>
  );
}

function LatestEventsTable({ data }: { data: LatestEvents }) {
  const app = useApp();
  const { formats } = app;
  return (
    <PagedTable<EventRow>
      caption={TITLE}
      rows={data.rows}
      pageSize={10}
      itemId="id"
      rowHeader="action"
      rowSubject="cloudtrailLatestEventsRow"
      columns={[
        {
          field: 'at',
          name: i18n.translate('cloudtrail.events.time', { defaultMessage: 'Time' }),
          render: (at: string, row) => (
            <EuiLink {...linkTo(app, { page: 'event', id: row.id })} data-test-subj="cloudtrailEventLink">
              <time dateTime={at}>{formats.time(at)}</time>
            </EuiLink>
          ),
        },
        {
          field: 'action',
          name: i18n.translate('cloudtrail.events.action', { defaultMessage: 'Action' }),
          render: (action: string, row) => (
            <div>
              <FilterLink field="event.action" value={action} />
              <EuiText size="xs" color="subdued">
                {row.provider}
              </EuiText>
            </div>
          ),
        },
        {
          field: 'user',
          name: i18n.translate('cloudtrail.events.user', { defaultMessage: 'User' }),
          render: (user: string, row) => (
            <div style={{ overflowWrap: 'anywhere' }}>
              {user}
              <EuiText size="xs" color="subdued">
                {row.user_type}
              </EuiText>
            </div>
          ),
        },
        {
          name: i18n.translate('cloudtrail.events.outcome', { defaultMessage: 'Outcome' }),
          render: (row: EventRow) => <OutcomeBadge outcome={row.outcome} errorCode={row.error_code} />,
        },
        {
          name: i18n.translate('cloudtrail.events.from', { defaultMessage: 'From' }),
          render: (row: EventRow) => (
            <Origin address={row.address} country={row.country_name} city={row.city_name} />
          ),
        },
        {
          name: i18n.translate('cloudtrail.events.account', { defaultMessage: 'Account' }),
          render: (row: EventRow) => (
            <div>
              <FilterLink field="cloud.account.id" value={row.account_id} />
              <EuiText size="xs" color="subdued">
                {row.region}
              </EuiText>
            </div>
          ),
        },
      ]}
    />
  );
}
