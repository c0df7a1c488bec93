/** Failed sign-ins to the console, one row for each user and address. */
import { EuiBadge, EuiText } from '@elastic/eui';
import { i18n } from '@kbn/i18n';
import React, { memo } from 'react';
import type { FailedSignInRow, FailedSignIns } from '../../../common/panels';
import { failedSignInsOf } from '../../../common/sign_in_events';
import type { PanelLoad } from '../frame/panel_load';
import { FAILED_SIGN_IN, MFA_USED } from '../../../common/event_kinds';
import { Bar } from '../frame/bar';
import { FactRow } from '../frame/fact_row';
import { FilterLink } from '../frame/filter_link';
import { MfaBadge } from '../frame/mfa_badge';
import { Origin } from '../frame/origin';
import { usePanelContext } from '../frame/panel_context';
import { PagedTable } from '../frame/paged_table';
import { PanelFrame } from '../frame/panel_frame';
import { TimeAgo } from '../frame/time_ago';
import { GuessingNotes } from './guessing_notes';

const TITLE = i18n.translate('cloudtrail.failedSignIns.title', { defaultMessage: 'Failed sign-ins' });

export const FailedSignInsPanel = memo(function FailedSignInsPanel({
  load,
}: {
  load: PanelLoad<FailedSignIns>;
}) {
  return (
    <PanelFrame
      panel="failed_sign_ins"
      title={TITLE}
      tip={i18n.translate('cloudtrail.failedSignIns.tip', {
        defaultMessage:
          'Sign-ins to the AWS console that failed, by user and address. Five failures from one address, or of one user, each within ten minutes of the last, look like guessing. CloudTrail hides names that do not exist, since they may be passwords typed into the wrong field.',
      })}
      load={load}
      bodyHeight={360}
      isFoldedOnPhones
      events={FAILED_SIGN_IN}
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
      {(data) => (
        <>
          <FactRow facts={factsOf(data)} extra={<Countries data={data} />} />
          {!data.is_complete && (
            <EuiText size="xs" color="subdued" data-test-subj="cloudtrailFailedSignInsIncomplete">
              <p>
                {i18n.translate('cloudtrail.failedSignIns.incomplete', {
                  defaultMessage:
                    'There are too many different users and addresses to look at all of them: only the attempts are counted in full, and all other numbers are too low.',
                })}
              </p>
            </EuiText>
          )}
          <GuessingNotes data={data} />
          <FailedSignInsTable data={data} />
        </>
      )}
    </PanelFrame>
  );
});

/** More countries than these are counted, not listed. */
const COUNTRIES_LISTED = 4;

const failedWithMfa = (used: boolean) => ({
  bool: { filter: [FAILED_SIGN_IN, { term: { [MFA_USED]: used } }] },
});

const factsOf = (data: FailedSignIns) => [
  {
    id: 'failed_users',
    value: data.users,
    label: i18n.translate('cloudtrail.failedSignIns.users', {
      defaultMessage: '{count, plural, one {user} other {users}}',
      values: { count: data.users },
    }),
  },
  {
    id: 'failed_addresses',
    value: data.addresses,
    label: i18n.translate('cloudtrail.failedSignIns.addresses', {
      defaultMessage: '{count, plural, one {address} other {addresses}}',
      values: { count: data.addresses },
    }),
  },
  {
    id: 'failed_with_mfa',
    value: data.with_mfa,
    label: i18n.translate('cloudtrail.failedSignIns.withMfa', { defaultMessage: 'with MFA' }),
    pill: i18n.translate('cloudtrail.failedSignIns.withMfaPill', {
      defaultMessage: 'Failed sign-ins with MFA',
    }),
    events: failedWithMfa(true),
  },
  {
    id: 'failed_without_mfa',
    value: data.without_mfa,
    label: i18n.translate('cloudtrail.failedSignIns.withoutMfa', { defaultMessage: 'without MFA' }),
    pill: i18n.translate('cloudtrail.failedSignIns.withoutMfaPill', {
      defaultMessage: 'Failed sign-ins without MFA',
    }),
    events: failedWithMfa(false),
  },
];

function Countries({ data }: { data: FailedSignIns }) {
  const { formats } = usePanelContext();
  if (data.countries.length === 0) return null;
  return (
    <div>
      <EuiText size="s" style={{ lineHeight: '1.75rem' }}>
        {data.countries.slice(0, COUNTRIES_LISTED).map(({ country_iso_code, attempts }, index) => (
          <span key={country_iso_code}>
            {index > 0 && ', '}
            <FilterLink
              field="source.geo.country_iso_code"
              value={country_iso_code}
              label={formats.country(country_iso_code)}
            />
            {` ${formats.count(attempts)}`}
          </span>
        ))}
        {data.countries.length > COUNTRIES_LISTED &&
          ` +${formats.count(data.countries.length - COUNTRIES_LISTED)}`}
      </EuiText>
      <EuiText size="xs" color="subdued">
        {i18n.translate('cloudtrail.failedSignIns.countries', { defaultMessage: 'by country' })}
      </EuiText>
    </div>
  );
}

function FailedSignInsTable({ data }: { data: FailedSignIns }) {
  const most = Math.max(1, ...data.rows.map(({ attempts }) => attempts));
  return (
    <PagedTable<FailedSignInRow>
      name="failed_sign_ins"
      caption={TITLE}
      rows={data.rows}
      pageSize={5}
      outOf={{ total: data.row_count, by: 'events' }}
      rowHeader="user"
      rowSubject="cloudtrailFailedSignInsRow"
      columns={[
        {
          field: 'user',
          name: i18n.translate('cloudtrail.failedSignIns.user', { defaultMessage: 'User' }),
          render: (user: string, row) => (
            <div style={{ minWidth: 116, overflowWrap: 'anywhere' }}>
              <FilterLink field="cloudtrail.actor.name" value={user} />
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
          width: '84px',
          render: (attempts: number, row) => (
            <Bar
              value={attempts}
              most={most}
              color="danger"
              testSubject="cloudtrailFailedAttempts"
              filter={{
                label: i18n.translate('cloudtrail.failedSignIns.pill', {
                  defaultMessage: 'Failed sign-ins of {user} from {address}',
                  values: { user: row.user, address: row.address },
                }),
                events: failedSignInsOf(row),
              }}
            />
          ),
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
              <SuccessBadge data={data} row={row} />
            </div>
          ),
        },
      ]}
    />
  );
}

/** Where the user signed in from the same address soon after failing: alarming only if the failures look like guessing. */
function SuccessBadge({ data, row }: { data: FailedSignIns; row: FailedSignInRow }) {
  const found = data.successes.filter(
    ({ user, account_id, address }) =>
      user === row.user && account_id === row.account_id && address === row.address,
  );
  if (found.length === 0) return null;
  return (
    <EuiBadge color={found.some(({ is_guessed }) => is_guessed) ? 'danger' : 'hollow'}>
      {i18n.translate('cloudtrail.failedSignIns.thenIn', { defaultMessage: 'then signed in' })}
    </EuiBadge>
  );
}
