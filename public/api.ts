/** The requests of the app to its own server, and what their refusals mean. */
import { PANELS_API } from '../common/ids';
import type { PanelAnswer, PanelData, PanelId, PanelRequest } from '../common/panels';
import type { CoreStart, HttpFetchError } from './kibana/contracts';

/**
 * Why a panel has no answer. `no_privilege`: Kibana refuses the app's routes to this user; `shards_failed`: a part of the
 * events could not be read; `failed`: all else. `message` is the server's own, and never empty: a proxy gives none, and
 * HTTP/2 has no words for a status.
 */
export interface PanelError {
  readonly kind: 'no_privilege' | 'timeout' | 'shards_failed' | 'too_many_buckets' | 'failed';
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

/** By the code that the server gives. */
const KINDS: Readonly<Record<string, PanelError['kind']>> = {
  elasticsearch_timeout: 'timeout',
  elasticsearch_shards_failed: 'shards_failed',
  elasticsearch_too_many_buckets: 'too_many_buckets',
};

/** Reads anything thrown by `FetchPanel`. */
export function panelError(thrown: unknown): PanelError {
  if (!(thrown instanceof Error)) return { kind: 'failed', message: String(thrown) };
  const { body, response } = thrown as Partial<HttpFetchError>;
  const status = body?.statusCode ?? response?.status;
  return {
    kind: status === 403 ? 'no_privilege' : (KINDS[String(body?.attributes?.['code'])] ?? 'failed'),
    message: body?.message || thrown.message || `HTTP ${status}`,
    status,
  };
}
