/** What Kibana loads in every page: makes the plugin. The app itself is loaded when it is opened. */
import { CloudTrailPlugin } from './plugin';

/** Kibana's entry into the browser half; called once. */
export const plugin = (): CloudTrailPlugin => new CloudTrailPlugin();
