/** The accounts or regions that the time range has, to choose from. */
import { EuiSelectable, EuiText } from '@elastic/eui';
import type { EuiSelectableOption } from '@elastic/eui';
import { i18n } from '@kbn/i18n';
import { FormattedMessage } from '@kbn/i18n-react';
import React, { useCallback } from 'react';
import type { PanelRequest } from '../../../common/panels';
import { panelFetcher } from '../../api';
import { useApp } from '../app_context';
import type { Picker } from './scope';
import { choose, chosen } from './scope';
import { useDataView } from './search_context';
import { useAnswer } from './use_answer';

export const PICKER_LABELS: Readonly<Record<Picker, string>> = {
  accounts: i18n.translate('cloudtrail.scope.accounts', { defaultMessage: 'Accounts' }),
  regions: i18n.translate('cloudtrail.scope.regions', { defaultMessage: 'Regions' }),
};

export interface PickerChoicesProps {
  readonly picker: Picker;
  readonly request: PanelRequest | undefined;
}

/** In a popover, drawn when it is open: only then is anything asked. */
export function PickerChoices({ picker, request }: PickerChoicesProps) {
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
      aria-label={PICKER_LABELS[picker]}
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
      onChange={(next) => {
        const wanted = next.flatMap(({ checked, label }) => (checked === 'on' ? [label] : []));
        const pill = `${PICKER_LABELS[picker]}: ${wanted.join(', ')}`;
        choose(picker, wanted, pill, filterManager, dataView.id);
      }}
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
