/** The addresses of the app's pages, below the app's root. Pure. */
import { withoutView } from '../kibana/view_url';

export type Route =
  | { readonly page: 'overview' }
  | { readonly page: 'actors' }
  /** By `cloudtrail.actor.id`. */
  | { readonly page: 'actor'; readonly id: string }
  | { readonly page: 'events' }
  /** All events, and one of them in depth, by `_id`. */
  | { readonly page: 'event'; readonly id: string }
  | { readonly page: 'sources' }
  | { readonly page: 'alerts' }
  | { readonly page: 'new_source' }
  | { readonly page: 'source'; readonly id: string }
  | { readonly page: 'edit_source'; readonly id: string }
  /** No page of ours: an old link, or a typing error. */
  | { readonly page: 'unknown' };

/** Pages with a search bar. */
export type EventsRoute = Extract<
  Route,
  { readonly page: 'overview' | 'actors' | 'actor' | 'events' | 'event' }
>;
const OVER_EVENTS: ReadonlySet<Route['page']> = new Set([
  'overview',
  'actors',
  'actor',
  'events',
  'event',
] satisfies EventsRoute['page'][]);

export function isOverEvents(route: Route): route is EventsRoute {
  return OVER_EVENTS.has(route.page);
}

const ID = '([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})';
const ONE_SOURCE = new RegExp(`^/sources/${ID}(/edit)?$`);

const ONE_OF_THEM = /^\/(users|events)\/([^/]+)$/;

/** The page that a path means; `/` at its end does not matter. */
export function routeOf(pathname: string): Route {
  const path = pathname.replace(/\/+$/, '');
  if (path === '') return { page: 'overview' };
  if (path === '/users') return { page: 'actors' };
  if (path === '/events') return { page: 'events' };
  const [, page, encoded] = ONE_OF_THEM.exec(path) ?? [];
  if (encoded !== undefined) return oneOfThem(page === 'users' ? 'actor' : 'event', encoded);
  if (path === '/sources') return { page: 'sources' };
  if (path === '/alerts') return { page: 'alerts' };
  if (path === '/sources/new') return { page: 'new_source' };
  const [, id, edit] = ONE_SOURCE.exec(path) ?? [];
  if (id === undefined) return { page: 'unknown' };
  return { page: edit === undefined ? 'source' : 'edit_source', id };
}

function oneOfThem(page: 'actor' | 'event', encoded: string): Route {
  try {
    return { page, id: decodeURIComponent(encoded) };
  } catch {
    return { page: 'unknown' };
  }
}

/** The path of a page. */
export function pathOf(route: Exclude<Route, { page: 'unknown' }>): string {
  switch (route.page) {
    case 'overview':
      return '/';
    case 'actors':
      return '/users';
    case 'actor':
      return `/users/${encodeURIComponent(route.id)}`;
    case 'events':
      return '/events';
    case 'event':
      return `/events/${encodeURIComponent(route.id)}`;
    case 'sources':
      return '/sources';
    case 'alerts':
      return '/alerts';
    case 'new_source':
      return '/sources/new';
    case 'source':
      return `/sources/${route.id}`;
    case 'edit_source':
      return `/sources/${route.id}/edit`;
  }
}

/**
 * What stands behind the `?` on the way from one page to another: time, query and filters go along, the state of tables
 * only where it is the same page, with or without one of its events laid open.
 */
export function searchOnTheWay(
  from: { readonly pathname: string; readonly search: string },
  to: Route,
): string {
  return isEventsPage(routeOf(from.pathname)) && isEventsPage(to) ? from.search : withoutView(from.search);
}

function isEventsPage({ page }: Route): boolean {
  return page === 'events' || page === 'event';
}
