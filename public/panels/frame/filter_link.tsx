/** A value in a panel that becomes a filter pill when pressed. */
import { EuiLink } from '@elastic/eui';
import { i18n } from '@kbn/i18n';
import React from 'react';
import { usePanelContext } from './panel_context';
import type { FilterField } from './panel_context';

/** What a pill-making control says to those who can't see what it is. */
export const filterForLabel = (label: string) =>
  i18n.translate('cloudtrail.panel.filterFor', { defaultMessage: 'Filter for {label}', values: { label } });

/** Plain text where there is no value to filter by. */
export function FilterLink({ field, value, label }: { field: FilterField; value: string; label?: string }) {
  const { filterFor } = usePanelContext();
  const text = label ?? value;
  if (value === '') return <>{text}</>;
  return (
    <EuiLink
      onClick={() => filterFor(field, value)}
      title={filterForLabel(text)}
      aria-label={filterForLabel(text)}
      style={{ overflowWrap: 'anywhere', textAlign: 'left', fontWeight: 'inherit' }}
      data-test-subj="cloudtrailFilterLink"
    >
      {text}
    </EuiLink>
  );
}
