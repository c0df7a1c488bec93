/** The map itself: our own SVG, so that nothing is asked of any map service. */
import { EuiButtonIcon, EuiPanel, EuiText, useEuiTheme, useResizeObserver } from '@elastic/eui';
import { i18n } from '@kbn/i18n';
import React, { useEffect, useMemo, useRef, useState } from 'react';
import type { KeyboardEvent, MouseEvent, PointerEvent } from 'react';
import type { GeoPlace } from '../../../common/panels';
import { failureLevel } from '../frame/failure_level';
import { usePanelContext } from '../frame/panel_context';
import { MapLegend, useFailureColors } from './map_legend';
import {
  MAX_SCALE,
  WHOLE_MAP,
  dotRadius,
  outlinesTransform,
  panned,
  revealed,
  worldProjection,
  zoomed,
} from './projection';

type Outlines = typeof import('./world_outlines');

/** Width to height of the earth as drawn, without Antarctica. */
const ASPECT = 2.2;
const ZOOM_STEP = 2;
const CARD_WIDTH = 220;

export function WorldMap({ places }: { places: readonly GeoPlace[] }) {
  const { formats, filterFor } = usePanelContext();
  const { euiTheme } = useEuiTheme();
  const colors = useFailureColors();
  const outlines = useOutlines();
  const [box, setBox] = useState<HTMLDivElement | null>(null);
  const { width } = useResizeObserver(box, 'width');
  const size = useMemo(() => ({ width, height: Math.round(width / ASPECT) }), [width]);
  const [view, setView] = useState(WHOLE_MAP);
  const [shown, setShown] = useState<number | undefined>();
  /** The dot that Tab reaches; arrow keys go on from there. */
  const [reachable, setReachable] = useState(0);
  const dots = useRef(new Map<number, SVGCircleElement>());

  // the largest are drawn first, so that small ones lie on top of them and can be hit
  const ranked = useMemo(() => [...places].sort((a, b) => b.events - a.events), [places]);
  const projection = useMemo(
    () =>
      worldProjection(
        { width: Math.max(1, size.width), height: Math.max(1, size.height) },
        places.map(({ lat }) => lat),
      ),
    [size, places],
  );
  const most = ranked[0]?.events ?? 0;
  const points = useMemo(
    () =>
      ranked.map(({ lat, lon }) => {
        const [x, y] = projection([lon, lat]) ?? [0, 0];
        return { x, y };
      }),
    [ranked, projection],
  );
  const drag = useDrag((byX, byY) => setView((current) => panned(current, byX, byY, size)));

  const goTo = (index: number) => {
    const next = (index + ranked.length) % ranked.length;
    setReachable(next);
    dots.current.get(next)?.focus();
  };
  const onDotKey = (event: KeyboardEvent, index: number, place: GeoPlace) => {
    if (event.key === 'ArrowRight' || event.key === 'ArrowDown') goTo(index + 1);
    else if (event.key === 'ArrowLeft' || event.key === 'ArrowUp') goTo(index - 1);
    else if (event.key === 'Enter' || event.key === ' ')
      filterFor('source.geo.country_iso_code', place.country_iso_code);
    else if (event.key === 'Escape') setShown(undefined);
    else if (event.key === '+')
      setView((current) => zoomed(current, ZOOM_STEP, size, onScreen(current, index)));
    else if (event.key === '-')
      setView((current) => zoomed(current, 1 / ZOOM_STEP, size, onScreen(current, index)));
    else return;
    event.preventDefault();
  };
  const onScreen = (current: typeof view, index: number) => {
    const point = points[index] ?? { x: 0, y: 0 };
    return { x: point.x * current.scale + current.x, y: point.y * current.scale + current.y };
  };

  const shownPlace = shown === undefined ? undefined : ranked[shown];
  return (
    <div>
      <div
        ref={setBox}
        style={{ position: 'relative', overflow: 'hidden', minHeight: 120 }}
        data-test-subj="cloudtrailGeoMap"
      >
        {width > 0 && (
          <svg
            width={size.width}
            height={size.height}
            role="group"
            aria-label={i18n.translate('cloudtrail.geoAccess.mapLabel', {
              defaultMessage:
                'World map with {places, plural, one {# place} other {# places}}. Arrow keys go from place to place, plus and minus zoom, Enter filters by the country.',
              values: { places: places.length },
            })}
            style={{
              display: 'block',
              cursor: view.scale > 1 ? 'grab' : undefined,
              touchAction: view.scale > 1 ? 'none' : undefined,
            }}
            {...drag}
          >
            <g transform={`translate(${view.x} ${view.y}) scale(${view.scale})`}>
              {outlines && (
                <g
                  aria-hidden
                  transform={outlinesTransform(projection)}
                  data-test-subj="cloudtrailGeoOutlines"
                >
                  <path d={outlines.land} fill={euiTheme.colors.lightShade} />
                  <path
                    d={outlines.borders}
                    fill="none"
                    stroke={euiTheme.colors.emptyShade}
                    strokeWidth={0.75}
                    vectorEffect="non-scaling-stroke"
                  />
                </g>
              )}
              {ranked.map((place, index) => {
                const point = points[index] ?? { x: 0, y: 0 };
                const color = colors[failureLevel(place.failures, place.events)];
                const isShown = index === shown;
                return (
                  <circle
                    key={`${place.lat},${place.lon}`}
                    ref={(dot) => {
                      if (dot) dots.current.set(index, dot);
                      else dots.current.delete(index);
                    }}
                    cx={point.x}
                    cy={point.y}
                    r={dotRadius(place.events, most, size.width) / view.scale}
                    fill={color}
                    fillOpacity={isShown ? 0.9 : 0.6}
                    stroke={isShown ? euiTheme.colors.text : color}
                    strokeWidth={isShown ? 2 : 1}
                    vectorEffect="non-scaling-stroke"
                    style={{ cursor: 'pointer', outline: 'none' }}
                    role="button"
                    tabIndex={index === Math.min(reachable, ranked.length - 1) ? 0 : -1}
                    aria-label={placeLabel(place, formats.count)}
                    data-test-subj="cloudtrailGeoPlace"
                    data-country={place.country_iso_code}
                    data-events={place.events}
                    onMouseEnter={() => setShown(index)}
                    onMouseLeave={() => setShown(undefined)}
                    onFocus={() => {
                      setShown(index);
                      setView((current) => revealed(current, point, size));
                    }}
                    onBlur={() => setShown(undefined)}
                    onKeyDown={(event) => onDotKey(event, index, place)}
                    onClick={() => filterFor('source.geo.country_iso_code', place.country_iso_code)}
                  />
                );
              })}
            </g>
          </svg>
        )}
        <div
          style={{ position: 'absolute', top: 0, left: 0, display: 'flex', flexDirection: 'column', gap: 4 }}
        >
          <ZoomButton
            icon="plus"
            label={i18n.translate('cloudtrail.geoAccess.zoomIn', { defaultMessage: 'Zoom in' })}
            isDisabled={view.scale >= MAX_SCALE}
            onClick={() => setView((current) => zoomed(current, ZOOM_STEP, size))}
          />
          <ZoomButton
            icon="minus"
            label={i18n.translate('cloudtrail.geoAccess.zoomOut', { defaultMessage: 'Zoom out' })}
            isDisabled={view.scale <= 1}
            onClick={() => setView((current) => zoomed(current, 1 / ZOOM_STEP, size))}
          />
        </div>
        {shown !== undefined && shownPlace && (
          <PlaceCard
            place={shownPlace}
            at={onScreen(view, shown)}
            mapWidth={size.width}
            mapHeight={size.height}
          />
        )}
      </div>
      <MapLegend mostEvents={most} mapWidth={size.width} />
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

interface PlaceCardProps {
  readonly place: GeoPlace;
  readonly at: { readonly x: number; readonly y: number };
  readonly mapWidth: number;
  readonly mapHeight: number;
}

/** Stands beside its dot, on the side where there is room. */
function PlaceCard({ place, at, mapWidth, mapHeight }: PlaceCardProps) {
  const { formats } = usePanelContext();
  const gap = 14;
  const left =
    at.x > mapWidth / 2 ? Math.max(0, at.x - CARD_WIDTH - gap) : Math.min(mapWidth - CARD_WIDTH, at.x + gap);
  const vertical =
    at.y > mapHeight / 2 ? { bottom: Math.max(0, mapHeight - at.y) } : { top: Math.max(0, at.y) };
  return (
    <div
      style={{
        position: 'absolute',
        left,
        ...vertical,
        width: CARD_WIDTH,
        maxWidth: '100%',
        pointerEvents: 'none',
      }}
    >
      <EuiPanel paddingSize="s" hasBorder hasShadow data-test-subj="cloudtrailGeoCard">
        <EuiText size="s">
          <strong>{placeName(place)}</strong>
        </EuiText>
        <EuiText size="xs">
          {i18n.translate('cloudtrail.geoAccess.cardEvents', {
            defaultMessage:
              '{count} {events, plural, one {event} other {events}}, {failures} failed ({share})',
            values: {
              count: formats.count(place.events),
              events: place.events,
              failures: formats.count(place.failures),
              share: formats.share(place.events > 0 ? place.failures / place.events : 0),
            },
          })}
          {place.city_name === undefined && (
            <div>
              {i18n.translate('cloudtrail.geoAccess.cardCountryOnly', {
                defaultMessage: 'Only the country is known',
              })}
            </div>
          )}
        </EuiText>
        {place.users.length > 0 && (
          <EuiText size="xs" color="subdued" style={{ overflowWrap: 'anywhere' }}>
            {place.users.join(', ')}
          </EuiText>
        )}
      </EuiPanel>
    </div>
  );
}

const placeName = (place: GeoPlace) =>
  place.city_name === undefined ? place.country_name : `${place.city_name}, ${place.country_name}`;

const placeLabel = (place: GeoPlace, count: (value: number) => string) =>
  i18n.translate('cloudtrail.geoAccess.placeLabel', {
    defaultMessage:
      '{place}: {count} {events, plural, one {event} other {events}}, {failures} failed; {users}',
    values: {
      place: placeName(place),
      count: count(place.events),
      events: place.events,
      failures: count(place.failures),
      users: place.users.join(', '),
    },
  });

/** Undefined while loading, and for good when the chunk can't be had: the dots alone still say where. */
function useOutlines(): Outlines | undefined {
  const [outlines, setOutlines] = useState<Outlines | undefined>();
  useEffect(() => {
    let isLeft = false;
    import('./world_outlines').then(
      (loaded) => {
        if (!isLeft) setOutlines(loaded);
      },
      () => undefined,
    );
    return () => {
      isLeft = true;
    };
  }, []);
  return outlines;
}

/** Less than this is a press of an unsteady hand, not a drag. */
const DRAG_STARTS_PX = 4;

/** Pointer handlers that tell how far the pointer was dragged since last told; the click that ends a drag is no click. */
function useDrag(onDrag: (byX: number, byY: number) => void) {
  const drag = useRef({ isDown: false, isDragged: false, x: 0, y: 0 });
  const end = () => {
    drag.current.isDown = false;
  };
  return {
    onPointerDown: (event: PointerEvent) => {
      drag.current = { isDown: true, isDragged: false, x: event.clientX, y: event.clientY };
    },
    onPointerMove: (event: PointerEvent) => {
      const { isDown, isDragged, x, y } = drag.current;
      const byX = event.clientX - x;
      const byY = event.clientY - y;
      if (!isDown || (!isDragged && Math.hypot(byX, byY) < DRAG_STARTS_PX)) return;
      drag.current = { isDown, isDragged: true, x: event.clientX, y: event.clientY };
      onDrag(byX, byY);
    },
    onPointerUp: end,
    onPointerLeave: end,
    onClickCapture: (event: MouseEvent) => {
      if (drag.current.isDragged) event.stopPropagation();
    },
  };
}
