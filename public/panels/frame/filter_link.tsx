/** Values in a panel that become filter pills: pressed, or by the small buttons behind them, which also leave them out. */
import { EuiButtonIcon, EuiLink, useEuiTheme } from '@elastic/eui';
import { i18n } from '@kbn/i18n';
import React, { useState } from 'react';
import type { ReactNode } from 'react';
import { Breakable } from './breakable';
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
    <WithFilters label={text} onFilterOut={() => filterOut(field, value)}>
      <EuiLink
        onClick={() => filterFor(field, value)}
        title={filterForLabel(text)}
        aria-label={filterForLabel(text)}
        style={{ overflowWrap: 'anywhere', textAlign: 'left', fontWeight: 'inherit' }}
        data-test-subj="cloudtrailFilterLink"
      >
        <Breakable text={text} />
      </EuiLink>
    </WithFilters>
  );
}

interface WithFiltersProps {
  readonly label: string;
  readonly children: ReactNode;
  /** Absent where pressing the thing itself does it. */
  onFilterFor?(): void;
  onFilterOut(): void;
}

/** Anything that stands for a value, with buttons that keep or leave out the value: shown when the mouse or the focus is there. */
export function WithFilters({ label, children, onFilterFor, onFilterOut }: WithFiltersProps) {
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
      <span
        // over what stands beside it, so that nothing moves when it appears
        style={{
          position: 'absolute',
          top: 0,
          insetInlineEnd: 0,
          transform: 'translateX(100%)',
          zIndex: 1,
          display: 'flex',
          height: '1.5em',
          opacity: isNear ? 1 : 0,
          pointerEvents: isNear ? 'auto' : 'none',
          background: euiTheme.colors.emptyShade,
        }}
      >
        {onFilterFor && (
          <FilterButton
            iconType="plusInCircle"
            label={filterForLabel(label)}
            onClick={onFilterFor}
            testSubject="cloudtrailFilterFor"
          />
        )}
        <FilterButton
          iconType="minusInCircle"
          label={filterOutLabel(label)}
          onClick={onFilterOut}
          testSubject="cloudtrailFilterOut"
        />
      </span>
    </span>
  );
}

interface FilterButtonProps {
  readonly iconType: string;
  readonly label: string;
  readonly testSubject: string;
  onClick(): void;
}

function FilterButton({ iconType, label, testSubject, onClick }: FilterButtonProps) {
  return (
    <EuiButtonIcon
      iconType={iconType}
      size="xs"
      iconSize="s"
      color="text"
      onClick={onClick}
      title={label}
      aria-label={label}
      style={{ height: '1.5em' }}
      data-test-subj={testSubject}
    />
  );
}

interface QueryLinkProps {
  /** What the pill is called. */
  readonly label: string;
  /** Elasticsearch query for what the thing counts. */
  readonly events: Readonly<Record<string, unknown>>;
  /** Said before what pressing does: when the mouse is there, and to those who can't see the thing. */
  readonly said?: string;
  readonly children: ReactNode;
}

/** A number, or whatever stands for the events that a query finds. */
export function QueryLink({ label, events, said, children }: QueryLinkProps) {
  const { filterByQuery } = usePanelContext();
  const does = said === undefined ? filterForLabel(label) : `${said}: ${filterForLabel(label)}`;
  return (
    <WithFilters label={label} onFilterOut={() => filterByQuery(label, events, true)}>
      <EuiLink
        color="text"
        onClick={() => filterByQuery(label, events)}
        title={does}
        aria-label={does}
        style={{ fontWeight: 'inherit' }}
        data-test-subj="cloudtrailQueryLink"
      >
        {children}
      </EuiLink>
    </WithFilters>
  );
}
