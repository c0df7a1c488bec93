/** Where calls come from: a map with a dot for each place, its table twin, and what has no place beside it. */
import { EuiCallOut, EuiSpacer } from '@elastic/eui';
import { i18n } from '@kbn/i18n';
import React, { useState } from 'react';
import type { GeoAccess } from '../../../common/panels';
import type { PanelLoad } from '../frame/panel_load';
import { PanelFrame } from '../frame/panel_frame';
import { eventsUnit } from '../frame/units';
import { ViewToggle } from '../frame/view_toggle';
import type { DrawnOrTable } from '../frame/view_toggle';
import { Attributions } from './attributions';
import { PlacelessFacts } from './placeless_facts';
import { PlacesTable } from './places_table';
import { WorldMap } from './world_map';

export function GeoAccessPanel({ load }: { load: PanelLoad<GeoAccess> }) {
  const [view, setView] = useState<DrawnOrTable>('drawn');
  return (
    <PanelFrame
      panel="geo_access"
      title={i18n.translate('cloudtrail.geoAccess.title', { defaultMessage: 'Access by place' })}
      tip={i18n.translate('cloudtrail.geoAccess.tip', {
        defaultMessage:
          'All events by the place of their source address. A dot’s area is in proportion to its events, its colour says how many of them failed. Calls by AWS services and addresses without a known place are counted below, never drawn.',
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
        <ViewToggle
          panel="geo_access"
          drawnLabel={i18n.translate('cloudtrail.geoAccess.map', { defaultMessage: 'Map' })}
          drawnIcon="globe"
          view={view}
          onChange={setView}
        />
      }
    >
      {(data) => (
        <>
          {!data.geo_available && <GeoMissing />}
          <div style={{ flexGrow: 1 }}>
            {view === 'drawn' ? <WorldMap places={data.places} /> : <PlacesTable places={data.places} />}
          </div>
          <PlacelessFacts data={data} />
          <Attributions attributions={data.attributions} />
        </>
      )}
    </PanelFrame>
  );
}

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
