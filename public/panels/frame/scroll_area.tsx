/** A part of a panel that scrolls by itself, with the keyboard too. */
import React from 'react';
import type { ReactNode } from 'react';

interface ScrollAreaProps {
  readonly label: string;
  readonly maxHeight: number;
  readonly children: ReactNode;
}

export function ScrollArea({ label, maxHeight, children }: ScrollAreaProps) {
  return (
    <div role="region" aria-label={label} tabIndex={0} style={{ maxHeight, overflow: 'auto' }}>
      {children}
    </div>
  );
}
