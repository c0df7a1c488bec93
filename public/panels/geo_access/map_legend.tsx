/** What the dots' colours and sizes mean. */
import { EuiText, useEuiTheme } from '@elastic/eui';
import { i18n } from '@kbn/i18n';
import React from 'react';
import { FAILURE_LEVELS } from '../frame/failure_level';
import type { FailureLevel } from '../frame/failure_level';
import { usePanelContext } from '../frame/panel_context';
import { dotRadius } from './projection';

/** Theme colours of the dots. */
export function useFailureColors(): Readonly<Record<FailureLevel, string>> {
  const { colors } = useEuiTheme().euiTheme;
  return { low: colors.primary, some: colors.warning, high: colors.danger };
}

interface MapLegendProps {
  readonly mostEvents: number;
  readonly mapWidth: number;
  readonly hasHome: boolean;
}

export function MapLegend({ mostEvents, mapWidth, hasHome }: MapLegendProps) {
  const { formats } = usePanelContext();
  const { euiTheme } = useEuiTheme();
  const colors = useFailureColors();
  if (mostEvents === 0) return null;
  const some = formats.share(FAILURE_LEVELS.some);
  const high = formats.share(FAILURE_LEVELS.high);
  const levels: readonly { readonly level: FailureLevel; readonly label: string }[] = [
    {
      level: 'low',
      label: i18n.translate('cloudtrail.geoAccess.legendLow', {
        defaultMessage: 'under {some} failed',
        values: { some },
      }),
    },
    {
      level: 'some',
      label: i18n.translate('cloudtrail.geoAccess.legendSome', {
        defaultMessage: '{some} to {high}',
        values: { some, high },
      }),
    },
    {
      level: 'high',
      label: i18n.translate('cloudtrail.geoAccess.legendHigh', {
        defaultMessage: '{high} and more',
        values: { high },
      }),
    },
  ];
  // at most as high as the text allows: it says that the largest is meant, not how large it is
  const radius = Math.min(9, dotRadius(mostEvents, mostEvents, mapWidth));
  return (
    <EuiText size="xs" color="subdued">
      <div style={{ display: 'flex', flexWrap: 'wrap', alignItems: 'center', gap: '2px 16px', marginTop: 8 }}>
        {levels.map(({ level, label }) => (
          <span key={level} style={{ display: 'inline-flex', alignItems: 'center', gap: 6 }}>
            <Dot radius={5} fill={colors[level]} stroke={colors[level]} />
            {label}
          </span>
        ))}
        {hasHome && (
          <span style={{ display: 'inline-flex', alignItems: 'center', gap: 6 }}>
            <Dot radius={6} fill="none" stroke={euiTheme.colors.accent} strokeWidth={2} />
            {i18n.translate('cloudtrail.geoAccess.legendOutside', {
              defaultMessage: 'outside the home countries',
            })}
          </span>
        )}
        <span style={{ display: 'inline-flex', alignItems: 'center', gap: 6 }}>
          <Dot radius={radius} fill="none" stroke={euiTheme.colors.mediumShade} />
          {i18n.translate('cloudtrail.geoAccess.legendSize', {
            defaultMessage: 'largest: {count} {events, plural, one {event} other {events}}',
            values: { events: mostEvents, count: formats.count(mostEvents) },
          })}
        </span>
      </div>
    </EuiText>
  );
}

interface DotProps {
  readonly radius: number;
  readonly fill: string;
  readonly stroke: string;
  readonly strokeWidth?: number;
}

function Dot({ radius, fill, stroke, strokeWidth = 1 }: DotProps) {
  const side = Math.ceil(radius * 2 + 2 * strokeWidth);
  return (
    <svg width={side} height={side} aria-hidden>
      <circle
        cx={side / 2}
        cy={side / 2}
        r={radius}
        fill={fill}
        fillOpacity={0.6}
        stroke={stroke}
        strokeWidth={strokeWidth}
      />
    </svg>
  );
}
