/** EC2 instances launched, started, stopped, rebooted and terminated: by whom, which, what type, how many. */
import {
  FAILED,
  INSTANCE_ACTIONS,
  INSTANCE_CHANGES,
  SUCCEEDED,
  type InstanceAction,
} from '../../common/event_kinds';
import type { InstanceRow, Instances } from '../../common/panels';
import { changes, newestChanges, type Change } from './changes';
import { firstOf, objectsOf, textOf } from './object_path';
import { eventsInRange, totalHits, type Count, type PanelQuery, type Terms } from './panel_query';

const MOST_ROWS = 50;
const MOST_TYPES = 20;
const REQUEST = 'aws.cloudtrail.flattened.request_parameters';
const RESPONSE = 'aws.cloudtrail.flattened.response_elements';

/** Only a launch is answered with new ids; a reboot is answered with none at all. */
const INSTANCE_IDS: Readonly<Record<InstanceAction, string>> = {
  RunInstances: `${RESPONSE}.instancesSet.items.instanceId`,
  StartInstances: `${REQUEST}.instancesSet.items.instanceId`,
  StopInstances: `${REQUEST}.instancesSet.items.instanceId`,
  RebootInstances: `${REQUEST}.instancesSet.items.instanceId`,
  TerminateInstances: `${REQUEST}.instancesSet.items.instanceId`,
};

interface ActionAggregations extends Count {
  readonly succeeded: Count & { readonly instances: { readonly value: number }; readonly types?: Terms };
  readonly failed: Count;
}
type Aggregations = Readonly<Record<InstanceAction, ActionAggregations>>;

/** Instances and types are counted where namespaces keep the flattened form; a row reads either. */
export const instances: PanelQuery<'instances'> = {
  id: 'instances',

  searchRequest(request) {
    return {
      ...newestChanges(MOST_ROWS),
      track_total_hits: true,
      query: eventsInRange(request, [INSTANCE_CHANGES]),
      aggs: Object.fromEntries(
        INSTANCE_ACTIONS.map((action) => [
          action,
          {
            filter: { term: { 'event.action': action } },
            aggs: {
              succeeded: {
                filter: SUCCEEDED,
                aggs: {
                  instances: { value_count: { field: INSTANCE_IDS[action] } },
                  ...(action === 'RunInstances' && {
                    types: {
                      terms: { field: `${RESPONSE}.instancesSet.items.instanceType`, size: MOST_TYPES },
                    },
                  }),
                },
              },
              failed: { filter: FAILED },
            },
          },
        ]),
      ),
    };
  },

  answer(response): Instances {
    const aggregations = response.aggregations as Aggregations;
    const actions = Object.fromEntries(
      INSTANCE_ACTIONS.map((action) => {
        const { succeeded, failed } = aggregations[action];
        return [
          action,
          {
            calls: succeeded.doc_count,
            instances: succeeded.instances.value,
            failures: failed.doc_count,
          },
        ];
      }),
    ) as Instances['actions'];
    return {
      total: totalHits(response),
      actions,
      launched_types: (aggregations.RunInstances.succeeded.types?.buckets ?? []).map(
        ({ key, doc_count }) => ({ instance_type: key, calls: doc_count }),
      ),
      rows: changes(response).map(toRow),
    };
  },
};

function toRow({ row, request, response }: Change): InstanceRow {
  const answered = objectsOf(response, 'instancesSet', 'items');
  const asked = objectsOf(request, 'instancesSet', 'items');
  const ids = (items: typeof asked) => items.map((item) => textOf(item, 'instanceId')).filter(Boolean);
  const instanceIds = ids(row.action === 'RunInstances' || asked.length === 0 ? answered : asked);
  const [first] = answered;
  return {
    ...row,
    instance_ids: instanceIds,
    instance_type: firstOf(textOf(first, 'instanceType'), textOf(request, 'instanceType')),
    // a launch that failed has asked for some all the same
    instances:
      instanceIds.length || asked.reduce((sum, item) => sum + (Number(textOf(item, 'maxCount')) || 0), 0),
  };
}
