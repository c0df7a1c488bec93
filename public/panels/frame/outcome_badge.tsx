/** An event's outcome, with the error code where there is one; it filters by the outcome. */
import { EuiBadge } from '@elastic/eui';
import React from 'react';
import { WithFilters, filterForLabel } from './filter_link';
import { FAILURE_LABEL, SUCCESS_LABEL } from './outcome_labels';
import { usePanelContext } from './panel_context';

const LABELS: Readonly<Record<string, string>> = {
  success: SUCCESS_LABEL,
  failure: FAILURE_LABEL,
};

export function OutcomeBadge({ outcome, errorCode }: { outcome: string; errorCode: string }) {
  const { filterFor, filterOut } = usePanelContext();
  const label = LABELS[outcome] ?? outcome;
  if (label === '') return null;
  return (
    <WithFilters label={label} onFilterOut={() => filterOut('event.outcome', outcome)}>
      <EuiBadge
        color={outcome === 'failure' ? 'danger' : 'hollow'}
        onClick={() => filterFor('event.outcome', outcome)}
        // what is written on it, too: who speaks to the screen says that
        onClickAriaLabel={filterForLabel(errorCode === '' ? label : `${label}: ${errorCode}`)}
        title={errorCode === '' ? label : `${label}: ${errorCode}`}
        data-test-subj={`cloudtrailOutcome-${outcome}`}
      >
        {errorCode === '' ? label : errorCode}
      </EuiBadge>
    </WithFilters>
  );
}
