/** Takes React, EUI and their like from Kibana's page in place of the bundle, and refuses what Kibana does not share. */
import type { Plugin } from 'esbuild';

interface SharedModule {
  /** Its name in `window.__kbnSharedDeps__`. */
  readonly key: string;
  /** True where Kibana holds an ES module namespace of which only the default export is of use. */
  readonly onlyDefault?: true;
}

/**
 * Import name to key. Only keys that both Kibana 8.12 and 9.x have (definitions.js of @kbn/ui-shared-deps-src).
 * These must come from Kibana: hooks and contexts break when a React tree mixes two copies.
 */
export const SHARED_MODULES: Readonly<Record<string, SharedModule>> = {
  react: { key: 'React' },
  'react-dom': { key: 'ReactDom' },
  '@elastic/eui': { key: 'ElasticEui' },
  '@elastic/charts': { key: 'ElasticCharts' },
  '@emotion/react': { key: 'EmotionReact' },
  '@emotion/cache': { key: 'EmotionCache', onlyDefault: true },
  '@kbn/i18n': { key: 'KbnI18n' },
  '@kbn/i18n-react': { key: 'KbnI18nReact' },
  '@kbn/es-query': { key: 'KbnEsQuery' },
  moment: { key: 'Moment' },
  'moment-timezone': { key: 'MomentTimezone' },
  rxjs: { key: 'Rxjs' },
  lodash: { key: 'Lodash' },
  uuid: { key: 'Uuid' },
};

/** `react`, `@elastic/eui/lib/services`, `@kbn/anything`: what the table decides on. */
const DECIDED_HERE = new RegExp(
  `^(@kbn/|(${Object.keys(SHARED_MODULES)
    .map((name) => name.replace(/[/-]/g, '\\$&'))
    .join('|')})(/|$))`,
);

/** The esbuild plugin for every browser bundle. An import that Kibana can't serve fails the build. */
export function sharedDeps(): Plugin {
  return {
    name: 'shared-deps',
    setup(build) {
      build.onResolve({ filter: DECIDED_HERE }, ({ path }) =>
        path in SHARED_MODULES
          ? { path, namespace: 'shared' }
          : {
              errors: [
                {
                  text: `"${path}" can't be imported in browser code: Kibana 8.12 to 9.x does not share it. Shared are ${Object.keys(SHARED_MODULES).join(', ')}.`,
                },
              ],
            },
      );
      build.onLoad({ filter: /.*/, namespace: 'shared' }, ({ path }) => {
        const shared = SHARED_MODULES[path];
        return shared && { contents: sharedModuleSource(shared), loader: 'js' };
      });
    },
  };
}

function sharedModuleSource({ key, onlyDefault }: SharedModule): string {
  const value = `window.__kbnSharedDeps__.${key}`;
  // CommonJS, so that every name is looked up at run time: which names EUI exports differs between versions.
  return onlyDefault ? `export default ${value}.default;` : `module.exports = ${value};`;
}
