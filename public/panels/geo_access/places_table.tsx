/** The map's places as a table. */
import { EuiBadge, EuiText } from '@elastic/eui';
import { i18n } from '@kbn/i18n';
import React from 'react';
import type { GeoAccess, GeoPlace } from '../../../common/panels';
import { FailureShare } from '../frame/failure_share';
import { FilterLink } from '../frame/filter_link';
import { PagedTable } from '../frame/paged_table';
import { usePanelContext } from '../frame/panel_context';

interface PlacesTableProps {
  readonly data: GeoAccess;
  readonly home: ReadonlySet<string>;
}

export function PlacesTable({ data, home }: PlacesTableProps) {
  const { places } = data;
  const { formats } = usePanelContext();
  return (
    <>
      <PagedTable<GeoPlace>
        name="places"
        caption={i18n.translate('cloudtrail.geoAccess.tableCaption', {
          defaultMessage: 'Places by number of events',
        })}
        rows={places}
        pageSize={7}
        itemId={(place) => `${place.lat},${place.lon}`}
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
          {
            field: 'city_name',
            name: i18n.translate('cloudtrail.geoAccess.city', { defaultMessage: 'City' }),
            sortable: true,
            render: (city: string | undefined) => city ?? '–',
          },
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
            render: (failures: number, { events }) => <FailureShare failures={failures} events={events} />,
          },
          {
            name: i18n.translate('cloudtrail.geoAccess.users', { defaultMessage: 'Users' }),
            render: (place: GeoPlace) => (
              <span style={{ overflowWrap: 'anywhere' }}>{place.users.join(', ')}</span>
            ),
          },
        ]}
      />
      {data.events_elsewhere > 0 && (
        <EuiText size="xs" color="subdued">
          {i18n.translate('cloudtrail.geoAccess.tableShown', {
            defaultMessage: 'Shows the {places, number} places with the most events.',
            values: { places: places.length },
          })}
        </EuiText>
      )}
    </>
  );
}
