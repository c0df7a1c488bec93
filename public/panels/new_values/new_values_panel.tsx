/** What accounts see for the first time: countries, programs, services, regions. */
import { EuiBadge, EuiText } from '@elastic/eui';
import { i18n } from '@kbn/i18n';
import React, { memo } from 'react';
import { BY_SOMEBODY } from '../../../common/event_kinds';
import type { NewValueKind, NewValueRow, NewValues } from '../../../common/panels';
import { Breakable } from '../frame/breakable';
import { FilterLink, QueryLink, WithFilters, filterForLabel } from '../frame/filter_link';
import type { PanelLoad } from '../frame/panel_load';
import { usePanelContext } from '../frame/panel_context';
import type { FilterField } from '../frame/panel_context';
import { PagedTable } from '../frame/paged_table';
import { PanelFrame } from '../frame/panel_frame';
import { TimeAgo } from '../frame/time_ago';

const TITLE = i18n.translate('cloudtrail.newValues.title', { defaultMessage: 'New in this period' });
const KINDS: Readonly<Record<NewValueKind, { readonly field: FilterField; readonly label: string }>> = {
  country: {
    field: 'source.geo.country_iso_code',
    label: i18n.translate('cloudtrail.newValues.country', { defaultMessage: 'Country' }),
  },
  user_agent: {
    field: 'user_agent.name',
    label: i18n.translate('cloudtrail.newValues.userAgent', { defaultMessage: 'User agent' }),
  },
  service: {
    field: 'event.provider',
    label: i18n.translate('cloudtrail.newValues.service', { defaultMessage: 'Service' }),
  },
  region: {
    field: 'cloud.region',
    label: i18n.translate('cloudtrail.newValues.region', { defaultMessage: 'Region' }),
  },
};

const NOTHING_NEW = {
  isGood: true,
  title: i18n.translate('cloudtrail.newValues.none', { defaultMessage: 'Nothing is new' }),
  body: i18n.translate('cloudtrail.newValues.noneBody', {
    defaultMessage:
      'No account had a country, user agent, service or region that it did not have in the 30 days before.',
  }),
};
const NO_PAST = {
  title: i18n.translate('cloudtrail.newValues.noPast', { defaultMessage: 'Nothing to compare with yet' }),
  body: i18n.translate('cloudtrail.newValues.noPastBody', {
    defaultMessage:
      'There are no events of the 30 days before this time range. Choose a shorter or a later one.',
  }),
};

export const NewValuesPanel = memo(function NewValuesPanel({ load }: { load: PanelLoad<NewValues> }) {
  const hasPast = load.answer?.state !== 'data' || load.answer.data.known_since !== null;
  return (
    <PanelFrame
      panel="new_values"
      title={TITLE}
      tip={i18n.translate('cloudtrail.newValues.tip', {
        defaultMessage:
          'Countries, user agents, services and regions that an account’s people and roles did not have in the days before the time range. AWS’s own services are left out.',
      })}
      load={load}
      bodyHeight={400}
      isFoldedOnPhones
      total={(data) => data.total}
      isNone={(data) => data.known_since === null || (data.total === 0 && data.new_accounts.length === 0)}
      unit={(total) =>
        i18n.translate('cloudtrail.newValues.unit', {
          defaultMessage: '{total, plural, one {first} other {firsts}}',
          values: { total },
        })
      }
      events={newEventsOf}
      none={hasPast ? NOTHING_NEW : NO_PAST}
    >
      {(data) => (
        <>
          {data.rows.length > 0 && <NewValuesTable data={data} />}
          <Comparison data={data} />
        </>
      )}
    </PanelFrame>
  );
});

/** What one account newly does: others may have done so before. */
const newEventsOfRow = ({ kind, account_id, value }: NewValueRow) => ({
  bool: {
    filter: [
      BY_SOMEBODY,
      { term: { 'cloud.account.id': account_id } },
      { term: { [KINDS[kind].field]: value } },
    ],
  },
});

/** What the accounts newly do, as listed. */
const newEventsOf = ({ rows }: NewValues) => ({
  bool: {
    filter: [BY_SOMEBODY],
    should: rows.map(newEventsOfRow),
    minimum_should_match: rows.length > 0 ? 1 : 0,
  },
});

function NewValueLink({ row }: { row: NewValueRow }) {
  const { formats } = usePanelContext();
  const value = row.kind === 'country' ? formats.country(row.value) : row.value;
  return (
    <QueryLink
      label={i18n.translate('cloudtrail.newValues.pill', {
        defaultMessage: '{value} in {account}',
        values: { value, account: row.account_id },
      })}
      events={newEventsOfRow(row)}
    >
      <Breakable text={value} />
    </QueryLink>
  );
}

function NewValuesTable({ data }: { data: NewValues }) {
  return (
    <PagedTable<NewValueRow>
      name="new_values"
      caption={TITLE}
      rows={data.rows}
      pageSize={4}
      outOf={{ total: data.total, by: 'time' }}
      itemId={({ kind, account_id, value }) => `${kind}/${account_id}/${value}`}
      rowHeader="value"
      rowSubject="cloudtrailNewValuesRow"
      columns={[
        {
          field: 'value',
          name: i18n.translate('cloudtrail.newValues.what', { defaultMessage: 'New' }),
          // `amazonaws.com` on one line
          width: '38%',
          mobileOptions: { width: '100%' },
          render: (_value: string, row) => (
            <div style={{ overflowWrap: 'anywhere' }}>
              <NewValueLink row={row} />
              <EuiText size="xs" color="subdued">
                {KINDS[row.kind].label}
              </EuiText>
            </div>
          ),
        },
        {
          field: 'account_id',
          name: i18n.translate('cloudtrail.events.account', { defaultMessage: 'Account' }),
          // twelve digits in Kibana's font, which is wider than most
          width: '124px',
          render: (accountId: string) => <FilterLink field="cloud.account.id" value={accountId} />,
        },
        {
          name: i18n.translate('cloudtrail.newValues.firstSeen', { defaultMessage: 'First seen' }),
          render: (row: NewValueRow) => (
            <div style={{ overflowWrap: 'anywhere' }}>
              <TimeAgo at={row.first_seen} />
              <EuiText size="xs" color="subdued">
                <FilterLink field="cloudtrail.actor.name" value={row.user} />
              </EuiText>
            </div>
          ),
        },
      ]}
    />
  );
}

/** With what the range was compared, and what could not be. */
function Comparison({ data }: { data: NewValues }) {
  const { formats, filterFor, filterOut } = usePanelContext();
  const accounts = data.new_accounts;
  return (
    <EuiText size="xs" color="subdued" style={{ marginTop: 'auto', paddingTop: 8 }}>
      {accounts.length > 0 && (
        <div style={{ marginBottom: 4 }} data-test-subj="cloudtrailNewAccounts">
          {i18n.translate('cloudtrail.newValues.accounts', {
            defaultMessage: 'Not seen before, so all in {count, plural, one {it} other {them}} is new:',
            values: { count: accounts.length },
          })}{' '}
          {accounts.map(({ account_id, first_seen }) => (
            <WithFilters
              key={account_id}
              label={account_id}
              onFilterOut={() => filterOut('cloud.account.id', account_id)}
            >
              <EuiBadge
                color="hollow"
                title={formats.time(first_seen)}
                onClick={() => filterFor('cloud.account.id', account_id)}
                onClickAriaLabel={filterForLabel(account_id)}
              >
                {account_id}
              </EuiBadge>
            </WithFilters>
          ))}
        </div>
      )}
      <div data-test-subj="cloudtrailNewValuesComparison">
        {data.known_since !== null &&
          i18n.translate('cloudtrail.newValues.compared', {
            defaultMessage: 'Compared with the {days} days before; of those, events are there since {since}.',
            values: { days: data.look_back_days, since: formats.time(data.known_since) },
          })}
        {!data.is_complete &&
          ` ${i18n.translate('cloudtrail.newValues.incomplete', {
            defaultMessage: 'There are too many values to compare all of them.',
          })}`}
      </div>
    </EuiText>
  );
}
