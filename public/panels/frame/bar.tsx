/** A number with a bar below it, in proportion to the largest of its column. */
import { useEuiTheme } from '@elastic/eui';
import React from 'react';
import { QueryLink } from './filter_link';
import { usePanelContext } from './panel_context';

interface BarProps {
  readonly value: number;
  readonly most: number;
  readonly color?: 'primary' | 'danger';
  readonly testSubject?: string;
  /** What the number filters by, and what the pill is called. */
  readonly filter?: { readonly label: string; readonly events: Readonly<Record<string, unknown>> };
}

export function Bar({ value, most, color = 'primary', testSubject, filter }: BarProps) {
  const { formats } = usePanelContext();
  const { colors, border } = useEuiTheme().euiTheme;
  const number = <span data-test-subj={testSubject}>{formats.count(value)}</span>;
  return (
    <div style={{ minWidth: 56, width: '100%' }}>
      {filter ? (
        <QueryLink {...filter} said={formats.count(value)}>
          {number}
        </QueryLink>
      ) : (
        number
      )}
      <div
        aria-hidden
        style={{ marginTop: 4, height: 4, borderRadius: border.radius.small, background: colors.lightShade }}
      >
        <div
          style={{
            width: `${most > 0 ? Math.max(2, (value / most) * 100) : 0}%`,
            height: '100%',
            borderRadius: border.radius.small,
            background: colors[color],
          }}
        />
      </div>
    </div>
  );
}
