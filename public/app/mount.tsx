/** Draws the app into the page that Kibana gives it. Loaded only when the app is opened. */
import React, { useEffect, useState } from 'react';
import ReactDOM from 'react-dom';
import { DATA_VIEW_FIELDS } from '../../common/data_view_fields';
import { EVENTS_INDEX_PATTERN } from '../../common/ids';
import type { AppMountParameters, CoreStart, DataView, PluginsStart } from '../kibana/contracts';
import { KibanaProviders } from '../kibana/providers';
import { OverviewPage } from '../pages/overview/overview_page';

/** Returns what takes the app off the page again. */
export function mountApp(
  core: CoreStart,
  plugins: PluginsStart,
  { element }: AppMountParameters,
): () => void {
  // ReactDOM.render is on both sides: Kibana 8.12 has React 17, Kibana 9 has React 18 with its legacy root
  ReactDOM.render(
    <KibanaProviders core={core}>
      <App core={core} plugins={plugins} />
    </KibanaProviders>,
    element,
  );
  return () => ReactDOM.unmountComponentAtNode(element);
}

function App({ core, plugins }: { core: CoreStart; plugins: PluginsStart }) {
  const dataView = useEventsDataView(core, plugins);
  return dataView ? <OverviewPage core={core} plugins={plugins} dataView={dataView} /> : null;
}

/** A data view of this visit only: it needs no right to save one and leaves nothing behind. */
function useEventsDataView(core: CoreStart, { dataViews }: PluginsStart): DataView | undefined {
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
