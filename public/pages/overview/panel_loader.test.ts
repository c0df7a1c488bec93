/** Tests of fetching the panels together. */
import { describe, expect, it } from 'vitest';
import type { PanelId, PanelRequest } from '../../../common/panels';
import type { FetchPanel } from '../../api';
import {
  NOTHING_LOADED,
  SHOWN_PANELS,
  createPanelLoader,
  isEmptyRange,
  knownDataRange,
} from './panel_loader';
import type { PanelLoads } from './panel_loader';

const request = (to: string): PanelRequest => ({ from: '2026-01-01T00:00:00Z', to, time_zone: 'UTC' });
const FIRST = request('2026-01-02T00:00:00Z');
const SECOND = request('2026-01-03T00:00:00Z');

/** A server whose answers are given by hand. */
function scriptedServer() {
  const open: {
    panel: PanelId;
    request: PanelRequest;
    signal: AbortSignal;
    answer: (data: unknown) => void;
    fail: (error: Error) => void;
  }[] = [];
  const fetchPanel = ((panel, asked, signal) =>
    new Promise((resolve, reject) => {
      signal.addEventListener('abort', () => reject(new Error('aborted')));
      open.push({
        panel,
        request: asked,
        signal,
        answer: (data) => resolve({ state: 'data', data } as never),
        fail: reject,
      });
    })) as FetchPanel;
  const states: PanelLoads[] = [NOTHING_LOADED];
  const loader = createPanelLoader(fetchPanel, (loads) => states.push(loads));
  return { open, loader, latest: () => states.at(-1) ?? NOTHING_LOADED, changes: () => states.length };
}
const settle = () => new Promise((resolve) => setTimeout(resolve, 0));

describe('createPanelLoader', () => {
  it('fetches every shown panel and settles when all are answered, failures included', async () => {
    const { open, loader, latest } = scriptedServer();
    const loaded = loader.load(FIRST);
    expect(open.map(({ panel }) => panel)).toEqual([...SHOWN_PANELS]);
    open.forEach(({ panel, answer, fail }) =>
      panel === 'users' ? fail(new Error('no')) : answer({ total: 3 }),
    );
    await loaded;
    expect(latest().users).toEqual({ error: expect.objectContaining({ message: 'no' }), isFetching: false });
    expect(latest().root_use).toMatchObject({ isFetching: false, answer: { state: 'data' }, request: FIRST });
    expect(open.some(({ panel }) => panel === 'data_range')).toBe(false);
  });

  it('tells once that it began, and then of each answer', async () => {
    const { open, loader, changes } = scriptedServer();
    const before = changes();
    const loaded = loader.load(FIRST);
    expect(changes() - before).toBe(1);
    open.forEach(({ answer }) => answer({ total: 3 }));
    await loaded;
    // and once that no other range needs to be offered
    expect(changes() - before).toBe(1 + SHOWN_PANELS.length + 1);
  });

  it('keeps the old answer while refreshing', async () => {
    const { open, loader, latest } = scriptedServer();
    const loaded = loader.load(FIRST);
    open.splice(0).forEach(({ answer }) => answer({ total: 3 }));
    await loaded;
    void loader.load(SECOND);
    expect(latest().users).toMatchObject({
      isFetching: true,
      answer: { data: { total: 3 } },
      request: FIRST,
    });
  });

  it('cancels what is overtaken and never shows its late answer', async () => {
    const { open, loader, latest } = scriptedServer();
    void loader.load(FIRST);
    const overtaken = open.splice(0);
    const loaded = loader.load(SECOND);
    expect(overtaken.every(({ signal }) => signal.aborted)).toBe(true);
    open.splice(0).forEach(({ answer }) => answer({ total: 2 }));
    overtaken.forEach(({ answer }) => answer({ total: 1 }));
    await loaded;
    for (const panel of SHOWN_PANELS) {
      expect(latest()[panel]).toMatchObject({ answer: { data: { total: 2 } }, isFetching: false });
      expect(latest()[panel].error).toBeUndefined();
    }
  });

  it('reports nothing after it was stopped', async () => {
    const { loader, open, changes } = scriptedServer();
    void loader.load(FIRST);
    loader.stop();
    const before = changes();
    open.forEach(({ answer }) => answer({ total: 1 }));
    await settle();
    expect(changes()).toBe(before);
  });

  it('asks for the range that has data when the time range holds nothing', async () => {
    const { open, loader, latest } = scriptedServer();
    const loaded = loader.load(FIRST);
    open.splice(0).forEach(({ answer }) => answer({ total: 0 }));
    await settle();
    expect(isEmptyRange(latest())).toBe(true);
    expect(open.map(({ panel }) => panel)).toEqual(['data_range']);
    open[0]?.answer({ first: '2020-01-01T00:00:00Z', last: '2020-02-01T00:00:00Z', total: 9 });
    await loaded;
    expect(knownDataRange(latest().data_range)).toMatchObject({ total: 9 });
  });

  it('fetches a failed panel again with the latest request', async () => {
    const { open, loader, latest } = scriptedServer();
    const loaded = loader.load(FIRST);
    open
      .splice(0)
      .forEach(({ panel, answer, fail }) =>
        panel === 'users' ? fail(new Error('no')) : answer({ total: 1 }),
      );
    await loaded;
    const retried = loader.retry('users');
    expect(open.map(({ panel, request: asked }) => [panel, asked])).toEqual([['users', FIRST]]);
    open[0]?.answer({ total: 7 });
    await retried;
    expect(latest().users).toMatchObject({ answer: { data: { total: 7 } }, isFetching: false });
    expect(latest().users.error).toBeUndefined();
  });
});
