/** Which accounts and regions are shown, and whether AWS services' own and read-only calls are among it. */
import { EuiFilterButton, EuiFilterGroup, EuiPopover, EuiSelectable, EuiSwitch, EuiText } from '@elastic/eui';
import type { EuiSelectableOption } from '@elastic/eui';
import { i18n } from '@kbn/i18n';
import { FormattedMessage } from '@kbn/i18n-react';
import React, { useCallback, useState } from 'react';
import type { PanelRequest } from '../../../common/panels';
import { panelFetcher } from '../../api';
import { useApp } from '../app_context';
import { useDataView } from './search_context';
import type { Picker, SwitchName } from './scope';
import { choose, chosen, isLeftOut, leaveOut } from './scope';
import { useAnswer } from './use_answer';

const LABELS: Readonly<Record<Picker, string>> = {
  accounts: i18n.translate('cloudtrail.scope.accounts', { defaultMessage: 'Accounts' }),
  regions: i18n.translate('cloudtrail.scope.regions', { defaultMessage: 'Regions' }),
};

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

interface PickerProps {
  readonly picker: Picker;
  readonly request: PanelRequest | undefined;
}

function PickerButton({ picker, request }: PickerProps) {
  const { filterManager } = useApp().plugins.data.query;
  const [isOpen, setOpen] = useState(false);
  const count = chosen(picker, filterManager.getFilters()).length;
  return (
    <EuiPopover
      isOpen={isOpen}
      closePopover={() => setOpen(false)}
      panelPaddingSize="none"
      button={
        <EuiFilterButton
          iconType="arrowDown"
          isSelected={isOpen}
          hasActiveFilters={count > 0}
          numActiveFilters={count}
          onClick={() => setOpen(!isOpen)}
          data-test-subj={`cloudtrailPicker-${picker}`}
        >
          {LABELS[picker]}
        </EuiFilterButton>
      }
    >
      {isOpen && <Choices picker={picker} request={request} />}
    </EuiPopover>
  );
}

/** Asked for only when somebody looks. */
function Choices({ picker, request }: PickerProps) {
  const { core, plugins, formats } = useApp();
  const { filterManager } = plugins.data.query;
  const dataView = useDataView();
  const ask = useCallback(
    (asked: PanelRequest, signal: AbortSignal) =>
      panelFetcher(core.http)('accounts_and_regions', asked, signal),
    [core],
  );
  const { answer, error, isFetching } = useAnswer(request, ask);
  const values = chosen(picker, filterManager.getFilters());
  const known = answer?.state === 'data' ? answer.data[picker] : [];
  // what was chosen stays to be seen where the range does not hold it
  const others = values.filter((value) => !known.some((one) => one.value === value));
  const options: EuiSelectableOption[] = [...known, ...others.map((value) => ({ value, events: 0 }))].map(
    ({ value, events }) => ({
      key: value,
      label: value,
      checked: values.includes(value) ? 'on' : undefined,
      append: (
        <EuiText size="xs" color="subdued">
          {formats.shortCount(events)}
        </EuiText>
      ),
      'data-test-subj': `cloudtrailChoice-${value}`,
    }),
  );
  return (
    <EuiSelectable
      aria-label={LABELS[picker]}
      searchable
      searchProps={{
        compressed: true,
        placeholder: i18n.translate('cloudtrail.scope.search', { defaultMessage: 'Search' }),
      }}
      options={options}
      isLoading={isFetching && answer === undefined}
      errorMessage={error?.message}
      emptyMessage={
        <FormattedMessage
          id="cloudtrail.scope.none"
          defaultMessage="No events in this time range that you may read"
        />
      }
      onChange={(next) =>
        choose(
          picker,
          next.flatMap(({ checked, label }) => (checked === 'on' ? [label] : [])),
          filterManager,
          dataView.id,
        )
      }
    >
      {(list, search) => (
        <div style={{ width: 280, maxWidth: '80vw' }}>
          <div style={{ padding: 8 }}>{search}</div>
          {list}
        </div>
      )}
    </EuiSelectable>
  );
}
