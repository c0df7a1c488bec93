/** Which accounts and regions are shown, and whether AWS services' own and read-only calls are among it. */
import { EuiFilterButton, EuiFilterGroup, EuiPopover, EuiSwitch } from '@elastic/eui';
import { i18n } from '@kbn/i18n';
import React, { useState } from 'react';
import type { PanelRequest } from '../../../common/panels';
import { useApp } from '../app_context';
import type { PickerChoicesProps } from './picker_choices';
import { PICKER_LABELS, PickerChoices } from './picker_choices';
import { useDataView } from './search_context';
import type { SwitchName } from './scope';
import { chosen, isLeftOut, leaveOut } from './scope';

/** Drawn anew with each search, and so with each change of the pills. */
export function ScopeBar({ request }: { request: PanelRequest | undefined }) {
  return (
    <div style={{ display: 'flex', flexWrap: 'wrap', alignItems: 'center', gap: 16 }}>
      <EuiFilterGroup compressed>
        <PickerButton picker="accounts" request={request} />
        <PickerButton picker="regions" request={request} />
      </EuiFilterGroup>
      <LeaveOutSwitch
        name="services"
        label={i18n.translate('cloudtrail.scope.services', {
          defaultMessage: 'Leave out AWS services’ own calls',
        })}
        pill={i18n.translate('cloudtrail.scope.services.pill', { defaultMessage: 'Calls by AWS services' })}
      />
      <LeaveOutSwitch
        name="reads"
        label={i18n.translate('cloudtrail.scope.reads', { defaultMessage: 'Leave out read-only calls' })}
        pill={i18n.translate('cloudtrail.scope.reads.pill', { defaultMessage: 'Read-only calls' })}
      />
    </div>
  );
}

interface LeaveOutSwitchProps {
  readonly name: SwitchName;
  readonly label: string;
  /** What is left out. */
  readonly pill: string;
}

function LeaveOutSwitch({ name, label, pill }: LeaveOutSwitchProps) {
  const { filterManager } = useApp().plugins.data.query;
  const dataView = useDataView();
  return (
    <EuiSwitch
      compressed
      label={label}
      checked={isLeftOut(name, filterManager.getFilters())}
      onChange={({ target }) => leaveOut(name, target.checked, pill, filterManager, dataView.id)}
      data-test-subj={`cloudtrailLeaveOut-${name}`}
    />
  );
}

function PickerButton({ picker, request }: PickerChoicesProps) {
  const { filterManager } = useApp().plugins.data.query;
  const [isOpen, setOpen] = useState(false);
  const count = chosen(picker, filterManager.getFilters()).length;
  return (
    <EuiPopover
      isOpen={isOpen}
      closePopover={() => setOpen(false)}
      panelPaddingSize="none"
      aria-label={PICKER_LABELS[picker]}
      button={
        <EuiFilterButton
          iconType="arrowDown"
          isSelected={isOpen}
          hasActiveFilters={count > 0}
          numActiveFilters={count}
          onClick={() => setOpen(!isOpen)}
          data-test-subj={`cloudtrailPicker-${picker}`}
        >
          {PICKER_LABELS[picker]}
        </EuiFilterButton>
      }
    >
      {isOpen && <PickerChoices picker={picker} request={request} />}
    </EuiPopover>
  );
}
