/** What the root user did, and whether with a second factor. */
import { EuiFlexGroup, EuiFlexItem, EuiSpacer, EuiStat } from '@elastic/eui';
import { i18n } from '@kbn/i18n';
import React from 'react';
import type { EventRow, RootUse } from '../../../common/panels';
import type { PanelLoad } from '../frame/panel_load';
import { FilterLink } from '../frame/filter_link';
import { MfaBadge } from '../frame/mfa_badge';
import { Origin } from '../frame/origin';
import { OutcomeBadge } from '../frame/outcome_badge';
import { usePanelContext } from '../frame/panel_context';
import { PagedTable } from '../frame/paged_table';
import { PanelFrame } from '../frame/panel_frame';
import { TimeAgo } from '../frame/time_ago';
import { eventsUnit } from '../frame/units';

const TITLE = i18n.translate('cloudtrail.rootUse.title', { defaultMessage: 'Root use' });

export function RootUsePanel({ load }: { load: PanelLoad<RootUse> }) {
  return (
    <PanelFrame
      panel="root_use"
      title={TITLE}
      tip={i18n.translate('cloudtrail.rootUse.tip', {
        defaultMessage:
          'Events whose identity is the root user of an account. The root user can do everything and should hardly ever be used, and never without MFA.',
      })}
      load={load}
      bodyHeight={360}
      total={(data) => data.total}
      unit={eventsUnit}
      none={{
        isGood: true,
        title: i18n.translate('cloudtrail.rootUse.none', { defaultMessage: 'The root user was not used' }),
        body: i18n.translate('cloudtrail.rootUse.noneBody', {
          defaultMessage: 'No event in this range was made by the root user. That is how it should be.',
        }),
      }}
    >
      {(data) => <RootUseBody data={data} />}
    </PanelFrame>
  );
}

function RootUseBody({ data }: { data: RootUse }) {
  const { formats } = usePanelContext();
  const unknown = data.total - data.with_mfa - data.without_mfa;
  return (
    <>
      <EuiFlexGroup gutterSize="l" responsive={false} wrap style={{ flexGrow: 0 }}>
        <EuiFlexItem grow={false}>
          <EuiStat
            titleSize="s"
            title={<span data-test-subj="cloudtrailRootWithoutMfa">{formats.count(data.without_mfa)}</span>}
            titleColor={data.without_mfa > 0 ? 'danger' : 'default'}
            description={i18n.translate('cloudtrail.rootUse.withoutMfa', { defaultMessage: 'without MFA' })}
          />
        </EuiFlexItem>
        <EuiFlexItem grow={false}>
          <EuiStat
            titleSize="s"
            title={<span data-test-subj="cloudtrailRootWithMfa">{formats.count(data.with_mfa)}</span>}
            description={i18n.translate('cloudtrail.rootUse.withMfa', { defaultMessage: 'with MFA' })}
          />
        </EuiFlexItem>
        {unknown > 0 && (
          <EuiFlexItem grow={false}>
            <EuiStat
              titleSize="s"
              title={formats.count(unknown)}
              description={i18n.translate('cloudtrail.rootUse.unknownMfa', {
                defaultMessage: 'MFA not said',
              })}
            />
          </EuiFlexItem>
        )}
      </EuiFlexGroup>
      <EuiSpacer size="s" />
      <PagedTable<EventRow>
        caption={TITLE}
        rows={data.rows}
        pageSize={5}
        itemId="id"
        rowHeader="action"
        rowSubject="cloudtrailRootUseRow"
        columns={[
          {
            field: 'at',
            name: i18n.translate('cloudtrail.events.when', { defaultMessage: 'When' }),
            render: (at: string) => <TimeAgo at={at} />,
          },
          {
            field: 'action',
            name: i18n.translate('cloudtrail.events.action', { defaultMessage: 'Action' }),
            render: (action: string) => <FilterLink field="event.action" value={action} />,
          },
          {
            name: i18n.translate('cloudtrail.events.from', { defaultMessage: 'From' }),
            render: (row: EventRow) => (
              <Origin address={row.address} country={row.country_name} city={row.city_name} />
            ),
          },
          {
            field: 'mfa',
            name: i18n.translate('cloudtrail.events.mfa', { defaultMessage: 'MFA' }),
            render: (mfa: boolean | null) => <MfaBadge used={mfa} />,
          },
          {
            name: i18n.translate('cloudtrail.events.outcome', { defaultMessage: 'Outcome' }),
            render: (row: EventRow) => <OutcomeBadge outcome={row.outcome} errorCode={row.error_code} />,
          },
        ]}
      />
    </>
  );
}
