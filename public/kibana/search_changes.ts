/** Tells when the search bar's content changes or is due to be fetched again. */
import type { PluginsStart } from './contracts';

export interface SearchWatch {
  /** Counts as one more change. */
  notify(): void;
  stop(): void;
}

/**
 * Calls `onChange` when time, query or filters change or the refresh interval has run out. Kibana waits with the next
 * automatic refresh until `done` is called. Several changes of one moment become one call.
 */
export function watchSearchState(
  data: PluginsStart['data'],
  onChange: (done: () => void) => void,
): SearchWatch {
  const { timefilter, queryString, filterManager } = data.query;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let waiting: (() => void)[] = [];
  const soon = (done?: unknown) => {
    if (typeof done === 'function') waiting.push(() => done());
    timer ??= setTimeout(() => {
      const calls = waiting;
      timer = undefined;
      waiting = [];
      onChange(() => calls.forEach((call) => call()));
    }, 0);
  };
  const subscriptions = [
    timefilter.timefilter.getTimeUpdate$().subscribe(() => soon()),
    timefilter.timefilter.getAutoRefreshFetch$().subscribe(soon),
    queryString.getUpdates$().subscribe(() => soon()),
    filterManager.getUpdates$().subscribe(() => soon()),
  ];
  return {
    notify: () => soon(),
    stop: () => {
      clearTimeout(timer);
      subscriptions.forEach((subscription) => subscription.unsubscribe());
    },
  };
}
