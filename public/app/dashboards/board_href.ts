/** Where Kibana shows a saved object that the plugin brings. */
import type { Board } from '../../../common/dashboards';
import type { CoreStart } from '../../kibana/contracts';

/** Undefined for those that are no place to go to. Paths of 8.12 to 9.x; within the space that the base path names. */
export function boardHref(
  { type, id }: Board,
  basePath: Pick<CoreStart['http']['basePath'], 'prepend'>,
): string | undefined {
  const view = encodeURIComponent(id);
  if (type === 'dashboard') return basePath.prepend(`/app/dashboards#/view/${view}`);
  if (type === 'map') return basePath.prepend(`/app/maps/map/${view}`);
  return undefined;
}
