/** What the root user did, and whether with a second factor. */
import { EuiText } from '@elastic/eui';
import { i18n } from '@kbn/i18n';
import { FormattedMessage } from '@kbn/i18n-react';
import React, { memo } from 'react';
import type { EventRow, RootUse } from '../../../common/panels';
import type { PanelLoad } from '../frame/panel_load';
import { AS_ROOT, BY_ROOT, MFA_NOT_SAID, withMfa } from '../../../common/event_kinds';
import { actionColumn, fromColumn } from '../frame/event_columns';
import { FactRow } from '../frame/fact_row';
import { FilterLink, QueryLink } from '../frame/filter_link';
import { MfaBadge } from '../frame/mfa_badge';
import { usePanelContext } from '../frame/panel_context';
import { PagedTable } from '../frame/paged_table';
import { PanelFrame } from '../frame/panel_frame';
import { eventsUnit } from '../frame/units';

const TITLE = i18n.translate('cloudtrail.rootUse.title', { defaultMessage: 'Root use' });

export const RootUsePanel = memo(function RootUsePanel({ load }: { load: PanelLoad<RootUse> }) {
  return (
    <PanelFrame
      panel="root_use"
      title={TITLE}
      tip={i18n.translate('cloudtrail.rootUse.tip', {
        defaultMessage:
          'Events by the root user of an account, without what AWS’s services did on its behalf. The root user can do everything and should hardly ever be used, and never without MFA. Calls with root’s access keys do not say whether there was MFA.',
      })}
      load={load}
      bodyHeight={360}
      isFoldedOnPhones
      events={BY_ROOT}
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
});

const BY_AWS_FOR_ROOT = { bool: { filter: [AS_ROOT], must_not: [BY_ROOT] } };
const ON_BEHALF = i18n.translate('cloudtrail.rootUse.onBehalfPill', {
  defaultMessage: 'By AWS on root’s behalf',
});
const MFA_UNKNOWN = i18n.translate('cloudtrail.rootUse.unknownMfa', { defaultMessage: 'MFA not said' });

function RootUseBody({ data }: { data: RootUse }) {
  const { formats } = usePanelContext();
  const unknown = data.total - data.with_mfa - data.without_mfa;
  return (
    <>
      <FactRow
        facts={[
          {
            id: 'root_without_mfa',
            value: data.without_mfa,
            isBad: true,
            label: i18n.translate('cloudtrail.rootUse.withoutMfa', { defaultMessage: 'without MFA' }),
            pill: i18n.translate('cloudtrail.rootUse.withoutMfaPill', { defaultMessage: 'Root without MFA' }),
            events: { bool: { filter: [BY_ROOT, withMfa(false)] } },
          },
          {
            id: 'root_with_mfa',
            value: data.with_mfa,
            label: i18n.translate('cloudtrail.rootUse.withMfa', { defaultMessage: 'with MFA' }),
            pill: i18n.translate('cloudtrail.rootUse.withMfaPill', { defaultMessage: 'Root with MFA' }),
            events: { bool: { filter: [BY_ROOT, withMfa(true)] } },
          },
          ...(unknown > 0
            ? [
                {
                  id: 'root_unknown_mfa',
                  value: unknown,
                  label: MFA_UNKNOWN,
                  pill: i18n.translate('cloudtrail.rootUse.unknownMfaPill', {
                    defaultMessage: 'Root, MFA not said',
                  }),
                  events: { bool: { filter: [BY_ROOT, MFA_NOT_SAID] } },
                },
              ]
            : []),
        ]}
        extra={
          data.on_behalf > 0 && (
            <EuiText size="xs" color="subdued" style={{ alignSelf: 'flex-end', marginLeft: 'auto' }}>
              <span data-test-subj="cloudtrailRootOnBehalf">
                <FormattedMessage
                  id="cloudtrail.rootUse.onBehalf"
                  defaultMessage="Left out: {count} {events, plural, one {call} other {calls}} by AWS on root’s behalf"
                  values={{
                    count: (
                      <QueryLink
                        label={ON_BEHALF}
                        events={BY_AWS_FOR_ROOT}
                        said={formats.count(data.on_behalf)}
                      >
                        {formats.count(data.on_behalf)}
                      </QueryLink>
                    ),
                    events: data.on_behalf,
                  }}
                />
              </span>
            </EuiText>
          )
        }
      />
      <PagedTable<EventRow>
        name="root_use"
        caption={TITLE}
        rows={data.rows}
        pageSize={7}
        outOf={{ total: data.total, by: 'time' }}
        itemId="id"
        rowHeader="action"
        rowSubject="cloudtrailRootUseRow"
        columns={[
          actionColumn(),
          {
            field: 'account_id',
            name: i18n.translate('cloudtrail.rootUse.account', { defaultMessage: 'Root of' }),
            render: (accountId: string) => <FilterLink field="cloud.account.id" value={accountId} />,
          },
          fromColumn(),
          {
            field: 'mfa',
            name: i18n.translate('cloudtrail.events.mfa', { defaultMessage: 'MFA' }),
            render: (mfa: boolean | null) => <MfaBadge used={mfa} />,
          },
        ]}
      />
    </>
  );
}
