/** Asks for what the rules need, and adds them one after the other. */
import {
  EuiAccordion,
  EuiButton,
  EuiButtonEmpty,
  EuiCallOut,
  EuiCheckbox,
  EuiComboBox,
  EuiFlexGroup,
  EuiFlexItem,
  EuiFlyout,
  EuiFlyoutBody,
  EuiFlyoutFooter,
  EuiFlyoutHeader,
  EuiFormRow,
  EuiProgress,
  EuiSpacer,
  EuiText,
  EuiTitle,
} from '@elastic/eui';
import { i18n } from '@kbn/i18n';
import { FormattedMessage } from '@kbn/i18n-react';
import React, { useCallback, useEffect, useState } from 'react';
import type { Detection } from '../../../common/detections/detection';
import type { Shortage } from '../../../common/detections/kept_fields';
import type { DetectionPreview } from '../../../common/detections/preview';
import type { Connector } from '../../../common/detections/rule_actions';
import { isSimple, ruleActions, wantsRecipients } from '../../../common/detections/rule_actions';
import type { DetectionSettings } from '../../../common/detections/settings';
import { isComplete, isCountry, isInstanceId, kqlWithSettings } from '../../../common/detections/settings';
import { stockRule, stockRuleId } from '../../../common/detections/stock_rule';
import { panelFetcher } from '../../api';
import { useApp } from '../../app/app_context';
import { useOnce } from '../../app/use_once';
import { fewAtOnce } from './few_at_once';
import { requestError } from '../sources/request_error';
import { shortageText } from './alert_texts';
import { useAlertingApi } from './use_alerts';
import { askPreview } from './use_previews';

const TITLE_ID = 'cloudtrailAddRulesTitle';
const SUGGESTION_DAYS = 30;
const MOST_SUGGESTIONS = 12;
const EMAIL = /^[^@\s]+@[^@\s]+$/;
const NO_VALUES: readonly string[] = [];
/** More are folded away: what is asked for comes first. */
const FEW = 5;

interface AddRulesProps {
  readonly detections: readonly Detection[];
  readonly space: string;
  readonly shortages: ReadonlyMap<string, readonly Shortage[]>;
  /** Says how many were added. */
  onClose(added: number): void;
}

export function AddRules({ detections, space, shortages, onClose }: AddRulesProps) {
  const api = useAlertingApi();
  const [settings, setSettings] = useState<DetectionSettings>({});
  const [connectors, setConnectors] = useState<readonly Connector[]>([]);
  const [recipients, setRecipients] = useState<readonly string[]>(NO_VALUES);
  const [added, setAdded] = useState<ReadonlySet<string>>(new Set());
  const [failures, setFailures] = useState<readonly string[]>([]);
  const [isAdding, setAdding] = useState(false);

  const takes = (parameter: NonNullable<Detection['parameters']>[number]) =>
    detections.some(({ parameters = [] }) => parameters.includes(parameter));
  const ready = detections.filter((detection) => isComplete(detection, settings));
  const waiting = detections.filter((detection) => !isComplete(detection, settings));
  const left = ready.filter(({ id }) => !added.has(id));
  const isReady = left.length > 0 && (!connectors.some(wantsRecipients) || recipients.length > 0);
  const lacking = detections.flatMap(({ id, name }) =>
    (shortages.get(id) ?? []).map((shortage) => `${name}: ${shortageText(shortage)}`),
  );

  const add = async () => {
    setAdding(true);
    setFailures([]);
    const refused: string[] = [];
    const done = new Set(added);
    await fewAtOnce(left, async (detection) => {
      try {
        await api.create(
          stockRuleId(detection.id, space),
          stockRule(detection, settings),
          ruleActions(detection, connectors, recipients),
        );
        done.add(detection.id);
        setAdded(new Set(done));
      } catch (thrown) {
        refused.push(`${detection.name}: ${requestError(thrown).message}`);
        setFailures([...refused]);
      }
    });
    setAdding(false);
    if (refused.length === 0) onClose(done.size);
  };

  return (
    <EuiFlyout
      onClose={() => onClose(added.size)}
      size="m"
      ownFocus
      aria-labelledby={TITLE_ID}
      data-test-subj="cloudtrailAddRules"
    >
      <EuiFlyoutHeader hasBorder>
        <EuiTitle size="m">
          <h2 id={TITLE_ID}>
            <FormattedMessage
              id="cloudtrail.alerts.addTitle"
              defaultMessage="Add {count, plural, one {# rule} other {# rules}}"
              values={{ count: detections.length }}
            />
          </h2>
        </EuiTitle>
      </EuiFlyoutHeader>
      <EuiFlyoutBody>
        <EuiText size="s">
          <p>
            <FormattedMessage
              id="cloudtrail.alerts.addBody"
              defaultMessage="Each becomes a rule of Kibana in this space, owned by you: it reads events with your rights. You can change it in Kibana at any time."
            />
          </p>
        </EuiText>
        <EuiSpacer size="s" />
        <EuiAccordion
          id="cloudtrailAddRulesList"
          initialIsOpen={detections.length <= FEW}
          buttonContent={i18n.translate('cloudtrail.alerts.which', { defaultMessage: 'Which rules' })}
          paddingSize="s"
        >
          <EuiText size="s">
            <ul>
              {detections.map(({ id, name }) => (
                <li key={id}>{name}</li>
              ))}
            </ul>
          </EuiText>
        </EuiAccordion>
        <EuiSpacer size="m" />
        {lacking.length > 0 && (
          <>
            <EuiCallOut
              size="s"
              color="warning"
              iconType="warning"
              title={i18n.translate('cloudtrail.alerts.lacking', {
                defaultMessage: 'Not everything that these rules look at is kept',
              })}
            >
              {lacking.map((text) => (
                <p key={text}>{text}</p>
              ))}
            </EuiCallOut>
            <EuiSpacer size="m" />
          </>
        )}
        {takes('home_countries') && (
          <HomeCountries
            settings={settings}
            onChange={setSettings}
            detection={detections.find(({ parameters = [] }) => parameters.includes('home_countries'))}
          />
        )}
        {takes('aws_networks') && (
          <>
            <EuiSpacer size="s" />
            <EuiCheckbox
              id="cloudtrailLeavesOutAws"
              checked={settings.leavesOutAws === true}
              onChange={({ target }) => setSettings({ ...settings, leavesOutAws: target.checked })}
              label={i18n.translate('cloudtrail.alerts.leavesOutAws', {
                defaultMessage:
                  'Leave out calls from AWS’s own networks (needs a database of autonomous systems in kibana.yml)',
              })}
            />
            <EuiSpacer size="m" />
          </>
        )}
        {takes('instance_ids') && (
          <Values
            label={i18n.translate('cloudtrail.alerts.instances', { defaultMessage: 'Instances' })}
            help={i18n.translate('cloudtrail.alerts.instances.help', {
              defaultMessage: 'Ids such as i-0123456789abcdef0. None means all instances.',
            })}
            values={settings.instanceIds ?? NO_VALUES}
            isValid={isInstanceId}
            onChange={(instanceIds) => setSettings({ ...settings, instanceIds })}
            testSubject="cloudtrailInstanceIds"
          />
        )}
        <Connectors selected={connectors} onSelect={setConnectors} />
        {connectors.some(wantsRecipients) && (
          <Values
            label={i18n.translate('cloudtrail.alerts.recipients', { defaultMessage: 'Send e-mail to' })}
            values={recipients}
            isValid={(text) => EMAIL.test(text)}
            onChange={setRecipients}
            testSubject="cloudtrailRecipients"
          />
        )}
        <EuiSpacer size="m" />
        <EuiCheckbox
          id="cloudtrailIncludesBackfill"
          checked={settings.includesBackfill === true}
          onChange={({ target }) => setSettings({ ...settings, includesBackfill: target.checked })}
          label={i18n.translate('cloudtrail.alerts.includesBackfill', {
            defaultMessage: 'Fire for history, too, that was delivered before its source was added',
          })}
        />
        {waiting.length > 0 && (
          <>
            <EuiSpacer size="m" />
            <EuiCallOut
              size="s"
              iconType="iInCircle"
              title={i18n.translate('cloudtrail.alerts.waiting', {
                defaultMessage: 'Without home countries this is left out: {names}',
                values: { names: waiting.map(({ name }) => name).join(', ') },
              })}
            />
          </>
        )}
        {failures.length > 0 && (
          <>
            <EuiSpacer size="m" />
            <EuiCallOut
              color="danger"
              iconType="warning"
              title={i18n.translate('cloudtrail.alerts.addFailed', {
                defaultMessage: '{count, plural, one {# rule was} other {# rules were}} not added',
                values: { count: failures.length },
              })}
              data-test-subj="cloudtrailAddRulesFailed"
            >
              {failures.map((failure) => (
                <p key={failure}>{failure}</p>
              ))}
            </EuiCallOut>
          </>
        )}
      </EuiFlyoutBody>
      <EuiFlyoutFooter>
        {isAdding && (
          <EuiProgress
            size="xs"
            value={added.size}
            max={ready.length}
            aria-label={i18n.translate('cloudtrail.alerts.added.label', { defaultMessage: 'Rules added' })}
          />
        )}
        <EuiFlexGroup justifyContent="spaceBetween" responsive={false}>
          <EuiFlexItem grow={false}>
            <EuiButtonEmpty onClick={() => onClose(added.size)}>
              <FormattedMessage id="cloudtrail.alerts.close" defaultMessage="Close" />
            </EuiButtonEmpty>
          </EuiFlexItem>
          <EuiFlexItem grow={false}>
            <EuiButton
              fill
              isLoading={isAdding}
              isDisabled={!isReady}
              onClick={() => void add()}
              data-test-subj="cloudtrailAddRulesConfirm"
            >
              <FormattedMessage
                id="cloudtrail.alerts.addConfirm"
                defaultMessage="Add {count, plural, one {# rule} other {# rules}}"
                values={{ count: left.length }}
              />
            </EuiButton>
          </EuiFlexItem>
        </EuiFlexGroup>
      </EuiFlyoutFooter>
    </EuiFlyout>
  );
}

interface HomeCountriesProps {
  readonly settings: DetectionSettings;
  readonly detection: Detection | undefined;
  onChange(settings: DetectionSettings): void;
}

/** Offers the countries that events come from, and says what the choice would have found. */
function HomeCountries({ settings, detection, onChange }: HomeCountriesProps) {
  const { core, formats } = useApp();
  const ask = useCallback(
    async (signal: AbortSignal) => {
      const to = new Date();
      const from = new Date(to.getTime() - SUGGESTION_DAYS * 86_400_000);
      const request = { from: from.toISOString(), to: to.toISOString(), time_zone: 'UTC' };
      const answer = await panelFetcher(core.http)('geo_access', request, signal);
      return answer.state === 'data' ? answer.data.countries.slice(0, MOST_SUGGESTIONS) : [];
    },
    [core],
  );
  const { data: seen = [] } = useOnce(ask);
  const chosen = settings.homeCountries ?? NO_VALUES;
  return (
    <>
      <EuiFormRow
        fullWidth
        label={i18n.translate('cloudtrail.alerts.home', { defaultMessage: 'Home countries' })}
        helpText={<HomePreview detection={detection} settings={settings} />}
      >
        <EuiComboBox<string>
          fullWidth
          placeholder={i18n.translate('cloudtrail.alerts.home.placeholder', {
            defaultMessage: 'Choose, or enter codes such as US',
          })}
          aria-label={i18n.translate('cloudtrail.alerts.home', { defaultMessage: 'Home countries' })}
          options={seen.map(({ country_iso_code: code, events }) => ({
            value: code,
            label: `${formats.country(code)} (${formats.count(events)})`,
          }))}
          selectedOptions={chosen.map((code) => ({ value: code, label: formats.country(code) }))}
          onChange={(options) =>
            onChange({ ...settings, homeCountries: options.flatMap(({ value }) => value ?? []) })
          }
          onCreateOption={(text) => {
            const code = text.trim().toUpperCase();
            if (!isCountry(code)) return false;
            onChange({ ...settings, homeCountries: [...new Set([...chosen, code])] });
            return undefined;
          }}
          data-test-subj="cloudtrailHomeCountries"
        />
      </EuiFormRow>
    </>
  );
}

function HomePreview({
  detection,
  settings,
}: {
  detection: Detection | undefined;
  settings: DetectionSettings;
}) {
  const { core, formats } = useApp();
  const [found, setFound] = useState<DetectionPreview | undefined>();
  const kql =
    detection !== undefined && isComplete(detection, settings)
      ? kqlWithSettings(detection, settings)
      : undefined;
  const id = detection?.id;
  useEffect(() => {
    setFound(undefined);
    if (kql === undefined || id === undefined) return undefined;
    const abort = new AbortController();
    void askPreview(core.http, id, kql, abort.signal).then((preview) => {
      if (!abort.signal.aborted) setFound(preview);
    });
    return () => abort.abort();
  }, [core, id, kql]);
  if (found === undefined)
    return (
      <FormattedMessage
        id="cloudtrail.alerts.home.help"
        defaultMessage="Access from elsewhere fires. In brackets: events of the last 30 days."
      />
    );
  return (
    <span data-test-subj="cloudtrailHomePreview">
      <FormattedMessage
        id="cloudtrail.alerts.home.preview"
        defaultMessage="With these, {day} events of the last 24 hours and {month} of the last 30 days come from elsewhere."
        values={{ day: formats.count(found.events_24_hours), month: formats.count(found.events_30_days) }}
      />
    </span>
  );
}

interface ConnectorsProps {
  readonly selected: readonly Connector[];
  onSelect(connectors: readonly Connector[]): void;
}

function Connectors({ selected, onSelect }: ConnectorsProps) {
  const api = useAlertingApi();
  const { data: all = [], isLoading, error } = useOnce(api.connectors);
  const simple = all.filter(isSimple);
  const option = ({ id, name }: Connector) => ({ value: id, label: name });
  const others = all.length - simple.length;
  return (
    <EuiFormRow
      fullWidth
      label={i18n.translate('cloudtrail.alerts.connectors', { defaultMessage: 'Tell by' })}
      helpText={
        error !== undefined
          ? requestError(error).message
          : i18n.translate('cloudtrail.alerts.connectors.help', {
              defaultMessage:
                'Connectors run when an alert begins, once for each. None: alerts are only listed in Kibana.{others, plural, =0 {} one { # other connector asks for more than a message: choose it in Kibana’s own form.} other { # other connectors ask for more than a message: choose them in Kibana’s own form.}}',
              values: { others },
            })
      }
    >
      <EuiComboBox<string>
        fullWidth
        isLoading={isLoading}
        placeholder={
          simple.length > 0
            ? i18n.translate('cloudtrail.alerts.connectors.choose', { defaultMessage: 'Choose connectors' })
            : i18n.translate('cloudtrail.alerts.connectors.none', {
                defaultMessage: 'No connector that you may use',
              })
        }
        aria-label={i18n.translate('cloudtrail.alerts.connectors', { defaultMessage: 'Tell by' })}
        isDisabled={simple.length === 0}
        options={simple.map(option)}
        selectedOptions={selected.map(option)}
        onChange={(options) => onSelect(simple.filter(({ id }) => options.some(({ value }) => value === id)))}
        data-test-subj="cloudtrailConnectors"
      />
    </EuiFormRow>
  );
}

interface ValuesProps {
  readonly label: string;
  readonly help?: string;
  readonly values: readonly string[];
  isValid(text: string): boolean;
  onChange(values: readonly string[]): void;
  readonly testSubject: string;
}

/** A list of entered values; what is not valid is not taken. */
function Values({ label, help, values, isValid, onChange, testSubject }: ValuesProps) {
  return (
    <EuiFormRow fullWidth label={label} helpText={help}>
      <EuiComboBox
        fullWidth
        noSuggestions
        aria-label={label}
        selectedOptions={values.map((value) => ({ label: value }))}
        onChange={(options) => onChange(options.map((one) => one.label))}
        onCreateOption={(text) => {
          const given = text.split(/[\s,]+/).filter((part) => part !== '');
          if (given.length === 0 || !given.every(isValid)) return false;
          onChange([...new Set([...values, ...given])]);
          return undefined;
        }}
        data-test-subj={testSubject}
      />
    </EuiFormRow>
  );
}
