/** Tests of the way to Discover. */
import { describe, expect, it, vi } from 'vitest';
import type { CoreStart, PluginsStart } from './contracts';
import { discoverOpener } from './discover';
import { phraseFilter } from './filters';

const VIEW = { id: 'v', title: 'cloudtrail-events-*', timeFieldName: '@timestamp', name: 'CloudTrail' };
const PILL = phraseFilter('v', 'event.action', 'x');

function kibana(
  capabilities: CoreStart['application']['capabilities'],
  { hasDataView = true, maySave = true } = {},
) {
  const navigate = vi.fn(async () => undefined);
  const createAndSave = vi.fn(async () => undefined);
  const locator = { navigate, getRedirectUrl: () => '' };
  const plugins = {
    dataViews: {
      hasData: { hasUserDataView: async () => hasDataView },
      getCanSaveSync: () => maySave,
      createAndSave,
    },
    share: {
      url: { locators: { get: (id: string) => (id === 'DISCOVER_APP_LOCATOR' ? locator : undefined) } },
    },
    data: {
      query: {
        timefilter: { timefilter: { getTime: () => ({ from: 'now-7d', to: 'now' }) } },
        queryString: { getQuery: () => ({ query: 'q', language: 'kuery' }) },
        filterManager: { getFilters: () => [PILL] },
      },
    },
  } as unknown as PluginsStart;
  return { navigate, createAndSave, plugins, core: { application: { capabilities } } as CoreStart };
}

describe('discoverOpener', () => {
  it.each(['discover', 'discover_v2'])(
    'goes with time, query, pills and view where %s is granted',
    async (feature) => {
      const { navigate, createAndSave, plugins, core } = kibana({ [feature]: { show: true } });
      const extra = phraseFilter('v', 'cloud.region', 'eu-west-1');
      discoverOpener(core, plugins, VIEW)?.([extra]);
      await vi.waitFor(() => expect(navigate).toHaveBeenCalledOnce());
      expect(createAndSave).not.toHaveBeenCalled();
      expect(navigate).toHaveBeenCalledWith({
        dataViewSpec: VIEW,
        timeRange: { from: 'now-7d', to: 'now' },
        query: { query: 'q', language: 'kuery' },
        filters: [PILL, extra],
      });
    },
  );

  it('saves the view first where the space has none, if the user may: without any Discover shows nothing', async () => {
    const { navigate, createAndSave, plugins, core } = kibana(
      { discover: { show: true } },
      { hasDataView: false },
    );
    discoverOpener(core, plugins, VIEW)?.([]);
    await vi.waitFor(() => expect(navigate).toHaveBeenCalledOnce());
    expect(createAndSave).toHaveBeenCalledWith(VIEW, true);
    const reader = kibana({ discover: { show: true } }, { hasDataView: false, maySave: false });
    discoverOpener(reader.core, reader.plugins, VIEW)?.([]);
    await vi.waitFor(() => expect(reader.navigate).toHaveBeenCalledOnce());
    expect(reader.createAndSave).not.toHaveBeenCalled();
  });

  it('takes the columns and the order of a table along', async () => {
    const { navigate, plugins, core } = kibana({ discover: { show: true } });
    const sort = { field: 'event.action', order: 'asc' } as const;
    discoverOpener(core, plugins, VIEW)?.([], { columns: ['@timestamp', 'event.action'], sort });
    await vi.waitFor(() => expect(navigate).toHaveBeenCalledOnce());
    expect(navigate).toHaveBeenCalledWith(
      expect.objectContaining({ columns: ['event.action'], sort: [['event.action', 'asc']] }),
    );
  });

  it('is not offered without the right, and where there is no Discover', () => {
    const refused = kibana({ discover: { show: false } });
    expect(discoverOpener(refused.core, refused.plugins, VIEW)).toBeUndefined();
    const { core, plugins } = kibana({ discover: { show: true } });
    expect(discoverOpener(core, { ...plugins, share: undefined }, VIEW)).toBeUndefined();
  });
});
