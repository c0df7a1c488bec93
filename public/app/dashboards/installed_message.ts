/** What an installation did, in a sentence. */
import { i18n } from '@kbn/i18n';
import type { InstallDashboardsResponse } from '../../../common/dashboards';

export function installedMessage({ made, replaced, kept }: InstallDashboardsResponse): string {
  const titles = (boards: InstallDashboardsResponse['made']) => boards.map(({ title }) => title).join(', ');
  const parts = [
    made.length > 0 &&
      i18n.translate('cloudtrail.dashboards.made', {
        defaultMessage: 'Made: {titles}.',
        values: { titles: titles(made) },
      }),
    replaced.length > 0 &&
      i18n.translate('cloudtrail.dashboards.replaced', {
        defaultMessage: 'Brought back: {titles}.',
        values: { titles: titles(replaced) },
      }),
    kept.length > 0 &&
      i18n.translate('cloudtrail.dashboards.kept', {
        defaultMessage: 'Left as they were: {count}.',
        values: { count: kept.length },
      }),
  ];
  return parts.filter((part) => part !== false).join(' ');
}
