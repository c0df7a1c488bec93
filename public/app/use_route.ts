/** Follows the address: the page to draw. */
import { useEffect, useState } from 'react';
import type { AppHistory } from '../kibana/contracts';
import type { Route } from './routes';
import { routeOf } from './routes';

export function useRoute(history: AppHistory): Route {
  const [pathname, setPathname] = useState(history.location.pathname);
  useEffect(() => {
    const follow = () => setPathname(history.location.pathname);
    follow();
    return history.listen(follow);
  }, [history]);
  return routeOf(pathname);
}
