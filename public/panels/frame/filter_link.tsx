/** A value in a panel that becomes a filter pill when pressed; the small button behind it leaves the value out instead. */
import { EuiButtonIcon, EuiLink, useEuiTheme } from '@elastic/eui';
import { i18n } from '@kbn/i18n';
import React, { useState } from 'react';
import type { ReactNode } from 'react';
import { usePanelContext } from './panel_context';
import type { FilterField } from './panel_context';

/** What a pill-making control says to those who can't see what it is. */
export const filterForLabel = (label: string) =>
  i18n.translate('cloudtrail.panel.filterFor', { defaultMessage: 'Filter for {label}', values: { label } });
export const filterOutLabel = (label: string) =>
  i18n.translate('cloudtrail.panel.filterOut', { defaultMessage: 'Filter out {label}', values: { label } });

/** Plain text where there is no value to filter by. */
export function FilterLink({ field, value, label }: { field: FilterField; value: string; label?: string }) {
  const { filterFor, filterOut } = usePanelContext();
  const text = label ?? value;
  if (value === '') return <>{text}</>;
  return (
    <WithFilterOut label={text} onFilterOut={() => filterOut(field, value)}>
      <EuiLink
        onClick={() => filterFor(field, value)}
        title={filterForLabel(text)}
        aria-label={filterForLabel(text)}
        style={{ overflowWrap: 'anywhere', textAlign: 'left', fontWeight: 'inherit' }}
        data-test-subj="cloudtrailFilterLink"
      >
        {text}
      </EuiLink>
    </WithFilterOut>
  );
}

interface WithFilterOutProps {
  readonly label: string;
  readonly children: ReactNode;
  onFilterOut(): void;
}

/** Anything that stands for a value, with a button that leaves the value out: shown when the mouse or the focus is there. */
export function WithFilterOut({ label, children, onFilterOut }: WithFilterOutProps) {
  const { euiTheme } = useEuiTheme();
  const [isNear, setNear] = useState(false);
  return (
    <span
      style={{ position: 'relative', display: 'inline-block', maxWidth: '100%' }}
      onMouseEnter={() => setNear(true)}
      onMouseLeave={() => setNear(false)}
      onFocus={() => setNear(true)}
      onBlur={() => setNear(false)}
    >
      {children}
      <EuiButtonIcon
        iconType="minusInCircle"
        size="xs"
        iconSize="s"
        color="text"
        onClick={onFilterOut}
        title={filterOutLabel(label)}
        aria-label={filterOutLabel(label)}
        // over what stands beside it, so that nothing moves when it appears
        style={{
          position: 'absolute',
          top: 0,
          insetInlineEnd: 0,
          transform: 'translateX(100%)',
          zIndex: 1,
          height: '1.5em',
          opacity: isNear ? 1 : 0,
          pointerEvents: isNear ? 'auto' : 'none',
          background: euiTheme.colors.emptyShade,
        }}
        data-test-subj="cloudtrailFilterOut"
      />
    </span>
  );
}
