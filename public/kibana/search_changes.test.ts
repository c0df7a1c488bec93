/** Tests of noticing changes of the search bar. */
import { Subject } from 'rxjs';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { PluginsStart } from './contracts';
import { watchSearchState } from './search_changes';

function searchBar() {
  const time$ = new Subject<unknown>();
  const autoRefresh$ = new Subject<unknown>();
  const query$ = new Subject<unknown>();
  const filters$ = new Subject<unknown>();
  const data = {
    query: {
      timefilter: { timefilter: { getTimeUpdate$: () => time$, getAutoRefreshFetch$: () => autoRefresh$ } },
      queryString: { getUpdates$: () => query$ },
      filterManager: { getUpdates$: () => filters$ },
    },
  } as unknown as PluginsStart['data'];
  return { data, time$, autoRefresh$, query$, filters$ };
}

describe('watchSearchState', () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  it('makes one call of several changes in one moment', () => {
    const { data, time$, query$, filters$ } = searchBar();
    const onChange = vi.fn();
    const watch = watchSearchState(data, onChange);
    time$.next(0);
    query$.next(0);
    filters$.next(0);
    watch.notify();
    vi.runAllTimers();
    expect(onChange).toHaveBeenCalledTimes(1);
    query$.next(0);
    vi.runAllTimers();
    expect(onChange).toHaveBeenCalledTimes(2);
  });

  it('lets Kibana go on refreshing only when the fetch is done', () => {
    const { data, autoRefresh$ } = searchBar();
    const goOn = vi.fn();
    let done: () => void = () => expect.unreachable();
    watchSearchState(data, (given) => (done = given));
    autoRefresh$.next(goOn);
    vi.runAllTimers();
    expect(goOn).not.toHaveBeenCalled();
    done();
    expect(goOn).toHaveBeenCalledTimes(1);
  });

  it('is silent after it was stopped, also about a change just made', () => {
    const { data, time$ } = searchBar();
    const onChange = vi.fn();
    const watch = watchSearchState(data, onChange);
    time$.next(0);
    watch.stop();
    time$.next(0);
    vi.runAllTimers();
    expect(onChange).not.toHaveBeenCalled();
  });
});
