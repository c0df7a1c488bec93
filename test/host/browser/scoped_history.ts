/** The history of one app, as Kibana's ScopedHistory: paths below the app's root over the page's own history. */
import type { History, Location } from 'history';
import type { AppHistory } from '../../../public/kibana/contracts';

/** `root`: the app's address without its base path, as `/app/cloudtrail`. */
export function createScopedHistory(parent: History, root: string): AppHistory {
  const isInside = ({ pathname }: Location) => pathname === root || pathname.startsWith(`${root}/`);
  return {
    get location() {
      return { ...parent.location, pathname: parent.location.pathname.slice(root.length) };
    },
    push: (path) => parent.push(root + path),
    replace: (path) => parent.replace(root + path),
    // an app is told nothing of pages that are not its own
    listen: (onChange) =>
      parent.listen((location) => {
        if (isInside(location)) onChange();
      }),
    createHref: ({ pathname, search }) => parent.createHref({ pathname: root + pathname, search }),
    block: (mayLeave) => parent.block(mayLeave),
  };
}
