import { describe, expect, test } from 'vitest';
import { pathOf, routeOf, searchOnTheWay } from './routes';

const id = '0b9a1c1e-7a55-4a0e-9f1e-0123456789ab';

describe('the addresses of the app', () => {
  test('lead to each page and back', () => {
    const routes = [
      { page: 'overview' },
      { page: 'actors' },
      { page: 'actor', id: 'arn:aws:sts::111122223333:assumed-role/AWSReservedSSO_x/ana+b@example.com' },
      { page: 'actor', id: 'weird id %2F?#' },
      { page: 'events' },
      { page: 'event', id: 'aZ09_-==' },
      { page: 'sources' },
      { page: 'alerts' },
      { page: 'new_source' },
      { page: 'source', id },
      { page: 'edit_source', id },
    ] as const;
    for (const route of routes) expect(routeOf(pathOf(route))).toEqual(route);
  });

  test('do not care for a slash at the end', () => {
    expect(routeOf('')).toEqual({ page: 'overview' });
    expect(routeOf('/sources/')).toEqual({ page: 'sources' });
  });

  test('say of anything else that it is no page', () => {
    for (const path of [
      '/source',
      '/users/%E0%A4%A',
      '/sources/1',
      `/sources/${id}/delete`,
      `/sources/${id}x`,
      '/sources/new/2',
    ])
      expect(routeOf(path)).toEqual({ page: 'unknown' });
  });

  test('take time and filters along, and the state of tables only while the page stays the same', () => {
    const search = '?_g=(time:x)&_v=(events:(page:2))&_a=(query:y)';
    expect(searchOnTheWay({ pathname: '/events', search }, { page: 'event', id: 'x' })).toBe(search);
    expect(searchOnTheWay({ pathname: '/events/x', search }, { page: 'events' })).toBe(search);
    const without = '?_g=(time:x)&_a=(query:y)';
    expect(searchOnTheWay({ pathname: '/events', search }, { page: 'actors' })).toBe(without);
    expect(searchOnTheWay({ pathname: '/', search }, { page: 'event', id: 'x' })).toBe(without);
    expect(searchOnTheWay({ pathname: '/', search: '?_v=(x:1)' }, { page: 'events' })).toBe('');
  });
});
