/** The tabs by which one goes from page to page. */
import { i18n } from '@kbn/i18n';
import React, { useEffect, useRef } from 'react';
import type { EuiPageHeaderProps } from '@elastic/eui';
import type { AppContextValue } from './app_context';
import { linkTo } from './link_to';

export const OVERVIEW_TITLE = i18n.translate('cloudtrail.overview.title', { defaultMessage: 'Overview' });
export const ACTORS_TITLE = i18n.translate('cloudtrail.users.title', { defaultMessage: 'Users' });
export const EVENTS_TITLE = i18n.translate('cloudtrail.eventsPage.title', { defaultMessage: 'Events' });
export const ALERTS_TITLE = i18n.translate('cloudtrail.alerts.title', { defaultMessage: 'Alerts' });
export const SOURCES_TITLE = i18n.translate('cloudtrail.sources.title', { defaultMessage: 'Sources' });

export type AppTab = 'overview' | 'actors' | 'events' | 'alerts' | 'sources';

/** For the header of a page; none is chosen on a page of its own. */
export function appTabs(
  app: Pick<AppContextValue, 'href' | 'open'>,
  current: AppTab | undefined,
): NonNullable<EuiPageHeaderProps['tabs']> {
  const tab = (page: AppTab, label: string) => ({
    label: page === current ? <InSight text={label} /> : label,
    isSelected: page === current,
    'data-test-subj': `cloudtrailTab-${page}`,
    ...linkTo(app, { page }),
  });
  return [
    tab('overview', OVERVIEW_TITLE),
    tab('actors', ACTORS_TITLE),
    tab('events', EVENTS_TITLE),
    tab('alerts', ALERTS_TITLE),
    tab('sources', SOURCES_TITLE),
  ];
}

/** On a narrow screen the row of tabs is longer than the screen; nobody would see which one this page is. */
function InSight({ text }: { text: string }) {
  const shown = useRef<HTMLSpanElement>(null);
  useEffect(() => {
    const list = shown.current?.closest('[role="tablist"]');
    if (!shown.current || !list) return;
    const hidden = shown.current.getBoundingClientRect().right - list.getBoundingClientRect().right;
    if (hidden > 0) list.scrollLeft += hidden;
  }, []);
  return <span ref={shown}>{text}</span>;
}
