/** The user's language, for what the map's dots are called. */
import { i18n } from '@kbn/i18n';
import { useMemo } from 'react';
import { usePanelContext } from '../frame/panel_context';
import type { ClusterWords } from './cluster_text';

export function useClusterWords(): ClusterWords {
  const { formats } = usePanelContext();
  return useMemo(
    () => ({
      country: formats.country,
      andMore: (names, count) =>
        i18n.translate('cloudtrail.geoAccess.andMore', {
          defaultMessage: '{names} and {count} more',
          values: { names, count: formats.count(count) },
        }),
    }),
    [formats],
  );
}
