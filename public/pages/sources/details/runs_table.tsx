/** The last runs of a source. */
import { EuiText } from '@elastic/eui';
import type { EuiBasicTableColumn } from '@elastic/eui';
import { i18n } from '@kbn/i18n';
import { FormattedMessage } from '@kbn/i18n-react';
import React, { useMemo } from 'react';
import type { RunResponse } from '../../../../common/sources';
import { useApp } from '../../../app/app_context';
import type { Formats } from '../../../kibana/formats';
import { PagedTable } from '../../../panels/frame/paged_table';
import { TimeAgo } from '../../../panels/frame/time_ago';

const PAGE_SIZE = 5;
const MS_A_SECOND = 1000;

export function RunsTable({ runs }: { runs: readonly RunResponse[] }) {
  const { formats } = useApp();
  const columns = useMemo(() => columnsOf(formats), [formats]);
  if (runs.length === 0) {
    return (
      <EuiText size="s" color="subdued">
        <p>
          <FormattedMessage id="cloudtrail.runs.none" defaultMessage="It has not run yet." />
        </p>
      </EuiText>
    );
  }
  return (
    <PagedTable
      name="runs"
      caption={i18n.translate('cloudtrail.runs.caption', {
        defaultMessage: 'The last runs, the newest first',
      })}
      rows={runs}
      pageSize={PAGE_SIZE}
      columns={columns}
      itemId={({ at, slice }) => `${at}|${slice}`}
      rowSubject="cloudtrailRun"
    />
  );
}

function columnsOf(formats: Formats): EuiBasicTableColumn<RunResponse>[] {
  return [
    {
      field: 'at',
      name: i18n.translate('cloudtrail.column.began', { defaultMessage: 'Began' }),
      render: (at: string) => <TimeAgo at={at} />,
    },
    {
      field: 'ms',
      name: i18n.translate('cloudtrail.column.took', { defaultMessage: 'Took' }),
      render: (ms: number) =>
        i18n.translate('cloudtrail.runs.seconds', {
          defaultMessage: '{seconds} s',
          values: { seconds: formats.count(Number((ms / MS_A_SECOND).toPrecision(2))) },
        }),
      align: 'right',
    },
    {
      name: i18n.translate('cloudtrail.column.files', { defaultMessage: 'Files' }),
      render: ({ counts }: RunResponse) => formats.count(counts.objects),
      align: 'right',
    },
    {
      name: i18n.translate('cloudtrail.column.newEvents', { defaultMessage: 'New events' }),
      render: ({ counts }: RunResponse) => formats.count(counts.events),
      align: 'right',
    },
    {
      name: i18n.translate('cloudtrail.column.ended', { defaultMessage: 'Ended' }),
      render: ({ problem, remarks = [] }: RunResponse) => [problem?.message ?? WELL, ...remarks].join('; '),
    },
  ];
}

const WELL = i18n.translate('cloudtrail.runs.well', { defaultMessage: 'well' });
