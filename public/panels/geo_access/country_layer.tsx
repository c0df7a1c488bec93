/** The countries below the dots: shaded by how much came from them, home countries with an outline of their own. */
import { useEuiTheme } from '@elastic/eui';
import React, { memo } from 'react';
import type { Outlines } from './use_outlines';

/** Opacities by which a country's share of the busiest one's events is drawn, on a scale of magnitudes. */
const FAINTEST = 0.12;
const STRONGEST = 0.5;

interface CountryLayerProps {
  readonly outlines: Outlines;
  /** By ISO code. */
  readonly events: ReadonlyMap<string, number>;
  readonly home: ReadonlySet<string>;
  /** SVG's transform from the outlines' pixels to the map's. */
  readonly transform: string;
}

/** Drawn anew only when one of these changes: it is most of the map. */
export const CountryLayer = memo(function CountryLayer({
  outlines,
  events,
  home,
  transform,
}: CountryLayerProps) {
  const { colors } = useEuiTheme().euiTheme;
  const most = Math.max(1, ...events.values());
  return (
    <g aria-hidden transform={transform} data-test-subj="cloudtrailGeoOutlines">
      {outlines.countries.map(({ code, path }, index) => {
        const count = events.get(code) ?? 0;
        return (
          <React.Fragment key={index}>
            <path d={path} fill={colors.lightShade} />
            {count > 0 && (
              <path
                d={path}
                fill={colors.primary}
                fillOpacity={FAINTEST + (STRONGEST - FAINTEST) * (Math.log1p(count) / Math.log1p(most)) ** 2}
                data-country={code}
              />
            )}
          </React.Fragment>
        );
      })}
      <path
        d={outlines.borders}
        fill="none"
        stroke={colors.emptyShade}
        strokeWidth={0.75}
        vectorEffect="non-scaling-stroke"
      />
      {outlines.countries
        .filter(({ code }) => home.has(code))
        .map(({ code, path }) => (
          <path
            key={code}
            d={path}
            fill="none"
            stroke={colors.success}
            strokeWidth={1.5}
            vectorEffect="non-scaling-stroke"
            data-home={code}
          />
        ))}
    </g>
  );
});
