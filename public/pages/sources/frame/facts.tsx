/** Named values side by side, as many in a row as there is room for. */
import { EuiText, EuiToolTip, useEuiTheme } from '@elastic/eui';
import React from 'react';
import type { ReactNode } from 'react';

export interface Fact {
  readonly label: string;
  readonly value: ReactNode;
  /** What the label does not say, shown where it is hovered or focused. */
  readonly tip?: string;
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
  const { weight } = useEuiTheme().euiTheme.font;
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
        .map(({ label, value, tip, subject }) => (
          <div key={label} style={{ minWidth: 0, overflowWrap: 'anywhere' }}>
            {/* not inside of EuiText: only a group of its own may stand between a list and its terms */}
            <dt style={{ fontWeight: weight.bold }}>
              <EuiText size="xs" color="subdued">
                {tip === undefined ? (
                  label
                ) : (
                  <EuiToolTip content={tip}>
                    <span tabIndex={0}>{label}</span>
                  </EuiToolTip>
                )}
              </EuiText>
            </dt>
            <dd data-test-subj={subject}>
              <EuiText size="s">{value}</EuiText>
            </dd>
          </div>
        ))}
    </dl>
  );
}
