/** Tests of keeping the search bar's content in the address, with the stand-in's form of Kibana's own functions. */
import { createMemoryHistory } from 'history';
import { describe, expect, it } from 'vitest';
import { createQueryService } from '../../test/host/browser/data';
import { createScopedHistory } from '../../test/host/browser/scoped_history';
import { createDataModule, kibanaUtils } from '../../test/host/browser/url_state';
import { phraseFilter } from './filters';
import { keepSearchInUrl } from './search_url';

const ROOT = '/app/cloudtrail';
const settle = () => new Promise((resolve) => setTimeout(resolve, 0));
const PILL = phraseFilter('view', 'event.action', 'ConsoleLogin');

async function open(address = ROOT) {
  const page = createMemoryHistory({ initialEntries: [address] });
  const service = createQueryService();
  const stop = keepSearchInUrl({
    uiSettings: { get: <T>() => false as T },
    data: { query: service.query },
    history: createScopedHistory(page, ROOT),
    kibanaUtils,
    dataModule: createDataModule(service),
  });
  await settle();
  const addressNow = () => page.location.pathname + page.location.search;
  return { ...service, page, stop, addressNow };
}

describe('keepSearchInUrl', () => {
  it('writes what the search bar holds without a step for Back', async () => {
    const { page, addressNow } = await open();
    expect(page.length).toBe(1);
    expect(addressNow()).toContain('_a=');
    expect(addressNow()).toContain('_g=');
  });

  it('gives the same view for a copied link', async () => {
    const first = await open();
    first.timefilter.setTime({ from: 'now-7d', to: 'now' });
    first.timefilter.setRefreshInterval({ pause: false, value: 30_000 });
    first.queryString.setQuery({ query: 'user.name: alice', language: 'kuery' });
    first.filterManager.addFilters([PILL]);
    await settle();
    const second = await open(first.addressNow());
    expect(second.timefilter.getTime()).toEqual({ from: 'now-7d', to: 'now' });
    expect(second.timefilter.getRefreshInterval()).toEqual({ pause: false, value: 30_000 });
    expect(second.queryString.getQuery().query).toBe('user.name: alice');
    expect(second.filterManager.getFilters()).toEqual([PILL]);
  });

  it('undoes one step with Back', async () => {
    const { filterManager, queryString, page } = await open();
    filterManager.addFilters([PILL]);
    await settle();
    queryString.setQuery({ query: 'x', language: 'kuery' });
    await settle();
    expect(page.length).toBe(3);
    page.goBack();
    await settle();
    expect(queryString.getQuery().query).toBe('');
    expect(filterManager.getFilters()).toEqual([PILL]);
    page.goBack();
    await settle();
    expect(filterManager.getFilters()).toEqual([]);
  });

  it('keeps its state where a link to the app has none', async () => {
    const { filterManager, page, addressNow } = await open();
    filterManager.addFilters([PILL]);
    await settle();
    page.push(ROOT);
    await settle();
    expect(filterManager.getFilters()).toEqual([PILL]);
    expect(addressNow()).toContain('ConsoleLogin');
    expect(addressNow()).toContain('_g=');
  });

  it('leaves neither query nor pills to other apps, but those that are pinned', async () => {
    const { filterManager, queryString, stop } = await open();
    const pinned = { ...PILL, $state: { store: 'globalState' } } as const;
    filterManager.setFilters([pinned, phraseFilter('view', 'cloud.region', 'eu-west-1')]);
    queryString.setQuery({ query: 'x', language: 'kuery' });
    await settle();
    stop();
    expect(filterManager.getFilters()).toEqual([pinned]);
    expect(queryString.getQuery().query).toBe('');
  });
});
