/** Instances launched, started, stopped, rebooted and terminated: by whom, which, what type, how many. */
import { EuiText } from '@elastic/eui';
import { i18n } from '@kbn/i18n';
import React, { memo } from 'react';
import { INSTANCE_ACTIONS, INSTANCE_CHANGES, SUCCEEDED } from '../../../common/event_kinds';
import type { InstanceAction } from '../../../common/event_kinds';
import type { InstanceRow, Instances } from '../../../common/panels';
import { actionColumn, byColumn } from '../frame/event_columns';
import { FactRow } from '../frame/fact_row';
import { NameLink } from '../frame/name_link';
import { FilterLink } from '../frame/filter_link';
import type { PanelLoad } from '../frame/panel_load';
import { usePanelContext } from '../frame/panel_context';
import { PagedTable } from '../frame/paged_table';
import { PanelFrame } from '../frame/panel_frame';

const TITLE = i18n.translate('cloudtrail.instances.title', { defaultMessage: 'Instances' });
const LABELS: Readonly<Record<InstanceAction, string>> = {
  RunInstances: i18n.translate('cloudtrail.instances.launched', { defaultMessage: 'launched' }),
  StartInstances: i18n.translate('cloudtrail.instances.started', { defaultMessage: 'started' }),
  StopInstances: i18n.translate('cloudtrail.instances.stopped', { defaultMessage: 'stopped' }),
  RebootInstances: i18n.translate('cloudtrail.instances.rebooted', { defaultMessage: 'rebooted' }),
  TerminateInstances: i18n.translate('cloudtrail.instances.terminated', { defaultMessage: 'terminated' }),
};
/** More ids than these are counted, not listed. */
const IDS_LISTED = 1;
const TYPES_LISTED = 4;

export const InstancesPanel = memo(function InstancesPanel({ load }: { load: PanelLoad<Instances> }) {
  return (
    <PanelFrame
      panel="instances"
      title={TITLE}
      tip={i18n.translate('cloudtrail.instances.tip', {
        defaultMessage:
          'EC2 instances by what was done with them. The numbers count instances of calls that succeeded; the list has the failed calls, too. Machines of a kind or in a region that you do not use may be somebody else’s.',
      })}
      load={load}
      bodyHeight={400}
      isFoldedOnPhones
      total={(data) => data.total}
      unit={(total) =>
        i18n.translate('cloudtrail.instances.unit', {
          defaultMessage: '{total, plural, one {call} other {calls}}',
          values: { total },
        })
      }
      events={INSTANCE_CHANGES}
      none={{
        title: i18n.translate('cloudtrail.instances.none', {
          defaultMessage: 'No instance was launched, started, stopped, rebooted or terminated',
        }),
      }}
    >
      {(data) => <InstancesBody data={data} />}
    </PanelFrame>
  );
});

function InstancesBody({ data }: { data: Instances }) {
  const { formats } = usePanelContext();
  return (
    <>
      <FactRow
        facts={INSTANCE_ACTIONS.map((action) => ({
          id: action,
          // where only the text of a record is kept, its instances can't be counted: then its calls are
          value: data.actions[action].instances || data.actions[action].calls,
          label: LABELS[action],
          events: { bool: { filter: [{ term: { 'event.action': action } }, SUCCEEDED] } },
        }))}
      />
      {data.launched_types.length > 0 && (
        <EuiText size="xs" color="subdued" style={{ marginBottom: 8 }}>
          {i18n.translate('cloudtrail.instances.types', { defaultMessage: 'Launched, by type:' })}{' '}
          {data.launched_types.slice(0, TYPES_LISTED).map(({ instance_type, calls }, index) => (
            <span key={instance_type}>
              {index > 0 && ', '}
              <FilterLink
                field="aws.cloudtrail.flattened.response_elements.instancesSet.items.instanceType"
                value={instance_type}
              />
              {` (${formats.count(calls)})`}
            </span>
          ))}
          {data.launched_types.length > TYPES_LISTED && ' …'}
        </EuiText>
      )}
      <PagedTable<InstanceRow>
        name="instances"
        caption={TITLE}
        rows={data.rows}
        pageSize={6}
        outOf={{ total: data.total, by: 'time' }}
        itemId="id"
        rowHeader="action"
        rowSubject="cloudtrailInstancesRow"
        columns={[
          actionColumn(),
          {
            name: i18n.translate('cloudtrail.instances.which', { defaultMessage: 'Instances' }),
            render: (row: InstanceRow) => <WhichInstances row={row} />,
          },
          byColumn(),
        ]}
      />
    </>
  );
}

function WhichInstances({ row }: { row: InstanceRow }) {
  const { formats } = usePanelContext();
  const { instance_ids, instance_type, instances } = row;
  const unnamed = instances - Math.min(IDS_LISTED, instance_ids.length);
  return (
    <div style={{ minWidth: 96, overflowWrap: 'anywhere' }} title={instance_ids.join(', ')}>
      <strong>
        <NameLink name={instance_type} />
      </strong>
      {instance_type !== '' && instances > 0 && ` × ${formats.count(instances)}`}
      <EuiText size="xs" color="subdued">
        {instance_ids.slice(0, IDS_LISTED).map((id, index) => (
          <span key={id}>
            {index > 0 && ', '}
            <NameLink name={id} />
          </span>
        ))}
        {instance_ids.length > IDS_LISTED &&
          i18n.translate('cloudtrail.instances.more', {
            defaultMessage: ' and {count} more',
            values: { count: formats.count(unnamed) },
          })}
      </EuiText>
    </div>
  );
}
