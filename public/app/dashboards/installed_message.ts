/** What an installation did, in a sentence. */
import { i18n } from '@kbn/i18n';
import type { InstallDashboardsResponse } from '../../../common/dashboards';

export function installedMessage({ made, replaced, kept }: InstallDashboardsResponse): string {
  const parts = [
    made.length > 0 &&
      i18n.translate('cloudtrail.dashboards.made', {
        defaultMessage: 'Made in this space: the dashboards and what they need, {count} in all.',
        values: { count: made.length },
      }),
    replaced.length > 0 &&
      i18n.translate('cloudtrail.dashboards.replaced', {
        defaultMessage: 'Brought back: {count}.',
        values: { count: replaced.length },
      }),
    kept.length > 0 &&
      i18n.translate('cloudtrail.dashboards.kept', {
        defaultMessage: 'Left as they were: {count}.',
        values: { count: kept.length },
      }),
  ];
  return parts.filter((part) => part !== false).join(' ');
}
