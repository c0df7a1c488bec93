/** Asks one panel's question with the user's own rights. */
import type { PanelAnswer, PanelData, PanelId, PanelRequest } from '../../common/panels';
import { askEvents, type EventsHost } from './ask_events';
import type { HostFacts, PanelQuery } from './panel_query';
import { PANEL_QUERIES } from './panel_queries';

export type PanelHost = EventsHost & HostFacts;

/** The panel's data, or which kind of nothing there is. Throws ElasticsearchError for every other fault. */
export async function runPanel<Id extends PanelId>(
  panelId: Id,
  request: PanelRequest,
  host: PanelHost,
): Promise<PanelAnswer<PanelData[Id]>> {
  const panel: PanelQuery<Id> = PANEL_QUERIES[panelId];
  return askEvents(
    {
      doing: `asking for the panel ${panelId}`,
      search: panel.searchRequest(request),
      inspect: request.inspect,
      answer: (response) => panel.answer(response, request, host),
    },
    host,
  );
}
