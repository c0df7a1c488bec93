/** The newest events of the range. */
import { i18n } from '@kbn/i18n';
import React, { memo } from 'react';
import type { EventRow, LatestEvents } from '../../../common/panels';
import type { PanelLoad } from '../frame/panel_load';
import { actionColumn, byColumn, fromColumn } from '../frame/event_columns';
import { PagedTable } from '../frame/paged_table';
import { PanelFrame } from '../frame/panel_frame';
import { eventsUnit } from '../frame/units';

const TITLE = i18n.translate('cloudtrail.latestEvents.title', { defaultMessage: 'Latest events' });

export const LatestEventsPanel = memo(function LatestEventsPanel({
  load,
}: {
  load: PanelLoad<LatestEvents>;
}) {
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
      isFoldedOnPhones
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
});

function LatestEventsTable({ data }: { data: LatestEvents }) {
  return (
    <PagedTable<EventRow>
      name="latest_events"
      caption={TITLE}
      rows={data.rows}
      pageSize={6}
      outOf={{ total: data.total, by: 'time' }}
      itemId="id"
      rowHeader="action"
      rowSubject="cloudtrailLatestEventsRow"
      columns={[actionColumn({ width: '38%', hasProvider: true }), byColumn(), fromColumn()]}
    />
  );
}
