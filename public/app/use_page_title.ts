/** Tells Kibana where the user is: breadcrumbs and the title of the browser's tab. */
import { useEffect } from 'react';
import { APP_TITLE } from '../../common/ids';
import type { Destination } from './app_context';
import { useApp } from './app_context';

export interface Crumb {
  readonly text: string;
  /** Absent of the page itself. */
  readonly to?: Destination;
}

/** `trail`: from below the app down to the page; each entry's text is its identity. */
export function usePageTitle(trail: readonly Crumb[]): void {
  const { core, href } = useApp();
  const key = trail.map(({ text }) => text).join('\n');
  useEffect(() => {
    core.chrome.setBreadcrumbs([
      { text: APP_TITLE, href: href({ page: 'overview' }) },
      ...trail.map(({ text, to }) => (to ? { text, href: href(to) } : { text })),
    ]);
    core.chrome.docTitle.change([APP_TITLE, ...trail.map(({ text }) => text)].reverse().join(' - '));
    // `key` stands for the trail, which is made anew with each drawing
  }, [core, href, key]);
}
