/** What Kibana requires: the settings, and the plugin, loaded when Kibana asks for it. */
import { configSchema } from './config';
import type { PluginInitializerContext } from './kibana/contracts';

export const config = { schema: configSchema };

export async function plugin(context: PluginInitializerContext) {
  const { CloudTrailPlugin } = await import('./plugin');
  return new CloudTrailPlugin(context);
}
