/** The map itself: our own SVG, so that nothing is asked of any map service. */
import { EuiButtonIcon, EuiProgress, useEuiTheme, useResizeObserver } from '@elastic/eui';
import { i18n } from '@kbn/i18n';
import React, { useEffect, useMemo, useRef, useState } from 'react';
import type { KeyboardEvent } from 'react';
import type { GeoAccess, GeoCluster, PanelRequest } from '../../../common/panels';
import { failureLevel } from '../frame/failure_level';
import { usePanelContext } from '../frame/panel_context';
import { ClusterCard } from './cluster_card';
import { clusterQuery } from './cluster_query';
import { clusterName, isOutside, listed } from './cluster_text';
import type { ClusterWords } from './cluster_text';
import { CountryLayer } from './country_layer';
import { inParts, inPixels } from './map_view';
import { MapLegend, useFailureColors } from './map_legend';
import {
  MAX_SCALE,
  WHOLE_MAP,
  clusterPrecision,
  dotRadius,
  outlinesTransform,
  panned,
  revealed,
  seenBounds,
  worldProjection,
  zoomed,
} from './projection';
import type { MapView } from './projection';
import { useClusterWords } from './use_cluster_words';
import { useClusters } from './use_clusters';
import { useDrag } from './use_drag';
import type { MapViewHandle } from './use_map_view';
import type { Outlines } from './use_outlines';

/** Width to height of the earth as drawn, without Antarctica. */
const ASPECT = 2.2;
const ZOOM_STEP = 2;
const WHEEL_STEP = 1.25;
const PAN_PX = 60;
/** Of the ring around dots outside the home countries. */
const RING_PX = 3;

interface WorldMapProps {
  readonly data: GeoAccess;
  readonly request: PanelRequest;
  readonly home: ReadonlySet<string>;
  readonly outlines: Outlines | undefined;
  readonly mapView: MapViewHandle;
}

export function WorldMap({ data, request, home, outlines, mapView }: WorldMapProps) {
  const { formats, filterFor, filterOut, filterByQuery } = usePanelContext();
  const { euiTheme } = useEuiTheme();
  const colors = useFailureColors();
  const words = useClusterWords();
  const [box, setBox] = useState<HTMLDivElement | null>(null);
  const { width } = useResizeObserver(box, 'width');
  const size = useMemo(() => ({ width, height: Math.round(width / ASPECT) }), [width]);
  const view = useMemo(() => inPixels(mapView.seen, size), [mapView.seen, size]);
  const move = (by: (seen: MapView) => MapView) =>
    mapView.move((parts) => {
      const seen = inPixels(parts, size);
      const next = by(seen);
      return next === seen ? parts : inParts(next, size);
    });
  const [shown, setShown] = useState<string | undefined>();
  const [opened, setOpened] = useState<string | undefined>();
  /** The dot that Tab reaches; arrow keys go on from there. */
  const [reachable, setReachable] = useState(0);
  const dots = useRef(new Map<number, SVGCircleElement>());

  const projection = useMemo(
    () =>
      worldProjection(
        { width: Math.max(1, size.width), height: Math.max(1, size.height) },
        data.clusters.map(({ lat }) => lat),
      ),
    [size, data],
  );
  const precision = width > 0 ? clusterPrecision(view, size) : -1;
  const { clusters, isFetching } = useClusters(data, request, precision, seenBounds(projection, view, size));
  // the largest are drawn first, so that small ones lie on top of them and can be hit
  const ranked = useMemo(() => [...clusters].sort((a, b) => b.events - a.events), [clusters]);
  const most = ranked[0]?.events ?? 0;
  const points = useMemo(
    () =>
      ranked.map(({ lat, lon }) => {
        const [x, y] = projection([lon, lat]) ?? [0, 0];
        return { x, y };
      }),
    [ranked, projection],
  );
  const eventsByCountry = useMemo(
    () => new Map(data.countries.map(({ country_iso_code, events }) => [country_iso_code, events])),
    [data],
  );
  const transform = useMemo(() => outlinesTransform(projection), [projection]);
  const zoomBy = (factor: number, at?: { x: number; y: number }) =>
    move((current) => zoomed(current, factor, size, at));
  const drag = useDrag((byX, byY) => move((current) => panned(current, byX, byY, size)));
  useWheel(box, (factor, at) => zoomBy(factor, at));

  const indexOf = (key: string | undefined) => ranked.findIndex((cluster) => cluster.key === key);
  const goTo = (index: number) => {
    const next = (index + ranked.length) % ranked.length;
    setReachable(next);
    dots.current.get(next)?.focus();
  };
  const onScreen = (index: number) => {
    const point = points[index] ?? { x: 0, y: 0 };
    return { x: point.x * view.scale + view.x, y: point.y * view.scale + view.y };
  };
  const onDotKey = (event: KeyboardEvent, index: number, cluster: GeoCluster) => {
    if (event.key === 'ArrowRight' || event.key === 'ArrowDown') goTo(index + 1);
    else if (event.key === 'ArrowLeft' || event.key === 'ArrowUp') goTo(index - 1);
    else if (event.key === 'Enter' || event.key === ' ') setOpened(cluster.key);
    else if (event.key === 'Escape') setShown(undefined);
    else if (event.key === '+') zoomBy(ZOOM_STEP, onScreen(index));
    else if (event.key === '-') zoomBy(1 / ZOOM_STEP, onScreen(index));
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
  const onMapKey = (event: KeyboardEvent) => {
    const pan = PANS[event.key];
    if (pan) move((current) => panned(current, pan[0] * PAN_PX, pan[1] * PAN_PX, size));
    else if (event.key === '+') zoomBy(ZOOM_STEP);
    else if (event.key === '-') zoomBy(1 / ZOOM_STEP);
    else if (event.key === '0') move(() => WHOLE_MAP);
    else return;
    event.preventDefault();
  };
  const close = () => {
    const index = indexOf(opened);
    setOpened(undefined);
    dots.current.get(index)?.focus();
  };
  /** A dot that is all of a country filters by that country, any other by the piece of the map that it stands for. */
  const filterBy = (cluster: GeoCluster, isOut: boolean) => {
    setOpened(undefined);
    setShown(undefined);
    const [{ country_iso_code: country } = { country_iso_code: '' }, ...others] = cluster.countries;
    if (others.length === 0 && eventsByCountry.get(country) === cluster.events) {
      const act = isOut ? filterOut : filterFor;
      act('source.geo.country_iso_code', country);
      return;
    }
    const name = i18n.translate('cloudtrail.geoAccess.pill', {
      defaultMessage: 'From around {place}',
      values: { place: clusterName(cluster, words) },
    });
    filterByQuery(name, clusterQuery(cluster), isOut);
  };

  const cardIndex = indexOf(opened ?? shown);
  const cardCluster = ranked[cardIndex];
  return (
    <div>
      <div
        ref={setBox}
        style={{ position: 'relative', minHeight: 120 }}
        data-test-subj="cloudtrailGeoMap"
        data-scale={view.scale}
        onBlur={({ currentTarget, relatedTarget }) => {
          if (relatedTarget && !currentTarget.contains(relatedTarget as Node)) setOpened(undefined);
        }}
      >
        {width > 0 && (
          <svg
            width={size.width}
            height={size.height}
            role="group"
            tabIndex={0}
            aria-label={i18n.translate('cloudtrail.geoAccess.mapLabel', {
              defaultMessage:
                'World map with {places, plural, one {# place} other {# places}}. Arrow keys move the map, plus and minus zoom, zero shows all of it. Tab goes to the places, arrow keys from one to the next, Enter to what can be done with one.',
              values: { places: ranked.length },
            })}
            style={{
              display: 'block',
              overflow: 'hidden',
              borderRadius: euiTheme.border.radius.medium,
              cursor: view.scale > 1 ? 'grab' : undefined,
              touchAction: view.scale > 1 ? 'none' : undefined,
            }}
            onKeyDown={onMapKey}
            onClick={() => setOpened(undefined)}
            {...drag}
          >
            <g transform={`translate(${view.x} ${view.y}) scale(${view.scale})`}>
              {outlines && (
                <CountryLayer
                  outlines={outlines}
                  events={eventsByCountry}
                  home={home}
                  transform={transform}
                />
              )}
              {ranked.map((cluster, index) => {
                const point = points[index] ?? { x: 0, y: 0 };
                const color = colors[failureLevel(cluster.failures, cluster.events)];
                const isShown = index === cardIndex;
                const radius = dotRadius(cluster.events, most, size.width);
                return (
                  <React.Fragment key={cluster.key}>
                    {isOutside(cluster, home) && (
                      <circle
                        aria-hidden
                        cx={point.x}
                        cy={point.y}
                        r={(radius + RING_PX) / view.scale}
                        fill="none"
                        stroke={euiTheme.colors.accent}
                        strokeWidth={2}
                        vectorEffect="non-scaling-stroke"
                        pointerEvents="none"
                        data-test-subj="cloudtrailGeoOutside"
                      />
                    )}
                    <circle
                      ref={(dot) => {
                        if (dot) dots.current.set(index, dot);
                        else dots.current.delete(index);
                      }}
                      cx={point.x}
                      cy={point.y}
                      r={radius / view.scale}
                      fill={color}
                      fillOpacity={isShown ? 0.9 : 0.6}
                      stroke={isShown ? euiTheme.colors.text : color}
                      strokeWidth={isShown ? 2 : 1}
                      vectorEffect="non-scaling-stroke"
                      style={{ cursor: 'pointer', outline: 'none' }}
                      role="button"
                      tabIndex={index === Math.min(reachable, ranked.length - 1) ? 0 : -1}
                      aria-label={clusterLabel(cluster, words, formats.count)}
                      aria-expanded={opened === cluster.key}
                      data-test-subj="cloudtrailGeoPlace"
                      data-countries={cluster.countries
                        .map(({ country_iso_code, events }) => `${country_iso_code}:${events}`)
                        .join(' ')}
                      data-events={cluster.events}
                      onMouseEnter={() => setShown(cluster.key)}
                      onMouseLeave={() => setShown(undefined)}
                      onFocus={() => {
                        setShown(cluster.key);
                        move((current) => revealed(current, point, size));
                      }}
                      onBlur={() => setShown(undefined)}
                      onKeyDown={(event) => onDotKey(event, index, cluster)}
                      onClick={(event) => {
                        event.stopPropagation();
                        setOpened(opened === cluster.key ? undefined : cluster.key);
                      }}
                    />
                  </React.Fragment>
                );
              })}
            </g>
          </svg>
        )}
        {isFetching && <EuiProgress size="xs" color="accent" position="absolute" aria-hidden />}
        <ZoomButtons
          scale={view.scale}
          onZoom={(factor) => zoomBy(factor)}
          onReset={() => move(() => WHOLE_MAP)}
        />
        {cardCluster && (
          <ClusterCard
            key={cardCluster.key}
            cluster={cardCluster}
            isOutside={isOutside(cardCluster, home)}
            at={onScreen(cardIndex)}
            mapWidth={size.width}
            mapHeight={size.height}
            isOpen={opened !== undefined}
            onFilter={(isOut) => filterBy(cardCluster, isOut)}
            onZoom={() => {
              zoomBy(ZOOM_STEP * ZOOM_STEP, onScreen(cardIndex));
              close();
            }}
            onClose={close}
          />
        )}
      </div>
      <MapLegend mostEvents={most} mapWidth={size.width} hasHome={home.size > 0} />
    </div>
  );
}

/** By key: in which direction the map moves. */
const PANS: Readonly<Record<string, readonly [x: number, y: number]>> = {
  ArrowLeft: [1, 0],
  ArrowRight: [-1, 0],
  ArrowUp: [0, 1],
  ArrowDown: [0, -1],
};

interface ZoomButtonsProps {
  readonly scale: number;
  onZoom(factor: number): void;
  onReset(): void;
}

function ZoomButtons({ scale, onZoom, onReset }: ZoomButtonsProps) {
  return (
    <div style={{ position: 'absolute', top: 0, left: 0, display: 'flex', flexDirection: 'column', gap: 4 }}>
      <ZoomButton
        icon="plus"
        label={i18n.translate('cloudtrail.geoAccess.zoomIn', { defaultMessage: 'Zoom in' })}
        isDisabled={scale >= MAX_SCALE}
        onClick={() => onZoom(ZOOM_STEP)}
      />
      <ZoomButton
        icon="minus"
        label={i18n.translate('cloudtrail.geoAccess.zoomOut', { defaultMessage: 'Zoom out' })}
        isDisabled={scale <= 1}
        onClick={() => onZoom(1 / ZOOM_STEP)}
      />
      {scale > 1 && (
        <ZoomButton
          icon="globe"
          label={i18n.translate('cloudtrail.geoAccess.zoomReset', { defaultMessage: 'Show the whole map' })}
          isDisabled={false}
          onClick={onReset}
        />
      )}
    </div>
  );
}

interface ZoomButtonProps {
  readonly icon: string;
  readonly label: string;
  readonly isDisabled: boolean;
  onClick(): void;
}

function ZoomButton({ icon, label, isDisabled, onClick }: ZoomButtonProps) {
  return (
    <EuiButtonIcon
      iconType={icon}
      aria-label={label}
      title={label}
      display="base"
      color="text"
      size="xs"
      isDisabled={isDisabled}
      onClick={onClick}
    />
  );
}

function clusterLabel(cluster: GeoCluster, words: ClusterWords, count: (value: number) => string): string {
  return i18n.translate('cloudtrail.geoAccess.placeLabel', {
    defaultMessage:
      '{place}: {count} {events, plural, one {event} other {events}}, {failures} failed; {users}',
    values: {
      place: clusterName(cluster, words),
      count: count(cluster.events),
      events: cluster.events,
      failures: count(cluster.failures),
      users: listed(cluster.users, cluster.user_count, words),
    },
  });
}

/**
 * Zooms by the wheel where the pointer is: with Ctrl or Cmd always, else only while the map has the focus, so that who
 * scrolls down the page is not caught by it.
 */
function useWheel(
  box: HTMLElement | null,
  onWheel: (factor: number, at: { x: number; y: number }) => void,
): void {
  const latest = useRef(onWheel);
  useEffect(() => {
    latest.current = onWheel;
  });
  useEffect(() => {
    if (!box) return undefined;
    const onEvent = (event: WheelEvent) => {
      if (!event.ctrlKey && !event.metaKey && !box.contains(document.activeElement)) return;
      // React's own listeners are passive: the page would scroll, too
      event.preventDefault();
      const { left, top } = box.getBoundingClientRect();
      latest.current(event.deltaY < 0 ? WHEEL_STEP : 1 / WHEEL_STEP, {
        x: event.clientX - left,
        y: event.clientY - top,
      });
    };
    box.addEventListener('wheel', onEvent, { passive: false });
    return () => box.removeEventListener('wheel', onEvent);
  }, [box]);
}
