/** The map's places as a table. */
import { EuiBadge, EuiSkeletonText, EuiText } from '@elastic/eui';
import type { EuiBasicTableColumn } from '@elastic/eui';
import { i18n } from '@kbn/i18n';
import React, { useMemo } from 'react';
import type { GeoCluster, GeoClusters, PanelRequest } from '../../../common/panels';
import { FailureShare } from '../frame/failure_share';
import { FilterLink } from '../frame/filter_link';
import { PagedTable } from '../frame/paged_table';
import { usePanelContext } from '../frame/panel_context';
import { ReadProblem } from '../frame/read_problem';
import { clusterQuery } from './cluster_query';
import { usePlaces } from './use_places';

interface PlacesTableProps {
  readonly request: PanelRequest;
  readonly home: ReadonlySet<string>;
}

export function PlacesTable({ request, home }: PlacesTableProps) {
  const { answer, error, retry } = usePlaces(request);
  if (error !== undefined)
    return <ReadProblem message={error.message} onRetry={retry} testSubject="cloudtrailGeoPlacesProblem" />;
  return answer?.state === 'data' ? (
    <Table places={answer.data} home={home} />
  ) : (
    <EuiSkeletonText lines={8} />
  );
}

/** One point, with the names by which it is sorted. */
interface PlaceRow extends GeoCluster {
  readonly country_iso_code: string;
  readonly country_name: string;
  readonly city_name: string | undefined;
}

/** Only where a database of cities is there. */
const CITY: EuiBasicTableColumn<PlaceRow> = {
  field: 'city_name',
  name: i18n.translate('cloudtrail.geoAccess.city', { defaultMessage: 'City' }),
  sortable: true,
  render: (city: string | undefined) =>
    city === undefined ? '–' : <FilterLink field="source.geo.city_name" value={city} />,
};

function Table({ places, home }: { readonly places: GeoClusters; readonly home: ReadonlySet<string> }) {
  const { formats } = usePanelContext();
  const rows = useMemo(
    () =>
      places.clusters.map((cluster): PlaceRow => {
        const [{ country_iso_code } = { country_iso_code: '' }] = cluster.countries;
        const [city_name] = cluster.cities;
        return {
          ...cluster,
          ...{ country_iso_code, country_name: formats.country(country_iso_code), city_name },
        };
      }),
    [places, formats],
  );
  const listed = rows.reduce((sum, { events }) => sum + events, 0);
  return (
    <>
      <PagedTable<PlaceRow>
        name="places"
        caption={i18n.translate('cloudtrail.geoAccess.tableCaption', {
          defaultMessage: 'Places by number of events',
        })}
        rows={rows}
        pageSize={7}
        itemId="key"
        rowSubject="cloudtrailGeoPlaceRow"
        sortedBy="events"
        columns={[
          {
            field: 'country_name',
            name: i18n.translate('cloudtrail.geoAccess.country', { defaultMessage: 'Country' }),
            sortable: true,
            render: (country: string, place) => (
              <div>
                <FilterLink
                  field="source.geo.country_iso_code"
                  value={place.country_iso_code}
                  label={country}
                />
                {home.size > 0 && !home.has(place.country_iso_code) && (
                  <div>
                    <EuiBadge color="accent">
                      {i18n.translate('cloudtrail.geoAccess.outside', {
                        defaultMessage: 'not a home country',
                      })}
                    </EuiBadge>
                  </div>
                )}
              </div>
            ),
          },
          ...(rows.some(({ city_name }) => city_name !== undefined) ? [CITY] : []),
          {
            field: 'events',
            name: i18n.translate('cloudtrail.geoAccess.events', { defaultMessage: 'Events' }),
            sortable: true,
            align: 'right',
            render: formats.count,
          },
          {
            field: 'failures',
            name: i18n.translate('cloudtrail.geoAccess.failures', { defaultMessage: 'Failures' }),
            align: 'right',
            sortable: (place) => place.failures / place.events,
            render: (failures: number, place) => (
              <FailureShare
                failures={failures}
                events={place.events}
                name={place.city_name ?? place.country_name}
                query={clusterQuery(place)}
              />
            ),
          },
          {
            name: i18n.translate('cloudtrail.geoAccess.users', { defaultMessage: 'Users' }),
            render: (place: PlaceRow) => (
              <span style={{ overflowWrap: 'anywhere' }}>
                {place.users.map((user, index) => (
                  <React.Fragment key={user}>
                    {index > 0 && ', '}
                    <FilterLink field="cloudtrail.actor.name" value={user} />
                  </React.Fragment>
                ))}
              </span>
            ),
          },
        ]}
      />
      {places.total > listed && (
        <EuiText size="xs" color="subdued">
          {i18n.translate('cloudtrail.geoAccess.tableShown', {
            defaultMessage: 'Shows the {places, number} places with the most events.',
            values: { places: rows.length },
          })}
        </EuiText>
      )}
    </>
  );
}
