/** Asks one panel's question with the user's own rights. */
import type { PanelAnswer, PanelData, PanelId, PanelRequest } from '../../common/panels';
import { askEvents, type EventsHost } from './ask_events';
import type { HostFacts, PanelQuery, SearchParameters, SearchResponse } from './panel_query';
import { PANEL_QUERIES } from './panel_queries';

export type PanelHost = EventsHost & HostFacts;

/** The panel's data, or which kind of nothing there is. Throws ElasticsearchError for every other fault. */
export async function runPanel<Id extends PanelId>(
  panelId: Id,
  request: PanelRequest,
  host: PanelHost,
): Promise<PanelAnswer<PanelData[Id]>> {
  const panel: PanelQuery<Id> = PANEL_QUERIES[panelId];
  const ask = (search: SearchParameters) =>
    askEvents<SearchResponse>(
      {
        doing: `asking for the panel ${panelId}`,
        search,
        inspect: request.inspect,
        answer: (response) => response,
      },
      host,
    );
  const first = await ask(panel.searchRequest(request));
  if (first.state !== 'data') return first;
  const furtherSearch = panel.furtherSearch?.(first.data, request);
  const further = furtherSearch && (await ask(furtherSearch));
  if (further && further.state !== 'data') return further;
  return {
    state: 'data',
    data: panel.answer(first.data, request, host, further?.data),
    ...(first.inspected && { inspected: [...first.inspected, ...(further?.inspected ?? [])] }),
  };
}
