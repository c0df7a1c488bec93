/** Kibana's time zone setting as an IANA name. */
import type { CoreStart } from './contracts';

/** The zone of `dateFormat:tz`; Kibana's default there, `Browser`, means the browser's own. */
export function configuredTimeZone(uiSettings: CoreStart['uiSettings']): string {
  const zone = uiSettings.get<string | undefined>('dateFormat:tz');
  return zone && zone !== 'Browser' ? zone : Intl.DateTimeFormat().resolvedOptions().timeZone;
}
