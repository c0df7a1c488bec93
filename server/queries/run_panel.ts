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
  const answers = await Promise.all(
    [panel.searchRequest(request), ...(panel.besides?.(request) ?? [])].map(ask),
  );
  for (;;) {
    const responses: SearchResponse[] = [];
    for (const answer of answers) {
      if (answer.state !== 'data') return answer;
      responses.push(answer.data);
    }
    const [first, ...others] = responses as [SearchResponse, ...SearchResponse[]];
    const further = panel.furtherSearches?.(first, request, others) ?? [];
    if (further.length > 0) {
      answers.push(...(await Promise.all(further.map(ask))));
      continue;
    }
    const inspected = answers.flatMap((answer) => (answer.state === 'data' && answer.inspected) || []);
    return {
      state: 'data',
      data: panel.answer(first, request, host, others),
      ...(request.inspect && { inspected }),
    };
  }
}
