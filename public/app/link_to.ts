/** Makes links of buttons and tabs: a plain click stays in the app, any other is the browser's. */
import type { MouseEvent } from 'react';
import type { AppContextValue, Destination } from './app_context';

export interface LinkProps {
  readonly href: string;
  onClick(event: MouseEvent): void;
}

/** To be spread over any of EUI's elements that can be links. */
export function linkTo({ href, open }: Pick<AppContextValue, 'href' | 'open'>, to: Destination): LinkProps {
  return {
    href: href(to),
    onClick: (event) => {
      if (event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
      event.preventDefault();
      open(to);
    },
  };
}
