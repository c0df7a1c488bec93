/** The tabs by which one goes from page to page. */
import { i18n } from '@kbn/i18n';
import type { EuiPageHeaderProps } from '@elastic/eui';
import type { AppContextValue } from './app_context';
import { linkTo } from './link_to';

export const OVERVIEW_TITLE = i18n.translate('cloudtrail.overview.title', { defaultMessage: 'Overview' });
export const ACTORS_TITLE = i18n.translate('cloudtrail.users.title', { defaultMessage: 'Users' });
export const EVENTS_TITLE = i18n.translate('cloudtrail.eventsPage.title', { defaultMessage: 'Events' });
export const ALERTS_TITLE = i18n.translate('cloudtrail.alerts.title', { defaultMessage: 'Alerts' });
export const SOURCES_TITLE = i18n.translate('cloudtrail.sources.title', { defaultMessage: 'Sources' });

export type AppTab = 'overview' | 'actors' | 'events' | 'alerts' | 'sources';

/** For the header of a page. */
export function appTabs(
  app: Pick<AppContextValue, 'href' | 'open'>,
  current: AppTab,
): NonNullable<EuiPageHeaderProps['tabs']> {
  const tab = (page: AppTab, label: string) => ({
    label,
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
