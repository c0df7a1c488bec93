/** Where Kibana shows a saved object that the plugin brings. */
import type { Board } from '../../../common/dashboards';
import type { CoreStart, TimeRange } from '../../kibana/contracts';

/**
 * With the time range that is looked at, which goes before the one that is stored with the object. Undefined for those
 * that are no place to go to. Paths of 8.12 to 9.x; within the space that the base path names.
 */
export function boardHref(
  { type, id }: Board,
  basePath: Pick<CoreStart['http']['basePath'], 'prepend'>,
  range: TimeRange,
): string | undefined {
  const view = encodeURIComponent(id);
  // in rison, Kibana's form for what stands in its addresses
  const [from, to] = [range.from, range.to].map((time) => time.replaceAll(/['!]/g, '!$&'));
  const state = `?_g=${encodeURIComponent(`(time:(from:'${from}',to:'${to}'))`)}`;
  if (type === 'dashboard') return basePath.prepend(`/app/dashboards#/view/${view}${state}`);
  if (type === 'map') return basePath.prepend(`/app/maps/map/${view}#${state}`);
  return undefined;
}
