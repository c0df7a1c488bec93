/** Switches a drawn panel to its table twin, for those who read numbers better than pictures. */
import { EuiButtonGroup } from '@elastic/eui';
import { i18n } from '@kbn/i18n';
import React from 'react';
import { useView } from '../../app/view/view_context';

export type DrawnOrTable = 'drawn' | 'table';

/** Which form a panel has; the address holds it. */
export function useDrawnOrTable(panel: string): readonly [DrawnOrTable, (view: DrawnOrTable) => void] {
  const [{ form }, change] = useView(panel, readForm);
  return [form, (view) => change({ form: view })];
}

function readForm(said: unknown): { readonly form: DrawnOrTable } {
  const { form } = (said ?? {}) as Readonly<Record<string, unknown>>;
  return { form: form === 'table' ? 'table' : 'drawn' };
}

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
