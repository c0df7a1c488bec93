/** The data view over all events, by which the search bar knows the fields. */
import { useEffect, useState } from 'react';
import { DATA_VIEW_FIELDS } from '../../../common/data_view_fields';
import { EVENTS_INDEX_PATTERN } from '../../../common/ids';
import type { CoreStart, DataView, PluginsStart } from '../../kibana/contracts';

/** A data view of this visit only: it needs no right to save one and leaves nothing behind. Undefined until it is made. */
export function useEventsDataView(core: CoreStart, { dataViews }: PluginsStart): DataView | undefined {
  const [dataView, setDataView] = useState<DataView | undefined>();
  useEffect(() => {
    let isLeft = false;
    createEventsDataView(dataViews).then(
      (created) => {
        if (!isLeft) setDataView(created);
      },
      (thrown: unknown) => core.notifications.toasts.addDanger(String(thrown)),
    );
    return () => {
      isLeft = true;
    };
  }, [core, dataViews]);
  return dataView;
}

/**
 * Where Elasticsearch gives no fields (no right, or no index yet), those that our own mapping has: the search bar knows them
 * all the same, and the panels say what is missing, better than Kibana's toast would.
 */
async function createEventsDataView(dataViews: PluginsStart['dataViews']): Promise<DataView> {
  const spec = {
    id: 'cloudtrail-events',
    title: EVENTS_INDEX_PATTERN,
    timeFieldName: '@timestamp',
    name: 'CloudTrail',
  };
  const [skipFields, showErrors] = [true, false];
  try {
    return await dataViews.create(spec, !skipFields, showErrors);
  } catch {
    dataViews.clearInstanceCache(spec.id);
    // a copy: Kibana notes in these objects how often a field was used
    return dataViews.create({ ...spec, fields: structuredClone(DATA_VIEW_FIELDS) }, skipFields, showErrors);
  }
}
