/** When somebody was active, as bars the size of a word. The numbers are beside it: it says nothing to screen readers. */
import { useEuiTheme } from '@elastic/eui';
import React from 'react';

const BAR = 4;
const GAP = 1;
const HEIGHT = 24;
/** What is little but not nothing stays to be seen. */
const SMALLEST = 2;

export function ActivityBars({ parts }: { parts: readonly number[] }) {
  const { euiTheme } = useEuiTheme();
  const most = Math.max(1, ...parts);
  const width = parts.length * (BAR + GAP);
  return (
    <svg
      aria-hidden
      width={width}
      height={HEIGHT}
      viewBox={`0 0 ${width} ${HEIGHT}`}
      style={{ display: 'block', maxWidth: '100%' }}
    >
      <rect y={HEIGHT - 1} width={width} height={1} fill={euiTheme.colors.lightShade} />
      {parts.map((events, part) => {
        if (events === 0) return null;
        const height = Math.max(SMALLEST, (events / most) * HEIGHT);
        return (
          <rect
            key={part}
            x={part * (BAR + GAP)}
            y={HEIGHT - height}
            width={BAR}
            height={height}
            fill={euiTheme.colors.primary}
          />
        );
      })}
    </svg>
  );
}
