/** Failed sign-ins to the console, one row for each user and address. */
import { EuiText } from '@elastic/eui';
import { i18n } from '@kbn/i18n';
import React from 'react';
import type { FailedSignInRow, FailedSignIns } from '../../../common/panels';
import type { PanelLoad } from '../frame/panel_load';
import { FilterLink } from '../frame/filter_link';
import { MfaBadge } from '../frame/mfa_badge';
import { Origin } from '../frame/origin';
import { usePanelContext } from '../frame/panel_context';
import { PagedTable } from '../frame/paged_table';
import { PanelFrame } from '../frame/panel_frame';
import { TimeAgo } from '../frame/time_ago';

const TITLE = i18n.translate('cloudtrail.failedSignIns.title', { defaultMessage: 'Failed sign-ins' });

export function FailedSignInsPanel({ load }: { load: PanelLoad<FailedSignIns> }) {
  return (
    <PanelFrame
      panel="failed_sign_ins"
      title={TITLE}
      tip={i18n.translate('cloudtrail.failedSignIns.tip', {
        defaultMessage:
          'Sign-ins to the AWS console that failed, by user and address. CloudTrail hides names that do not exist, since they may be passwords typed into the wrong field.',
      })}
      load={load}
      bodyHeight={360}
      total={(data) => data.total}
      unit={(total) =>
        i18n.translate('cloudtrail.failedSignIns.unit', {
          defaultMessage: '{total, plural, one {attempt} other {attempts}}',
          values: { total },
        })
      }
      none={{
        isGood: true,
        title: i18n.translate('cloudtrail.failedSignIns.none', { defaultMessage: 'No sign-in failed' }),
        body: i18n.translate('cloudtrail.failedSignIns.noneBody', {
          defaultMessage: 'Every console sign-in in this range succeeded, or there was none.',
        }),
      }}
    >
      {(data) => <FailedSignInsTable data={data} />}
    </PanelFrame>
  );
}

function FailedSignInsTable({ data }: { data: FailedSignIns }) {
  const { formats } = usePanelContext();
  return (
    <PagedTable<FailedSignInRow>
      caption={TITLE}
      rows={data.rows}
      pageSize={5}
      rowHeader="user"
      rowSubject="cloudtrailFailedSignInsRow"
      columns={[
        {
          field: 'user',
          name: i18n.translate('cloudtrail.failedSignIns.user', { defaultMessage: 'User' }),
          render: (user: string, row) => (
            <div style={{ minWidth: 116, overflowWrap: 'anywhere' }}>
              {user}
              {row.account_id !== '' && (
                <EuiText size="xs" color="subdued">
                  <FilterLink field="cloud.account.id" value={row.account_id} />
                </EuiText>
              )}
            </div>
          ),
        },
        {
          field: 'attempts',
          name: i18n.translate('cloudtrail.failedSignIns.attempts', { defaultMessage: 'Attempts' }),
          align: 'right',
          render: (attempts: number) => <strong>{formats.count(attempts)}</strong>,
        },
        {
          name: i18n.translate('cloudtrail.events.from', { defaultMessage: 'From' }),
          render: (row: FailedSignInRow) => <Origin address={row.address} country={row.country_name} />,
        },
        {
          field: 'mfa_used',
          name: i18n.translate('cloudtrail.events.mfa', { defaultMessage: 'MFA' }),
          render: (used: boolean | null) => <MfaBadge used={used} />,
        },
        {
          field: 'last_seen',
          name: i18n.translate('cloudtrail.failedSignIns.last', { defaultMessage: 'Last attempt' }),
          render: (lastSeen: string, row) => (
            <div>
              <TimeAgo at={lastSeen} />
              {row.reason !== '' && (
                <EuiText size="xs" color="subdued">
                  {row.reason}
                </EuiText>
              )}
            </div>
          ),
        },
      ]}
    />
  );
}
