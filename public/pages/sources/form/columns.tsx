/** Two parts of a form side by side where there is room, else below each other. */
import React from 'react';
import type { ReactNode } from 'react';

const MIN_WIDTH = 420;

export function Columns({ children }: { children: ReactNode }) {
  return (
    <div style={{ display: 'flex', flexWrap: 'wrap', gap: 24, alignItems: 'flex-start' }}>
      {React.Children.map(children, (child) => (
        <div style={{ flex: `1 1 min(100%, ${MIN_WIDTH}px)`, minWidth: 0 }}>{child}</div>
      ))}
    </div>
  );
}
