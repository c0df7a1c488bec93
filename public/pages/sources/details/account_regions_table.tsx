/** Each account × region of a source, and each kind of its events. */
import { EuiHealth } from '@elastic/eui';
import type { EuiBasicTableColumn } from '@elastic/eui';
import { i18n } from '@kbn/i18n';
import React, { useMemo } from 'react';
import type {
  AccountRegionResponse,
  AmountResponse,
  FetchCounts,
  LagResponse,
} from '../../../../common/sources';
import { useApp } from '../../../app/app_context';
import type { Formats } from '../../../kibana/formats';
import { PagedTable } from '../../../panels/frame/paged_table';
import { TimeAgo } from '../../../panels/frame/time_ago';
import { HEALTH_WORDS } from '../frame/health_badge';
import { DELIVERY, FETCHING, Lag } from '../frame/lag';
import { PlaceRegion } from '../frame/place_region';

const PAGE_SIZE = 10;
const NEVER = '–';
const ONE_LINE = { whiteSpace: 'nowrap' } as const;

export function AccountRegionsTable({ rows }: { rows: readonly AccountRegionResponse[] }) {
  const { formats } = useApp();
  const columns = useMemo(() => columnsOf(formats), [formats]);
  return (
    <PagedTable
      name="account_regions"
      caption={i18n.translate('cloudtrail.accountRegions.caption', {
        defaultMessage: 'Accounts and regions of this source',
      })}
      rows={rows}
      pageSize={PAGE_SIZE}
      columns={columns}
      itemId={({ prefix, account_id: account, region, kind }) => `${prefix}|${account}|${region}|${kind}`}
      rowSubject="cloudtrailAccountRegion"
      sortedBy="newest_event_at"
    />
  );
}

function columnsOf(formats: Formats): EuiBasicTableColumn<AccountRegionResponse>[] {
  const ago = (at: string | null) => (at === null ? NEVER : <TimeAgo at={at} />);
  return [
    {
      field: 'account_id',
      name: i18n.translate('cloudtrail.column.account', { defaultMessage: 'Account' }),
      render: (id: string) => <span style={ONE_LINE}>{id}</span>,
      sortable: true,
    },
    {
      field: 'region',
      name: i18n.translate('cloudtrail.column.region', { defaultMessage: 'Region' }),
      render: (region: string, { kind }: AccountRegionResponse) => (
        <PlaceRegion region={region} kind={kind} />
      ),
      sortable: true,
    },
    {
      field: 'newest_event_at',
      name: i18n.translate('cloudtrail.column.newestEvent', { defaultMessage: 'Newest event' }),
      render: (at: string | null, row: AccountRegionResponse) => <Newest at={at} row={row} />,
      sortable: true,
    },
    {
      field: 'lag',
      name: DELIVERY,
      render: (lag: LagResponse | null) => <Lag lag={lag?.delivery} />,
      sortable: ({ lag }) => lag?.delivery.p95 ?? -1,
      'data-test-subj': 'cloudtrailDeliveryLag',
    },
    {
      name: FETCHING,
      render: ({ lag }: AccountRegionResponse) => <Lag lag={lag?.fetching} />,
      sortable: ({ lag }: AccountRegionResponse) => lag?.fetching.p95 ?? -1,
      'data-test-subj': 'cloudtrailFetchingLag',
    },
    {
      field: 'last_day',
      name: i18n.translate('cloudtrail.column.lastDay', { defaultMessage: 'New events, last day' }),
      render: ({ events }: AmountResponse) => formats.count(events),
      sortable: ({ last_day: { events } }) => events,
      align: 'right',
    },
    {
      field: 'objects_waiting',
      name: i18n.translate('cloudtrail.column.waiting', { defaultMessage: 'Files waiting' }),
      render: (waiting: number) => formats.count(waiting),
      sortable: true,
      align: 'right',
    },
    {
      field: 'last_polled_at',
      name: i18n.translate('cloudtrail.column.lastPolled', { defaultMessage: 'Last looked at' }),
      render: ago,
      sortable: true,
    },
    {
      field: 'counts',
      name: i18n.translate('cloudtrail.column.eventsInAll', { defaultMessage: 'Events in all' }),
      render: ({ events }: FetchCounts) => formats.count(events),
      sortable: ({ counts }) => counts.events,
      align: 'right',
    },
    {
      name: i18n.translate('cloudtrail.column.failed', { defaultMessage: 'Failed' }),
      render: ({ counts }: AccountRegionResponse) => formats.count(counts.failed),
      align: 'right',
    },
    {
      name: i18n.translate('cloudtrail.column.history', { defaultMessage: 'History' }),
      render: (row: AccountRegionResponse) => historyOf(row, formats),
    },
  ];
}

function Newest({ at, row: { gap } }: { at: string | null; row: AccountRegionResponse }) {
  return (
    // a cell lays its parts side by side
    <div>
      {at === null ? NEVER : <TimeAgo at={at} />}
      {gap !== null && (
        <div style={ONE_LINE}>
          <EuiHealth color="warning" textSize="xs" data-test-subj="cloudtrailSilent">
            {HEALTH_WORDS.silent}
          </EuiHealth>
        </div>
      )}
    </div>
  );
}

function historyOf(row: AccountRegionResponse, formats: Formats): string {
  if (row.is_complete) {
    return i18n.translate('cloudtrail.accountRegions.complete', { defaultMessage: 'read' });
  }
  if (row.backfill_days_known === 0) return NEVER;
  return i18n.translate('cloudtrail.accountRegions.days', {
    defaultMessage: '{done} of {known} days',
    values: {
      done: formats.count(row.backfill_days_done),
      known: formats.count(row.backfill_days_known),
    },
  });
}
