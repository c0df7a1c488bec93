/** The list of rules, a line each; what a rule is about opens below it. */
import {
  EuiBadge,
  EuiBasicTable,
  EuiButtonEmpty,
  EuiButtonIcon,
  EuiCheckbox,
  EuiFlexGroup,
  EuiFlexItem,
  EuiHealth,
  EuiIconTip,
  EuiLoadingSpinner,
  EuiSwitch,
  EuiText,
} from '@elastic/eui';
import type { EuiBasicTableColumn } from '@elastic/eui';
import { i18n } from '@kbn/i18n';
import { FormattedMessage } from '@kbn/i18n-react';
import React, { useState } from 'react';
import type { ReactNode } from 'react';
import type { Detection } from '../../../common/detections/detection';
import type { InstalledRule } from '../../../common/detections/installed_rules';
import type { Shortage } from '../../../common/detections/kept_fields';
import { stockRule } from '../../../common/detections/stock_rule';
import { useApp } from '../../app/app_context';
import type { KibanaRule } from '../../kibana/alerting_api';
import { TimeAgo } from '../../panels/frame/time_ago';
import { useAction } from '../sources/frame/use_action';
import { SEVERITY_COLORS, SEVERITY_LABELS, STATE_LABELS, shortageText } from './alert_texts';
import { RuleDetails } from './rule_details';
import type { AlertsState, LastFired } from './use_alerts';
import { useAlertingApi, useLastFired } from './use_alerts';
import type { Preview, Previews } from './use_previews';

const RULE_PAGE = '/app/management/insightsAndAlerting/triggersActions/rule/';
const NOTHING = '–';
/** Keeps a column that begins at its left apart from one of numbers, which ends at its right. */
const AFTER_NUMBERS = { paddingLeft: 24 };

interface RulesTableProps {
  readonly detections: readonly Detection[];
  readonly state: AlertsState;
  readonly previews: Previews;
  readonly shortages: ReadonlyMap<string, readonly Shortage[]>;
  /** Undefined where nothing may be selected. */
  readonly selected: ReadonlySet<string> | undefined;
  onSelect(selected: ReadonlySet<string>): void;
  readonly onAdd: ((detection: Detection) => void) | undefined;
  /** Something was done to a rule. */
  onChange(): void;
}

export function RulesTable(props: RulesTableProps) {
  const { detections, state, previews, shortages, selected, onSelect, onAdd, onChange } = props;
  const [open, setOpen] = useState<ReadonlySet<string>>(new Set());
  const lastFired = useLastFired(state.installed);
  const toggled = (set: ReadonlySet<string>, id: string) =>
    new Set(set.has(id) ? [...set].filter((one) => one !== id) : [...set, id]);
  const installedOf = ({ id }: Detection) => state.installed.get(id);

  const columns: EuiBasicTableColumn<Detection>[] = [
    ...(selected === undefined
      ? []
      : [
          {
            width: '32px',
            render: (detection: Detection) =>
              installedOf(detection) === undefined ? (
                <EuiCheckbox
                  id={`cloudtrailSelect-${detection.id}`}
                  checked={selected.has(detection.id)}
                  onChange={() => onSelect(toggled(selected, detection.id))}
                  aria-label={i18n.translate('cloudtrail.alerts.select', {
                    defaultMessage: 'Select {name}',
                    values: { name: detection.name },
                  })}
                />
              ) : null,
          },
        ]),
    {
      name: i18n.translate('cloudtrail.alerts.column.rule', { defaultMessage: 'Rule' }),
      render: (detection: Detection) => (
        <Name detection={detection} shortages={shortages.get(detection.id) ?? []} />
      ),
    },
    {
      name: i18n.translate('cloudtrail.alerts.column.severity', { defaultMessage: 'Severity' }),
      width: '110px',
      render: ({ severity }: Detection) => (
        <EuiHealth color={SEVERITY_COLORS[severity]}>{SEVERITY_LABELS[severity]}</EuiHealth>
      ),
    },
    {
      name: i18n.translate('cloudtrail.alerts.column.day', { defaultMessage: 'Last 24 h' }),
      width: '120px',
      align: 'right',
      render: (detection: Detection) => <Found detection={detection} previews={previews} of="24_hours" />,
    },
    {
      name: i18n.translate('cloudtrail.alerts.column.month', { defaultMessage: 'Last 30 days' }),
      width: '130px',
      align: 'right',
      render: (detection: Detection) => <Found detection={detection} previews={previews} of="30_days" />,
    },
    {
      name: (
        <span style={AFTER_NUMBERS}>
          {i18n.translate('cloudtrail.alerts.column.fired', { defaultMessage: 'Last fired' })}
        </span>
      ),
      width: '160px',
      render: (detection: Detection) => (
        <div style={AFTER_NUMBERS}>
          <Fired installed={installedOf(detection)} lastFired={lastFired} />
        </div>
      ),
    },
    {
      name: i18n.translate('cloudtrail.alerts.column.state', { defaultMessage: 'State' }),
      width: '190px',
      render: (detection: Detection) => (
        <State detection={detection} installed={installedOf(detection)} onAdd={onAdd} onChange={onChange} />
      ),
    },
    {
      name: '',
      width: '110px',
      align: 'right',
      render: (detection: Detection) => (
        <RuleButtons
          detection={detection}
          installed={installedOf(detection)}
          mayChange={onAdd !== undefined}
          isOpen={open.has(detection.id)}
          onToggle={() => setOpen(toggled(open, detection.id))}
          onChange={onChange}
        />
      ),
    },
  ];
  const details = Object.fromEntries(
    detections
      .filter(({ id }) => open.has(id))
      .map((detection): [string, ReactNode] => [
        detection.id,
        <RuleDetails
          key={detection.id}
          detection={detection}
          installed={installedOf(detection)}
          preview={previews.byId.get(detection.id)}
        />,
      ]),
  );
  return (
    <EuiBasicTable<Detection>
      items={[...detections]}
      itemId="id"
      columns={columns}
      itemIdToExpandedRowMap={details}
      tableLayout="auto"
      noItemsMessage={i18n.translate('cloudtrail.alerts.noneFit', {
        defaultMessage: 'No rule fits the filters.',
      })}
      rowProps={({ id }) => ({ 'data-test-subj': `cloudtrailAlert-${id}` })}
      tableCaption={i18n.translate('cloudtrail.alerts.caption', {
        defaultMessage: 'Prebuilt rules, what each would have found, and which of them run here',
      })}
      data-test-subj="cloudtrailAlertsTable"
    />
  );
}

function Name({ detection, shortages }: { detection: Detection; shortages: readonly Shortage[] }) {
  const { name, means, isRecommended } = detection;
  return (
    <div>
      <strong>{name}</strong>{' '}
      {isRecommended && (
        <EuiIconTip
          type="starFilled"
          color="primary"
          content={i18n.translate('cloudtrail.alerts.recommended', { defaultMessage: 'Recommended' })}
        />
      )}{' '}
      {shortages.length > 0 && (
        <EuiIconTip
          type="warning"
          color="warning"
          content={shortages.map(shortageText).join(' ')}
          iconProps={{ 'data-test-subj': `cloudtrailShortage-${detection.id}` }}
        />
      )}
      <EuiText size="xs" color="subdued">
        {means}
      </EuiText>
    </div>
  );
}

interface FoundProps {
  readonly detection: Detection;
  readonly previews: Previews;
  readonly of: '24_hours' | '30_days';
}

function Found({ detection, previews, of }: FoundProps) {
  const { formats } = useApp();
  const preview: Preview | undefined = previews.byId.get(detection.id);
  if (preview === undefined) return <>{NOTHING}</>;
  if (preview === 'asking') return <EuiLoadingSpinner size="s" />;
  if (preview === 'failed')
    return (
      <EuiIconTip
        type="clock"
        content={i18n.translate('cloudtrail.alerts.previewFailed', {
          defaultMessage: 'Elasticsearch did not answer in time. As a rule, too, this would be dear.',
        })}
      />
    );
  const events = preview[`events_${of}`];
  const told = preview[`told_${of}`];
  return (
    <div style={{ textAlign: 'right' }} data-test-subj={`cloudtrailFound-${detection.id}-${of}`}>
      {formats.count(events)}
      {told !== events && (
        <EuiText size="xs" color="subdued">
          <FormattedMessage
            id="cloudtrail.alerts.told"
            defaultMessage="{told, plural, one {# alert} other {# alerts}}"
            values={{ told }}
          />
        </EuiText>
      )}
    </div>
  );
}

function Fired({
  installed,
  lastFired,
}: {
  installed: InstalledRule<KibanaRule> | undefined;
  lastFired: LastFired;
}) {
  const at = installed && lastFired.get(installed.rule.id);
  if (installed?.rule.execution_status.status === 'error')
    return (
      <EuiHealth color="danger" style={{ whiteSpace: 'nowrap' }}>
        <FormattedMessage id="cloudtrail.alerts.fails" defaultMessage="Fails" />{' '}
        <EuiIconTip type="iInCircle" content={installed.rule.execution_status.error?.message ?? ''} />
      </EuiHealth>
    );
  if (at === undefined) return <>{NOTHING}</>;
  if (at === null) return <FormattedMessage id="cloudtrail.alerts.neverFired" defaultMessage="Never" />;
  return <TimeAgo at={at} />;
}

interface StateProps {
  readonly detection: Detection;
  readonly installed: InstalledRule<KibanaRule> | undefined;
  readonly onAdd: ((detection: Detection) => void) | undefined;
  onChange(): void;
}

function State({ detection, installed, onAdd, onChange }: StateProps) {
  const api = useAlertingApi();
  const { isRunning, run } = useAction(onChange);
  if (installed === undefined) {
    if (onAdd === undefined) return <>{STATE_LABELS.not_installed}</>;
    return (
      <EuiButtonEmpty
        size="xs"
        flush="left"
        iconType="plusInCircle"
        onClick={() => onAdd(detection)}
        data-test-subj={`cloudtrailAdd-${detection.id}`}
      >
        <FormattedMessage id="cloudtrail.alerts.add" defaultMessage="Add" />
      </EuiButtonEmpty>
    );
  }
  const { rule, isChanged, hasNewVersion, copies } = installed;
  const label = rule.enabled ? STATE_LABELS.on : STATE_LABELS.off;
  return (
    <EuiFlexGroup gutterSize="xs" alignItems="center" responsive={false} wrap>
      <EuiFlexItem grow={false}>
        <EuiSwitch
          compressed
          label={label}
          checked={rule.enabled}
          disabled={isRunning || onAdd === undefined}
          onChange={({ target }) => void run(() => api.setEnabled(rule.id, target.checked))}
          data-test-subj={`cloudtrailSwitch-${detection.id}`}
        />
      </EuiFlexItem>
      {isChanged && (
        <EuiFlexItem grow={false}>
          <EuiBadge color="hollow">{STATE_LABELS.changed}</EuiBadge>
        </EuiFlexItem>
      )}
      {hasNewVersion && (
        <EuiFlexItem grow={false}>
          <EuiBadge color="accent">{STATE_LABELS.new_version}</EuiBadge>
        </EuiFlexItem>
      )}
      {copies.length > 0 && (
        <EuiFlexItem grow={false}>
          <EuiBadge color="hollow">
            <FormattedMessage
              id="cloudtrail.alerts.copies"
              defaultMessage="{count, plural, one {# copy} other {# copies}}"
              values={{ count: copies.length }}
            />
          </EuiBadge>
        </EuiFlexItem>
      )}
    </EuiFlexGroup>
  );
}

interface RuleButtonsProps {
  readonly detection: Detection;
  readonly installed: InstalledRule<KibanaRule> | undefined;
  readonly mayChange: boolean;
  readonly isOpen: boolean;
  onToggle(): void;
  onChange(): void;
}

function RuleButtons({ detection, installed, mayChange, isOpen, onToggle, onChange }: RuleButtonsProps) {
  const { core } = useApp();
  const { id, name } = detection;
  const what = isOpen
    ? i18n.translate('cloudtrail.alerts.hide', { defaultMessage: 'Hide {name}', values: { name } })
    : i18n.translate('cloudtrail.alerts.show', { defaultMessage: 'About {name}', values: { name } });
  return (
    <span style={{ whiteSpace: 'nowrap' }}>
      {installed !== undefined && mayChange && (
        <ChangeButtons detection={detection} installed={installed} onChange={onChange} />
      )}
      {installed !== undefined && (
        <EuiButtonIcon
          iconType="popout"
          href={core.http.basePath.prepend(`${RULE_PAGE}${installed.rule.id}`)}
          aria-label={i18n.translate('cloudtrail.alerts.openRule', {
            defaultMessage: 'Open {name} in Kibana’s rules',
            values: { name },
          })}
          data-test-subj={`cloudtrailOpenRule-${id}`}
        />
      )}
      <EuiButtonIcon
        iconType={isOpen ? 'arrowUp' : 'arrowDown'}
        onClick={onToggle}
        aria-expanded={isOpen}
        aria-label={what}
        data-test-subj={`cloudtrailAbout-${id}`}
      />
    </span>
  );
}

function ChangeButtons({
  detection,
  installed,
  onChange,
}: {
  detection: Detection;
  installed: InstalledRule<KibanaRule>;
  onChange(): void;
}) {
  const { core } = useApp();
  const api = useAlertingApi();
  const { isRunning, run } = useAction(onChange);
  const { name } = detection;
  const { rule, settings, isChanged, hasNewVersion } = installed;
  const takeOver = async () => {
    // what people edited is theirs: it goes only when they say so
    if (isChanged && !(await confirmed('primary', TAKE_OVER_TITLE, TAKE_OVER_QUESTION, TAKE_OVER))) return;
    await run(() => api.replace(rule, stockRule(detection, settings)));
  };
  const remove = async () => {
    const question = i18n.translate('cloudtrail.alerts.delete.question', {
      defaultMessage: 'The rule “{rule}” is deleted from this space with its alerts. It can be added again.',
      values: { rule: rule.name },
    });
    if (await confirmed('danger', DELETE_TITLE, question, DELETE)) await run(() => api.remove(rule.id));
  };
  const confirmed = (buttonColor: 'danger' | 'primary', title: string, question: string, confirm: string) =>
    core.overlays.openConfirm(question, {
      title,
      confirmButtonText: confirm,
      cancelButtonText: CANCEL,
      buttonColor,
    });
  return (
    <>
      {hasNewVersion && (
        <EuiButtonIcon
          iconType="refresh"
          isDisabled={isRunning}
          onClick={() => void takeOver()}
          aria-label={i18n.translate('cloudtrail.alerts.takeOver', {
            defaultMessage: 'Take over the new version of {name}',
            values: { name },
          })}
          data-test-subj={`cloudtrailTakeOver-${detection.id}`}
        />
      )}
      <EuiButtonIcon
        iconType="trash"
        color="danger"
        isDisabled={isRunning}
        onClick={() => void remove()}
        aria-label={i18n.translate('cloudtrail.alerts.delete', {
          defaultMessage: 'Delete {name}',
          values: { name },
        })}
        data-test-subj={`cloudtrailDelete-${detection.id}`}
      />
    </>
  );
}

const CANCEL = i18n.translate('cloudtrail.alerts.cancel', { defaultMessage: 'Cancel' });
const DELETE = i18n.translate('cloudtrail.alerts.delete.confirm', { defaultMessage: 'Delete rule' });
const DELETE_TITLE = i18n.translate('cloudtrail.alerts.delete.title', {
  defaultMessage: 'Delete this rule?',
});
const TAKE_OVER = i18n.translate('cloudtrail.alerts.takeOver.confirm', {
  defaultMessage: 'Replace my changes',
});
const TAKE_OVER_TITLE = i18n.translate('cloudtrail.alerts.takeOver.title', {
  defaultMessage: 'This rule was changed in Kibana',
});
const TAKE_OVER_QUESTION = i18n.translate('cloudtrail.alerts.takeOver.question', {
  defaultMessage:
    'The new version replaces its query, threshold and schedule. Actions and your own tags stay.',
});
