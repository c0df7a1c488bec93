/** Code of other plugins' bundles, beyond their contracts. */
import type { DataModule, InspectorModule, KibanaUtilsModule } from './contracts';

interface Modules {
  readonly 'plugin/data/public': DataModule;
  readonly 'plugin/inspector/common': InspectorModule;
  readonly 'plugin/kibanaUtils/public': KibanaUtilsModule;
}

/** Only once the app is mounted: scripts of plugins come in any order. Throws where Kibana has no such bundle. */
export function kibanaBundle<Name extends keyof Modules>(name: Name): Modules[Name] {
  const { __kbnBundles__ } = window as unknown as {
    readonly __kbnBundles__: { get(name: string): unknown };
  };
  return __kbnBundles__.get(name) as Modules[Name];
}
