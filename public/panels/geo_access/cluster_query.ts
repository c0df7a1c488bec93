/** The events that a cluster of the map stands for, as an Elasticsearch query. Pure. */
import type { GeoCluster } from '../../../common/panels';
import { tileBounds } from './projection';

/** By country where the cluster is one, by the piece of the map otherwise. */
export function clusterQuery({ key, countries }: GeoCluster): Readonly<Record<string, unknown>> {
  if (countries[0]?.country_iso_code === key) return { term: { 'source.geo.country_iso_code': key } };
  const { north, south, west, east } = tileBounds(key);
  return {
    geo_bounding_box: { 'source.geo.location': { top: north, bottom: south, left: west, right: east } },
  };
}
