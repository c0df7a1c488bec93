/** Shows requests and their answers in Kibana's inspector. */
import type { InspectedSearch } from '../../common/panels';
import type { InspectorModule, PluginsStart } from './contracts';

/** `tookLabel` names the time that Elasticsearch took. Of several searches the inspector offers one to choose, by number. */
export function inspectSearch(
  inspector: NonNullable<PluginsStart['inspector']>,
  { RequestAdapter }: InspectorModule,
  title: string,
  searches: readonly InspectedSearch[],
  tookLabel: string,
): void {
  const requests = new RequestAdapter();
  searches.forEach(({ request, response }, index) => {
    const { took } = response;
    requests
      // its badge shows the time since the start
      .start(
        searches.length === 1 ? title : `${title} ${index + 1}`,
        {},
        Date.now() - (typeof took === 'number' ? took : 0),
      )
      .json(request)
      .stats(typeof took === 'number' ? { took: { label: tookLabel, value: `${took}ms` } } : {})
      .ok({ json: response });
  });
  inspector.open({ requests }, { title });
}
