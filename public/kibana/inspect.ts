/** Shows a request and its answer in Kibana's inspector. */
import type { InspectedSearch } from '../../common/panels';
import type { InspectorModule, PluginsStart } from './contracts';

/** `tookLabel` names the time that Elasticsearch took. */
export function inspectSearch(
  inspector: NonNullable<PluginsStart['inspector']>,
  { RequestAdapter }: InspectorModule,
  title: string,
  { request, response }: InspectedSearch,
  tookLabel: string,
): void {
  const requests = new RequestAdapter();
  const { took } = response;
  requests
    // its badge shows the time since the start
    .start(title, {}, Date.now() - (typeof took === 'number' ? took : 0))
    .json(request)
    .stats(typeof took === 'number' ? { took: { label: tookLabel, value: `${took}ms` } } : {})
    .ok({ json: response });
  inspector.open({ requests }, { title });
}
