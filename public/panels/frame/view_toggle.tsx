/** Switches a drawn panel to its table twin, for those who read numbers better than pictures. */
import { EuiButtonGroup } from '@elastic/eui';
import { i18n } from '@kbn/i18n';
import React from 'react';

export type DrawnOrTable = 'drawn' | 'table';

interface ViewToggleProps {
  readonly panel: string;
  /** What the drawn form is called, for example "Map". */
  readonly drawnLabel: string;
  readonly drawnIcon: string;
  readonly view: DrawnOrTable;
  onChange(view: DrawnOrTable): void;
}

export function ViewToggle({ panel, drawnLabel, drawnIcon, view, onChange }: ViewToggleProps) {
  const tableLabel = i18n.translate('cloudtrail.panel.viewTable', { defaultMessage: 'Table' });
  return (
    <EuiButtonGroup
      legend={i18n.translate('cloudtrail.panel.viewAs', { defaultMessage: 'Show as' })}
      buttonSize="compressed"
      isIconOnly
      idSelected={`${panel}-${view}`}
      onChange={(id) => onChange(id === `${panel}-table` ? 'table' : 'drawn')}
      options={[
        {
          id: `${panel}-drawn`,
          label: drawnLabel,
          iconType: drawnIcon,
          'data-test-subj': `cloudtrailViewDrawn-${panel}`,
        },
        {
          id: `${panel}-table`,
          label: tableLabel,
          iconType: 'visTable',
          'data-test-subj': `cloudtrailViewTable-${panel}`,
        },
      ]}
    />
  );
}
