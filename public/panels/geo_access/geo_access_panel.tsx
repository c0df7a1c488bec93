/** Where calls come from: a map with a dot for each place, its table twin, and what has no place beside it. */
import { EuiCallOut, EuiSpacer } from '@elastic/eui';
import { i18n } from '@kbn/i18n';
import React, { memo, useMemo } from 'react';
import type { GeoAccess } from '../../../common/panels';
import type { PanelLoad } from '../frame/panel_load';
import { PanelFrame } from '../frame/panel_frame';
import { eventsUnit } from '../frame/units';
import { ViewToggle, useDrawnOrTable } from '../frame/view_toggle';
import { Attributions } from './attributions';
import { HomeCountriesButton, useHomeCountries } from './home_countries';
import { PlacelessFacts } from './placeless_facts';
import { PlacesTable } from './places_table';
import { useMapView } from './use_map_view';
import { useOutlines } from './use_outlines';
import { WorldMap } from './world_map';

export const GeoAccessPanel = memo(function GeoAccessPanel({ load }: { load: PanelLoad<GeoAccess> }) {
  const [view, setView] = useDrawnOrTable('geo_access');
  const mapView = useMapView();
  const outlines = useOutlines();
  const configured = load.answer?.state === 'data' ? load.answer.data.home_countries : undefined;
  const homeCountries = useHomeCountries(configured);
  const { codes } = homeCountries;
  const home = useMemo(() => new Set(codes), [codes]);
  return (
    <PanelFrame
      panel="geo_access"
      title={i18n.translate('cloudtrail.geoAccess.title', { defaultMessage: 'Access by place' })}
      tip={i18n.translate('cloudtrail.geoAccess.tip', {
        defaultMessage:
          'All events by the place of their source address. A dot’s area is in proportion to its events, its colour says how many of them failed; countries are shaded by their events. Ctrl and the wheel zoom, and dots then part into those that they stand for. Calls by AWS services and addresses without a known place are counted below, never drawn.',
      })}
      load={load}
      bodyHeight={400}
      total={(data) => data.total}
      unit={eventsUnit}
      none={{
        title: i18n.translate('cloudtrail.geoAccess.none', {
          defaultMessage: 'No events in this time range',
        }),
      }}
      controls={
        <div style={{ display: 'flex', gap: 8 }}>
          <HomeCountriesButton home={homeCountries} known={outlines?.countryCodes ?? []} />
          <ViewToggle
            panel="geo_access"
            drawnLabel={i18n.translate('cloudtrail.geoAccess.map', { defaultMessage: 'Map' })}
            drawnIcon="globe"
            view={view}
            onChange={setView}
          />
        </div>
      }
    >
      {(data, request) => (
        <>
          {!data.geo_available && <GeoMissing />}
          <div>
            {view === 'drawn' ? (
              <WorldMap data={data} request={request} home={home} outlines={outlines} mapView={mapView} />
            ) : (
              <PlacesTable request={request} home={home} />
            )}
          </div>
          <PlacelessFacts data={data} home={codes} />
          <Attributions attributions={data.attributions} />
        </>
      )}
    </PanelFrame>
  );
});

function GeoMissing() {
  return (
    <>
      <EuiCallOut
        size="s"
        color="warning"
        iconType="warning"
        title={i18n.translate('cloudtrail.geoAccess.missing', {
          defaultMessage: 'No geo database could be opened: new events get no place until one can.',
        })}
        data-test-subj="cloudtrailGeoMissing"
      />
      <EuiSpacer size="s" />
    </>
  );
}
