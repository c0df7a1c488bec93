/** Follows the address: the page to draw, and what stands behind the `?`. */
import { useEffect, useState } from 'react';
import type { AppHistory } from '../kibana/contracts';
import type { Route } from './routes';
import { routeOf } from './routes';

interface Address {
  readonly pathname: string;
  readonly search: string;
}

export function useRoute(history: AppHistory): Address & { readonly route: Route } {
  const [{ pathname, search }, setAddress] = useState<Address>(history.location);
  useEffect(() => {
    const follow = () => {
      const { location } = history;
      setAddress((before) =>
        before.pathname === location.pathname && before.search === location.search ? before : location,
      );
    };
    follow();
    return history.listen(follow);
  }, [history]);
  return { route: routeOf(pathname), pathname, search };
}
