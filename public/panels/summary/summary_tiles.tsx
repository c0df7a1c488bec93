/** The headline numbers as tiles, each with its course and its change against the period before. */
import { EuiSkeletonRectangle } from '@elastic/eui';
import { i18n } from '@kbn/i18n';
import React, { memo } from 'react';
import type { Summary } from '../../../common/panels';
import type { PanelLoad } from '../frame/panel_load';
import { usePanelContext } from '../frame/panel_context';
import { PanelFrame } from '../frame/panel_frame';
import { panelView } from '../frame/panel_view';
import { eventsUnit } from '../frame/units';
import { FigureTile, TILE_HEIGHT } from './figure_tile';
import { TILES } from './tiles';

const TITLE = i18n.translate('cloudtrail.summary.title', { defaultMessage: 'In numbers' });

/** One panel in the eyes of the page: its states other than numbers are told once, not six times. */
export const SummaryTiles = memo(function SummaryTiles({ load }: { load: PanelLoad<Summary> }) {
  const { situation } = usePanelContext();
  const view = panelView(load, ({ events }) => events.now === 0, situation);
  if (view.kind !== 'data' && view.kind !== 'loading') {
    return (
      <PanelFrame
        panel="summary"
        title={TITLE}
        tip={TILES[0]?.tip ?? ''}
        load={load}
        bodyHeight={TILE_HEIGHT}
        total={({ events }) => events.now}
        unit={eventsUnit}
        none={{
          title: i18n.translate('cloudtrail.summary.none', {
            defaultMessage: 'No events in this time range',
          }),
        }}
      >
        {() => null}
      </PanelFrame>
    );
  }
  return (
    <section
      aria-label={TITLE}
      aria-busy={load.isFetching}
      style={{
        display: 'grid',
        gridTemplateColumns: 'repeat(auto-fit, minmax(min(100%, 150px), 1fr))',
        gap: 16,
      }}
      data-test-subj="cloudtrailPanel-summary"
      data-state={view.kind}
    >
      {TILES.map((tile) =>
        view.kind === 'data' && load.request ? (
          <FigureTile
            key={tile.id}
            tile={tile}
            figure={view.data[tile.id]}
            beforeFrom={view.data.before_from}
            hasPast={view.data.events.before > 0}
            request={load.request}
            isFetching={load.isFetching}
          />
        ) : (
          <EuiSkeletonRectangle key={tile.id} width="100%" height={TILE_HEIGHT} borderRadius="m" />
        ),
      )}
    </section>
  );
});
