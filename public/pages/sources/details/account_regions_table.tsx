/** Each account × region of a source. */
import type { EuiBasicTableColumn } from '@elastic/eui';
import { i18n } from '@kbn/i18n';
import React, { useMemo } from 'react';
import type { AccountRegionResponse, FetchCounts } from '../../../../common/sources';
import { useApp } from '../../../app/app_context';
import type { Formats } from '../../../kibana/formats';
import { PagedTable } from '../../../panels/frame/paged_table';
import { TimeAgo } from '../../../panels/frame/time_ago';

const PAGE_SIZE = 10;
const NEVER = '–';

export function AccountRegionsTable({ rows }: { rows: readonly AccountRegionResponse[] }) {
  const { formats } = useApp();
  const columns = useMemo(() => columnsOf(formats), [formats]);
  return (
    <PagedTable
      caption={i18n.translate('cloudtrail.accountRegions.caption', {
        defaultMessage: 'Accounts and regions of this source',
      })}
      rows={rows}
      pageSize={PAGE_SIZE}
      columns={columns}
      itemId={({ prefix, account_id: account, region }) => `${prefix}|${account}|${region}`}
      rowSubject="cloudtrailAccountRegion"
      sortedBy="last_active_at"
    />
  );
}

function columnsOf(formats: Formats): EuiBasicTableColumn<AccountRegionResponse>[] {
  const ago = (at: string | null) => (at === null ? NEVER : <TimeAgo at={at} />);
  return [
    {
      field: 'account_id',
      name: i18n.translate('cloudtrail.column.account', { defaultMessage: 'Account' }),
      sortable: true,
    },
    {
      field: 'region',
      name: i18n.translate('cloudtrail.column.region', { defaultMessage: 'Region' }),
      sortable: true,
    },
    {
      field: 'last_active_at',
      name: i18n.translate('cloudtrail.column.lastActive', { defaultMessage: 'Last new file found' }),
      render: ago,
      sortable: true,
    },
    {
      field: 'last_polled_at',
      name: i18n.translate('cloudtrail.column.lastPolled', { defaultMessage: 'Last looked at' }),
      render: ago,
      sortable: true,
    },
    {
      field: 'counts',
      name: i18n.translate('cloudtrail.column.events', { defaultMessage: 'Events' }),
      render: ({ events }: FetchCounts) => formats.count(events),
      sortable: ({ counts }) => counts.events,
      align: 'right',
    },
    {
      name: i18n.translate('cloudtrail.column.files', { defaultMessage: 'Files' }),
      render: ({ counts }: AccountRegionResponse) => formats.count(counts.objects),
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
