/** Boots the page: shared libraries, plugin bundles, their setup and start, then the frame with the app of the address. */
import { DARK_THEME, LIGHT_THEME } from '@elastic/charts';
import React from 'react';
import ReactDOM from 'react-dom';
import type { CoreStart, PluginsStart } from '../../../public/kibana/contracts';
import type { InjectedMetadata } from '../pages';
import { createCore } from './core';
import { createQueryService } from './data';
import { Frame } from './frame';
import { createSearchBar } from './search_bar';
import { createDataModule, kibanaUtils } from './url_state';
import { sharedDeps } from './shared_deps';
import { useValue } from './use_value';

interface BrowserPlugin {
  setup(core: unknown, plugins: unknown): unknown;
  start(core: unknown, plugins: unknown): unknown;
}
interface BundleModule {
  readonly plugin?: (context: unknown) => BrowserPlugin;
}

/** `__kbnBundles__`, as Kibana's bootstrap script makes it. */
function createBundles() {
  const modules = new Map<string, { readonly load: (key: unknown) => unknown; readonly key: unknown }>();
  return {
    has: (name: string) => modules.has(name),
    define: (name: string, load: (key: unknown) => unknown, key: unknown) => {
      if (modules.has(name)) throw new Error(`__kbnBundles__ already has a module defined for "${name}"`);
      modules.set(name, { load, key });
    },
    get: (name: string) => {
      const module = modules.get(name);
      if (module === undefined)
        throw new Error(`__kbnBundles__ does not have a module defined for "${name}"`);
      return module.load(module.key);
    },
  };
}

function loadScript(url: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const script = document.createElement('script');
    script.async = false;
    script.src = url;
    script.addEventListener('load', () => resolve());
    script.addEventListener('error', () => reject(new Error(`Could not load ${url}`)));
    document.head.append(script);
  });
}

/** As Kibana: without a bundle nothing loads, whatever the page. */
function showFailure(error: unknown): void {
  console.error(error);
  const heading = document.createElement('h1');
  heading.style.cssText =
    'color:white;font-family:monospace;text-align:center;background:#F44336;padding:25px';
  heading.textContent = 'Elastic did not load properly. Check the server output for more information.';
  document.body.replaceChildren(heading);
}

async function boot(): Promise<void> {
  const injected = document.querySelector('kbn-injected-metadata')?.getAttribute('data');
  const metadata = JSON.parse(injected ?? '{}') as InjectedMetadata;
  const bundles = createBundles();
  Object.assign(window, {
    __kbnSharedDeps__: sharedDeps,
    __kbnBundles__: bundles,
    __kbnPublicPath__: Object.fromEntries(metadata.plugins.map(({ id, publicPath }) => [id, publicPath])),
  });
  const queryService = createQueryService();
  bundles.define('plugin/kibanaUtils/public', () => kibanaUtils, 0);
  bundles.define('plugin/data/public', () => createDataModule(queryService), 0);
  await Promise.all(metadata.plugins.map(({ id, publicPath }) => loadScript(`${publicPath}${id}.plugin.js`)));

  const core = createCore(metadata);
  const offered: PluginsStart & { security: unknown } = {
    data: { query: queryService.query },
    dataViews: {
      // ad hoc: kept nowhere
      create: (spec) =>
        Promise.resolve({ ...spec, getName: () => spec.name ?? spec.title, isPersisted: () => false }),
      clearInstanceCache: () => undefined,
      // only who goes on to Discover asks, which is not here
      hasData: { hasUserDataView: async () => true },
      getCanSaveSync: () => false,
      createAndSave: () => Promise.reject(new Error('Nothing is saved here.')),
    },
    unifiedSearch: { ui: { SearchBar: createSearchBar(queryService) } },
    charts: {
      theme: {
        useChartsBaseTheme: () => (useValue(core.theme$).darkMode ? DARK_THEME : LIGHT_THEME),
      },
    },
    security: { authc: { getCurrentUser: () => core.http.get('/internal/security/me') } },
  };

  const running = metadata.plugins.map(({ id, dependencies, config }) => {
    const module = bundles.get(`plugin/${id}/public`) as BundleModule;
    if (typeof module.plugin !== 'function') {
      throw new Error(`Definition of plugin "${id}" should be a function.`);
    }
    const plugin = module.plugin({
      opaqueId: Symbol(id),
      env: { packageInfo: { version: metadata.version } },
      config: { get: () => config },
    });
    const named = Object.fromEntries(Object.entries(offered).filter(([name]) => dependencies.includes(name)));
    let announce: (services: [CoreStart, PluginsStart, unknown]) => void = () => undefined;
    const services = new Promise<[CoreStart, PluginsStart, unknown]>((resolve) => {
      announce = resolve;
    });
    plugin.setup(core.setup(services), named);
    return () => {
      const contract = plugin.start(core.start, named);
      announce([core.start, named as unknown as PluginsStart, contract]);
    };
  });
  for (const start of running) start();

  core.openFromLocation();
  document.getElementById('kbn_loading_message')?.remove();
  ReactDOM.render(<Frame core={core} metadata={metadata} />, document.getElementById('kibana-body'));
}

boot().catch(showFailure);
