/** The requests of the app to its own server, and what their refusals mean. */
import { PANELS_API } from '../common/ids';
import type { PanelAnswer, PanelData, PanelId, PanelRequest } from '../common/panels';
import type { CoreStart, HttpFetchError } from './kibana/contracts';

/**
 * Why a panel has no answer. `no_privilege`: Kibana refuses the app's routes to this user; `failed`: all else.
 * `message` is the server's own, empty when it gave none.
 */
export interface PanelError {
  readonly kind: 'no_privilege' | 'failed';
  readonly message: string;
  readonly status?: number;
}

/** Fetches one panel. Rejects with the request's abort, or with what `panelError` reads. */
export type FetchPanel = <P extends PanelId>(
  panel: P,
  request: PanelRequest,
  signal: AbortSignal,
) => Promise<PanelAnswer<PanelData[P]>>;

/** Gives `FetchPanel` over Kibana's http client, which adds the headers that internal routes need. */
export function panelFetcher(http: Pick<CoreStart['http'], 'fetch'>): FetchPanel {
  return (panel, request, signal) =>
    http.fetch(`${PANELS_API}/${panel}`, { method: 'POST', body: JSON.stringify(request), signal });
}

/** Reads anything thrown by `FetchPanel`. */
export function panelError(thrown: unknown): PanelError {
  if (!(thrown instanceof Error)) return { kind: 'failed', message: String(thrown) };
  const { body, response } = thrown as Partial<HttpFetchError>;
  const status = body?.statusCode ?? response?.status;
  return {
    kind: status === 403 ? 'no_privilege' : 'failed',
    message: body?.message ?? thrown.message,
    status,
  };
}
