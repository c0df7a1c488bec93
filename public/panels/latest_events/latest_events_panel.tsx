/** The newest events of the range. */
import { i18n } from '@kbn/i18n';
import React from 'react';
import type { EventRow, LatestEvents } from '../../../common/panels';
import type { PanelLoad } from '../frame/panel_load';
import { ActionCell } from '../frame/action_cell';
import { ActorCell } from '../frame/actor_cell';
import { Origin } from '../frame/origin';
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
      bodyHeight={440}
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
  return (
    <PagedTable<EventRow>
      caption={TITLE}
      rows={data.rows}
      pageSize={6}
      itemId="id"
      rowHeader="action"
      rowSubject="cloudtrailLatestEventsRow"
      columns={[
        {
          field: 'action',
          name: i18n.translate('cloudtrail.events.action', { defaultMessage: 'Action' }),
          width: '38%',
          mobileOptions: { width: '100%' },
          render: (_action: string, row) => <ActionCell row={row} hasProvider />,
        },
        {
          field: 'user',
          name: i18n.translate('cloudtrail.events.by', { defaultMessage: 'By' }),
          render: (_user: string, row) => <ActorCell row={row} />,
        },
        {
          name: i18n.translate('cloudtrail.events.from', { defaultMessage: 'From' }),
          render: (row: EventRow) => (
            <Origin address={row.address} country={row.country_name} city={row.city_name} />
          ),
        },
      ]}
    />
  );
}
