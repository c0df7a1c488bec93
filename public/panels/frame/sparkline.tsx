/** A small picture of how a number went over the time range; says nothing to screen readers, who have the number. */
import { useEuiTheme } from '@elastic/eui';
import React from 'react';

interface SparklineProps {
  readonly points: readonly number[];
  readonly height: number;
  /** Of the line; the theme's primary colour if absent. */
  readonly color?: string;
}

/** As wide as there is room. */
export function Sparkline({ points, height, color }: SparklineProps) {
  const { euiTheme } = useEuiTheme();
  const most = Math.max(1, ...points);
  const last = Math.max(1, points.length - 1);
  // room for the line's own width at both edges
  const inner = height - 2;
  const line = points
    .map((value, index) => `${(index / last) * 100},${(height - 1 - (value / most) * inner).toFixed(2)}`)
    .join(' ');
  const stroke = color ?? euiTheme.colors.primary;
  return (
    <svg
      aria-hidden
      width="100%"
      height={height}
      viewBox={`0 0 100 ${height}`}
      preserveAspectRatio="none"
      style={{ display: 'block' }}
    >
      <polygon points={`0,${height} ${line} 100,${height}`} fill={stroke} fillOpacity={0.12} />
      <polyline
        points={line}
        fill="none"
        stroke={stroke}
        strokeWidth={1.5}
        strokeLinejoin="round"
        vectorEffect="non-scaling-stroke"
      />
    </svg>
  );
}
