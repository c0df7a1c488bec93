/** Changes of trails, keys, policies, buckets and identities, with what was changed and to what. */
import { EuiBadge, EuiText } from '@elastic/eui';
import { i18n } from '@kbn/i18n';
import React, { memo } from 'react';
import { anyOf } from '../../../common/any_of';
import { GRAVE_CHANGES, IMPORTANT_KINDS, importantChangesOf } from '../../../common/event_kinds';
import type { ImportantChangeKind } from '../../../common/event_kinds';
import type { ImportantChangeRow, ImportantChanges, PolicyAllows } from '../../../common/panels';
import { Breakable } from '../frame/breakable';
import { actionColumn, byColumn, changeColumn } from '../frame/event_columns';
import { FactRow } from '../frame/fact_row';
import { NameLink } from '../frame/name_link';
import type { PanelLoad } from '../frame/panel_load';
import { PagedTable } from '../frame/paged_table';
import { PanelFrame } from '../frame/panel_frame';
import { changesUnit } from '../frame/units';

const TITLE = i18n.translate('cloudtrail.importantChanges.title', { defaultMessage: 'Changes that matter' });
const LABELS: Readonly<Record<ImportantChangeKind, string>> = {
  trail: i18n.translate('cloudtrail.importantChanges.trails', { defaultMessage: 'trails and logs' }),
  key: i18n.translate('cloudtrail.importantChanges.keys', { defaultMessage: 'keys' }),
  policy: i18n.translate('cloudtrail.importantChanges.policies', { defaultMessage: 'policies' }),
  bucket: i18n.translate('cloudtrail.importantChanges.buckets', { defaultMessage: 'buckets' }),
  identity: i18n.translate('cloudtrail.importantChanges.identities', { defaultMessage: 'users and roles' }),
  organization: i18n.translate('cloudtrail.importantChanges.organization', {
    defaultMessage: 'organization',
  }),
};
const ALLOWS: Readonly<Record<PolicyAllows, string>> = {
  everything: i18n.translate('cloudtrail.importantChanges.allowsEverything', {
    defaultMessage: 'allows all actions on all resources',
  }),
  everybody: i18n.translate('cloudtrail.importantChanges.allowsEverybody', {
    defaultMessage: 'allows everybody',
  }),
};

export const ImportantChangesPanel = memo(function ImportantChangesPanel({
  load,
}: {
  load: PanelLoad<ImportantChanges>;
}) {
  return (
    <PanelFrame
      panel="important_changes"
      title={TITLE}
      tip={i18n.translate('cloudtrail.importantChanges.tip', {
        defaultMessage:
          'Changes of what is recorded and of who may do what: trails, detectors and logs, access and encryption keys, policies, buckets, users and roles, the organization. Marked are those that take evidence or protection away, give all rights, or let everybody in; all of the time range are counted, listed or not. CloudTrail does not record what was there before.',
      })}
      load={load}
      bodyHeight={440}
      isFoldedOnPhones
      total={(data) => data.total}
      unit={changesUnit}
      events={importantChangesOf(...IMPORTANT_KINDS)}
      none={{
        isGood: true,
        title: i18n.translate('cloudtrail.importantChanges.none', {
          defaultMessage: 'No trail, key, policy, bucket, user or role was changed, nor the organization',
        }),
      }}
    >
      {(data) => (
        <>
          <FactRow
            facts={[
              graveFact(data),
              ...IMPORTANT_KINDS.map((kind) => ({
                id: kind,
                value: data.kinds[kind],
                label: LABELS[kind],
                events: importantChangesOf(kind),
              })),
            ]}
          />
          <ChangesTable data={data} />
        </>
      )}
    </PanelFrame>
  );
});

/** Of the whole time range, whatever the table lists: a stopped trail must not sink below what was changed after it. */
function graveFact({ grave, grave_policy_ids, policies_read }: ImportantChanges) {
  return {
    id: 'grave',
    value: grave,
    label: i18n.translate('cloudtrail.importantChanges.graveFact', { defaultMessage: 'to look at' }),
    pill: i18n.translate('cloudtrail.importantChanges.gravePill', { defaultMessage: 'Changes to look at' }),
    detail:
      policies_read === null
        ? undefined
        : i18n.translate('cloudtrail.importantChanges.policiesRead', {
            defaultMessage: 'policies read: the newest {count}',
            values: { count: policies_read },
          }),
    events: anyOf<object>(GRAVE_CHANGES, { ids: { values: [...grave_policy_ids] } }),
    isBad: true,
  };
}

function ChangesTable({ data }: { data: ImportantChanges }) {
  return (
    <PagedTable<ImportantChangeRow>
      name="important_changes"
      caption={TITLE}
      rows={data.rows}
      pageSize={6}
      outOf={{ total: data.total, by: 'time' }}
      itemId="id"
      rowHeader="action"
      rowSubject="cloudtrailImportantChangesRow"
      columns={[
        actionColumn({ width: '32%' }),
        changeColumn((row) => <WhatWasChanged row={row} />),
        byColumn(),
      ]}
    />
  );
}

function detailOf({ detail, days_left, allows }: ImportantChangeRow): string {
  const days =
    days_left === null
      ? ''
      : i18n.translate('cloudtrail.importantChanges.daysLeft', {
          defaultMessage: 'in {days, plural, one {# day} other {# days}}',
          values: { days: days_left },
        });
  return [detail, days, ...allows.map((what) => ALLOWS[what])].filter((part) => part !== '').join(', ');
}

function WhatWasChanged({ row }: { row: ImportantChangeRow }) {
  const detail = detailOf(row);
  return (
    <div style={{ minWidth: 120, overflowWrap: 'anywhere' }}>
      <EuiText size="s">
        <NameLink name={row.target} />
      </EuiText>
      {detail !== '' && (
        <EuiText size="xs" color="subdued">
          <Breakable text={detail} />
        </EuiText>
      )}
      {row.is_grave && (
        <div>
          <EuiBadge color="danger" data-test-subj="cloudtrailGraveChange">
            {i18n.translate('cloudtrail.importantChanges.grave', { defaultMessage: 'look at this' })}
          </EuiBadge>
        </div>
      )}
    </div>
  );
}
