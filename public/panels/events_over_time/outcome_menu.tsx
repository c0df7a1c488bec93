/** Behind an outcome in the chart's legend: filters for it, or out. */
import type { LegendAction } from '@elastic/charts';
import { EuiButtonIcon } from '@elastic/eui';
import React from 'react';
import { filterForLabel, filterOutLabel } from '../frame/filter_link';
import { usePanelContext } from '../frame/panel_context';

export const OutcomeMenu: LegendAction = ({ series: [series], label }) => {
  const { filterFor, filterOut } = usePanelContext();
  if (!series || !('specId' in series)) return null;
  const outcome = String(series.specId);
  return (
    <span style={{ display: 'inline-flex' }}>
      <EuiButtonIcon
        iconType="plusInCircle"
        size="xs"
        iconSize="s"
        color="text"
        onClick={() => filterFor('event.outcome', outcome)}
        aria-label={filterForLabel(label)}
        title={filterForLabel(label)}
      />
      <EuiButtonIcon
        iconType="minusInCircle"
        size="xs"
        iconSize="s"
        color="text"
        onClick={() => filterOut('event.outcome', outcome)}
        aria-label={filterOutLabel(label)}
        title={filterOutLabel(label)}
      />
    </span>
  );
};
