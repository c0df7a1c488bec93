/** The bar above the list: search, severity, state, CIS, ATT&CK. */
import { EuiComboBox, EuiFieldSearch, EuiFlexGroup, EuiFlexItem } from '@elastic/eui';
import type { EuiComboBoxOptionOption } from '@elastic/eui';
import { i18n } from '@kbn/i18n';
import React from 'react';
import { STOCK_DETECTIONS } from '../../../common/detections/catalogue';
import { SEVERITIES } from '../../../common/detections/detection';
import type { AlertFilter } from './alert_filter';
import { RULE_STATES, cisLabel } from './alert_filter';
import { SEVERITY_LABELS, STATE_LABELS } from './alert_texts';

type Option = EuiComboBoxOptionOption<string>;

const SEVERITY_OPTIONS: Option[] = SEVERITIES.map((value) => ({
  value,
  label: SEVERITY_LABELS[value],
})).reverse();
const STATE_OPTIONS: Option[] = RULE_STATES.map((value) => ({ value, label: STATE_LABELS[value] }));
const CIS_OPTIONS: Option[] = [...new Set(STOCK_DETECTIONS.flatMap(({ cis }) => cis.map(cisLabel)))]
  .sort((a, b) => a.localeCompare(b, undefined, { numeric: true }))
  .map((value) => ({ value, label: `CIS ${value}` }));
const ATTACK_OPTIONS: Option[] = [
  ...new Map(STOCK_DETECTIONS.flatMap(({ attack }) => attack.map(({ id, name }) => [id, name] as const))),
]
  .sort(([a], [b]) => a.localeCompare(b))
  .map(([value, name]) => ({ value, label: `${value} ${name}` }));

const SEARCH = i18n.translate('cloudtrail.alerts.filter.search', { defaultMessage: 'Search rules' });
const SEVERITY = i18n.translate('cloudtrail.alerts.filter.severity', { defaultMessage: 'Severity' });
const STATE = i18n.translate('cloudtrail.alerts.filter.state', { defaultMessage: 'State' });
const CIS = i18n.translate('cloudtrail.alerts.filter.cis', { defaultMessage: 'CIS control' });
const ATTACK = i18n.translate('cloudtrail.alerts.filter.attack', { defaultMessage: 'ATT&CK technique' });

interface AlertFiltersProps {
  readonly filter: AlertFilter;
  onChange(filter: AlertFilter): void;
}

export function AlertFilters({ filter, onChange }: AlertFiltersProps) {
  return (
    <EuiFlexGroup gutterSize="s" wrap>
      <EuiFlexItem style={{ minWidth: 200 }}>
        <EuiFieldSearch
          compressed
          fullWidth
          placeholder={SEARCH}
          aria-label={SEARCH}
          value={filter.text}
          onChange={({ target }) => onChange({ ...filter, text: target.value })}
          data-test-subj="cloudtrailAlertsSearch"
        />
      </EuiFlexItem>
      <Choice
        label={SEVERITY}
        options={SEVERITY_OPTIONS}
        selected={filter.severities}
        onSelect={(severities) =>
          onChange({ ...filter, severities: SEVERITIES.filter((one) => severities.includes(one)) })
        }
        testSubject="cloudtrailAlertsSeverity"
      />
      <Choice
        label={STATE}
        options={STATE_OPTIONS}
        selected={filter.states}
        onSelect={(states) =>
          onChange({ ...filter, states: RULE_STATES.filter((one) => states.includes(one)) })
        }
        testSubject="cloudtrailAlertsState"
      />
      <Choice
        label={CIS}
        options={CIS_OPTIONS}
        selected={filter.cis}
        onSelect={(cis) => onChange({ ...filter, cis })}
        testSubject="cloudtrailAlertsCis"
      />
      <Choice
        label={ATTACK}
        options={ATTACK_OPTIONS}
        selected={filter.attack}
        onSelect={(attack) => onChange({ ...filter, attack })}
        testSubject="cloudtrailAlertsAttack"
      />
    </EuiFlexGroup>
  );
}

interface ChoiceProps {
  readonly label: string;
  readonly options: Option[];
  readonly selected: readonly string[];
  onSelect(values: readonly string[]): void;
  readonly testSubject: string;
}

function Choice({ label, options, selected, onSelect, testSubject }: ChoiceProps) {
  return (
    <EuiFlexItem style={{ minWidth: 170 }}>
      <EuiComboBox<string>
        compressed
        fullWidth
        placeholder={label}
        aria-label={label}
        options={options}
        selectedOptions={options.filter(({ value }) => value !== undefined && selected.includes(value))}
        onChange={(chosen) => onSelect(chosen.flatMap(({ value }) => value ?? []))}
        data-test-subj={testSubject}
      />
    </EuiFlexItem>
  );
}
