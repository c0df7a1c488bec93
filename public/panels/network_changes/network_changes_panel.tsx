/** Changes of security groups, network ACLs, addresses, routes and gateways, with what exactly was changed. */
import { EuiBadge, EuiText } from '@elastic/eui';
import { i18n } from '@kbn/i18n';
import React, { memo } from 'react';
import { NETWORK_KINDS, OPENED_TO_WORLD, networkChangesOf } from '../../../common/event_kinds';
import type { NetworkChangeKind } from '../../../common/event_kinds';
import type { NetworkChangeRow, NetworkChanges } from '../../../common/panels';
import { actionColumn, byColumn, changeColumn } from '../frame/event_columns';
import { FactRow } from '../frame/fact_row';
import { NameLink } from '../frame/name_link';
import type { PanelLoad } from '../frame/panel_load';
import { PagedTable } from '../frame/paged_table';
import { PanelFrame } from '../frame/panel_frame';
import { changesUnit } from '../frame/units';
import { NetworkRuleLine } from './network_rule_line';

const TITLE = i18n.translate('cloudtrail.networkChanges.title', { defaultMessage: 'Network changes' });
const LABELS: Readonly<Record<NetworkChangeKind, string>> = {
  security_group: i18n.translate('cloudtrail.networkChanges.securityGroups', {
    defaultMessage: 'security groups',
  }),
  network_acl: i18n.translate('cloudtrail.networkChanges.networkAcls', { defaultMessage: 'network ACLs' }),
  address: i18n.translate('cloudtrail.networkChanges.addresses', { defaultMessage: 'addresses' }),
  route: i18n.translate('cloudtrail.networkChanges.routes', { defaultMessage: 'routes' }),
  gateway: i18n.translate('cloudtrail.networkChanges.gateways', { defaultMessage: 'gateways' }),
};
const OPEN_LABEL = i18n.translate('cloudtrail.networkChanges.open', { defaultMessage: 'open to the world' });
/** More rules than these are counted, not listed. */
const RULES_LISTED = 3;

export const NetworkChangesPanel = memo(function NetworkChangesPanel({
  load,
}: {
  load: PanelLoad<NetworkChanges>;
}) {
  return (
    <PanelFrame
      panel="network_changes"
      title={TITLE}
      tip={i18n.translate('cloudtrail.networkChanges.tip', {
        defaultMessage:
          'Changes of security groups, network ACLs, addresses, routes and gateways, as they were asked for. Open to the world is a change that succeeded and lets every IPv4 or IPv6 address in. Where a rule of a security group was modified, CloudTrail does not record whether it lets in or out: it counts as in. CloudTrail does not record what was there before either.',
      })}
      load={load}
      bodyHeight={440}
      isFoldedOnPhones
      total={(data) => data.total}
      unit={changesUnit}
      events={networkChangesOf(...NETWORK_KINDS)}
      none={{
        isGood: true,
        title: i18n.translate('cloudtrail.networkChanges.none', {
          defaultMessage: 'The network was not changed',
        }),
      }}
    >
      {(data) => (
        <>
          <FactRow
            facts={[
              {
                id: 'open_to_world',
                value: data.open_to_world,
                label: OPEN_LABEL,
                events: OPENED_TO_WORLD,
                isBad: true,
              },
              ...NETWORK_KINDS.map((kind) => ({
                id: kind,
                value: data.kinds[kind],
                label: LABELS[kind],
                events: networkChangesOf(kind),
              })),
            ]}
          />
          <ChangesTable data={data} />
        </>
      )}
    </PanelFrame>
  );
});

function ChangesTable({ data }: { data: NetworkChanges }) {
  return (
    <PagedTable<NetworkChangeRow>
      name="network_changes"
      caption={TITLE}
      rows={data.rows}
      pageSize={5}
      outOf={{ total: data.total, by: 'time' }}
      itemId="id"
      rowHeader="action"
      rowSubject="cloudtrailNetworkChangesRow"
      columns={[
        actionColumn({ width: '32%' }),
        changeColumn((row) => <WhatWasChanged row={row} />),
        byColumn(),
      ]}
    />
  );
}

function WhatWasChanged({ row }: { row: NetworkChangeRow }) {
  return (
    <div style={{ minWidth: 140, overflowWrap: 'anywhere' }}>
      {row.rules.slice(0, RULES_LISTED).map((rule, index) => (
        <NetworkRuleLine key={index} rule={rule} />
      ))}
      {row.rules.length > RULES_LISTED && (
        <EuiText size="xs" color="subdued">
          {i18n.translate('cloudtrail.networkChanges.moreRules', {
            defaultMessage: 'and {count, plural, one {# more rule} other {# more rules}}',
            values: { count: row.rules.length - RULES_LISTED },
          })}
        </EuiText>
      )}
      {row.detail !== '' && <EuiText size="s">{row.detail}</EuiText>}
      <EuiText size="xs" color="subdued">
        <NameLink name={row.target} />
      </EuiText>
      {row.is_open_to_world && (
        <EuiBadge color="danger" data-test-subj="cloudtrailOpenToWorld">
          {OPEN_LABEL}
        </EuiBadge>
      )}
    </div>
  );
}
