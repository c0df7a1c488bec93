/** Fetches the Overview's panels together: keeps old answers while refreshing, drops what is overtaken. */
import type { DataRange, PanelData, PanelId, PanelRequest } from '../../../common/panels';
import { panelError } from '../../api';
import type { FetchPanel } from '../../api';
import type { PanelLoad } from '../../panels/frame/panel_load';

/** The panels that each refresh fetches; `data_range` is asked only when the time range turns out empty. */
export const SHOWN_PANELS = [
  'summary',
  'events_over_time',
  'geo_access',
  'users',
  'root_use',
  'failed_sign_ins',
  'network_changes',
  'important_changes',
  'instances',
  'access_denied',
  'new_values',
  'latest_events',
] as const satisfies readonly PanelId[];

export type LoadedPanel = (typeof SHOWN_PANELS)[number] | 'data_range';
export type PanelLoads = { readonly [P in LoadedPanel]: PanelLoad<PanelData[P]> };

const NOT_LOADED = { isFetching: false };
export const NOTHING_LOADED = Object.fromEntries(
  [...SHOWN_PANELS, 'data_range'].map((panel) => [panel, NOT_LOADED]),
) as PanelLoads;

export interface PanelLoader {
  /** Cancels what is under way and fetches all shown panels; settles when each has been answered or overtaken. */
  load(request: PanelRequest): Promise<void>;
  /** Fetches one panel again, with the latest request. */
  retry(panel: LoadedPanel): Promise<void>;
  /** Cancels what is under way; nothing is reported any more. */
  stop(): void;
}

/** Starts with `NOTHING_LOADED` and tells `onChange` of each new state. */
export function createPanelLoader(
  fetchPanel: FetchPanel,
  onChange: (loads: PanelLoads) => void,
): PanelLoader {
  let loads = NOTHING_LOADED;
  let current: { readonly request: PanelRequest; readonly abort: AbortController } | undefined;

  const put = <P extends LoadedPanel>(panel: P, load: PanelLoad<PanelData[P]>) => {
    loads = { ...loads, [panel]: load };
    onChange(loads);
  };

  const fetchOne = async <P extends LoadedPanel>(
    panel: P,
    run: NonNullable<typeof current>,
  ): Promise<void> => {
    let outcome: PanelLoad<PanelData[P]>;
    try {
      const answer = await fetchPanel(panel, run.request, run.abort.signal);
      outcome = { answer, request: run.request, isFetching: false };
    } catch (thrown) {
      outcome = { error: panelError(thrown), isFetching: false };
    }
    if (run.abort.signal.aborted) return;
    put(panel, outcome);
    if (panel !== 'events_over_time') return;
    if (isEmptyRange(loads)) await begin('data_range', run);
    else put('data_range', NOTHING_LOADED.data_range);
  };

  const begin = (panel: LoadedPanel, run: NonNullable<typeof current>): Promise<void> => {
    put(panel, { ...loads[panel], isFetching: true });
    return fetchOne(panel, run);
  };

  return {
    async load(request) {
      current?.abort.abort();
      const run = (current = { request, abort: new AbortController() });
      // told once: each time that it is told, the page is drawn
      loads = { ...loads, ...fetching(loads) };
      onChange(loads);
      await Promise.all(SHOWN_PANELS.map((panel) => fetchOne(panel, run)));
    },
    async retry(panel) {
      if (current) await begin(panel, current);
    },
    stop() {
      current?.abort.abort();
      current = undefined;
    },
  };
}

function fetching(loads: PanelLoads): Partial<PanelLoads> {
  return Object.fromEntries(SHOWN_PANELS.map((panel) => [panel, { ...loads[panel], isFetching: true }]));
}

/** True when it is known that no event fits the time range and query. */
export function isEmptyRange(loads: PanelLoads): boolean {
  const { answer } = loads.events_over_time;
  return answer?.state === 'data' && answer.data.total === 0;
}

/** The range of all events that fit the query, once it is known that there are some; else undefined. */
export function knownDataRange({
  answer,
}: PanelLoads['data_range']): (DataRange & { first: string; last: string }) | undefined {
  if (answer?.state !== 'data') return undefined;
  const { first, last, total } = answer.data;
  return total > 0 && first !== null && last !== null ? { first, last, total } : undefined;
}
