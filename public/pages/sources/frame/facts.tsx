/** Named values side by side, as many in a row as there is room for. */
import { EuiText } from '@elastic/eui';
import React from 'react';
import type { ReactNode } from 'react';

export interface Fact {
  readonly label: string;
  readonly value: ReactNode;
  /** For tests. */
  readonly subject?: string;
}

/** Without a value a fact is left out. */
export function Facts({
  facts,
  minWidth = 120,
}: {
  facts: readonly (Fact | undefined)[];
  minWidth?: number;
}) {
  return (
    <dl
      style={{
        display: 'grid',
        gap: '12px 24px',
        gridTemplateColumns: `repeat(auto-fill, minmax(min(100%, ${minWidth}px), 1fr))`,
      }}
    >
      {facts
        .filter((fact): fact is Fact => fact !== undefined)
        .map(({ label, value, subject }) => (
          <div key={label} style={{ minWidth: 0, overflowWrap: 'anywhere' }}>
            <EuiText size="xs" color="subdued">
              <dt>{label}</dt>
            </EuiText>
            <EuiText size="s">
              <dd data-test-subj={subject}>{value}</dd>
            </EuiText>
          </div>
        ))}
    </dl>
  );
}
