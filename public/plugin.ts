/** Registers the app in Kibana's navigation, and nothing else: every page of Kibana pays for this file. */
import { i18n } from '@kbn/i18n';
import { APP_TITLE, PLUGIN_ID } from '../common/ids';
import type { AppMountParameters, CoreSetup } from './kibana/contracts';

/** Kibana's own Security group in the side navigation. Where a host has no such group, Kibana shows one by this label. */
const SECURITY_CATEGORY = {
  id: 'securitySolution',
  label: 'Security',
  order: 4000,
  euiIconType: 'logoSecurity',
};

/** After Elastic's own security apps (below 9000 in the same group). */
const APP_ORDER = 9100;

/** What Kibana's search finds beside the app itself. */
const DEEP_LINKS = [
  {
    id: 'overview',
    title: i18n.translate('cloudtrail.overview.title', { defaultMessage: 'Overview' }),
    path: '/',
    keywords: ['aws', 'audit'],
  },
  {
    id: 'users',
    title: i18n.translate('cloudtrail.users.title', { defaultMessage: 'Users' }),
    path: '/users',
    keywords: ['aws', 'actors', 'roles', 'sessions'],
  },
  {
    id: 'events',
    title: i18n.translate('cloudtrail.eventsPage.title', { defaultMessage: 'Events' }),
    path: '/events',
    keywords: ['aws', 'records', 'calls'],
  },
  {
    id: 'sources',
    title: i18n.translate('cloudtrail.sources.title', { defaultMessage: 'Sources' }),
    path: '/sources',
    keywords: ['aws', 's3', 'bucket'],
  },
  {
    id: 'alerts',
    title: i18n.translate('cloudtrail.alerts.title', { defaultMessage: 'Alerts' }),
    path: '/alerts',
    keywords: ['aws', 'rules', 'detections', 'cis', 'attack'],
  },
];

/** The browser half, as Kibana's plugin system knows it. */
export class CloudTrailPlugin {
  /** Called once when Kibana loads, in every page. */
  setup(core: CoreSetup): void {
    core.application.register({
      id: PLUGIN_ID,
      title: APP_TITLE,
      euiIconType: 'logoAWS',
      order: APP_ORDER,
      category: SECURITY_CATEGORY,
      deepLinks: DEEP_LINKS,
      async mount(parameters: AppMountParameters) {
        const [{ mountApp }, [coreStart, plugins]] = await Promise.all([
          import('./app/mount'),
          core.getStartServices(),
        ]);
        return mountApp(coreStart, plugins, parameters);
      },
    });
  }

  /** All contracts are taken when the app is opened. */
  start(): void {}
}
