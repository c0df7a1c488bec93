/** The page of prebuilt alert rules: which there are, what each would have found, and which of them run in this space. */
import { EuiButton, EuiCallOut, EuiFlexGroup, EuiFlexItem, EuiSkeletonText, EuiSpacer } from '@elastic/eui';
import { i18n } from '@kbn/i18n';
import { FormattedMessage } from '@kbn/i18n-react';
import React, { useMemo, useState } from 'react';
import type { ReactNode } from 'react';
import { STOCK_DETECTIONS } from '../../../common/detections/catalogue';
import type { Detection } from '../../../common/detections/detection';
import { shortagesOf } from '../../../common/detections/kept_fields';
import { EVENTS_INDEX_PATTERN, FEATURE_ID } from '../../../common/ids';
import { useApp } from '../../app/app_context';
import { ALERTS_TITLE } from '../../app/app_tabs';
import { PlainPage } from '../../app/plain_page';
import { usePageTitle } from '../../app/use_page_title';
import { spaceOf } from '../../kibana/alerting_api';
import { requestError } from '../sources/request_error';
import { AddRules } from './add_rules';
import { CannotRead, Unavailable } from './alerts_messages';
import type { AlertFilter } from './alert_filter';
import { NO_FILTER, fits } from './alert_filter';
import { AlertFilters } from './alert_filters';
import { RulesTable } from './rules_table';
import type { AlertsState } from './use_alerts';
import { useAlerts } from './use_alerts';
import { usePreviews } from './use_previews';

const RULES_APP = '/app/management/insightsAndAlerting/triggersActions/rules';

export function AlertsPage() {
  const { core } = useApp();
  usePageTitle([{ text: ALERTS_TITLE }]);
  const space = spaceOf(core.http.basePath.prepend(''));
  const { data, error, refresh } = useAlerts(space);
  return (
    <Frame>
      {data === undefined && error === undefined && <EuiSkeletonText lines={8} />}
      {data === undefined && error !== undefined && <CannotRead error={error} onRetry={refresh} />}
      {data !== undefined && error !== undefined && <Stale error={error} />}
      {data !== undefined && (
        <>
          {data.availability !== 'ok' && <Unavailable why={data.availability} />}
          <Rules space={space} state={data} refresh={refresh} />
        </>
      )}
    </Frame>
  );
}

function Rules({ space, state, refresh }: { space: string; state: AlertsState; refresh(): void }) {
  const { core } = useApp();
  const { installed, availability, namespaces } = state;
  const [filter, setFilter] = useState<AlertFilter>(NO_FILTER);
  const [selected, setSelected] = useState<ReadonlySet<string>>(new Set());
  const [toAdd, setToAdd] = useState<readonly Detection[] | undefined>();
  const previews = usePreviews(installed);
  const shortages = useMemo(
    () => new Map(STOCK_DETECTIONS.map((detection) => [detection.id, shortagesOf(detection, namespaces)])),
    [namespaces],
  );
  const shown = STOCK_DETECTIONS.filter((detection) => fits(detection, installed.get(detection.id), filter));
  const isMissing = ({ id }: Detection) => !installed.has(id);
  const chosen = STOCK_DETECTIONS.filter((detection) => selected.has(detection.id) && isMissing(detection));
  const hasPrivilege = core.application.capabilities[FEATURE_ID]?.['save'] === true;
  // a rule reads events with the rights of whoever made it, and fails in words of Kibana's own that say nothing
  const mayRead = previews.nothing !== 'no_right';
  const mayAdd = availability === 'ok' && hasPrivilege && mayRead;
  const recommended = STOCK_DETECTIONS.filter((detection) => detection.isRecommended && isMissing(detection));
  return (
    <>
      {availability === 'ok' && !hasPrivilege && <OnlySee />}
      {availability === 'ok' && hasPrivilege && !mayRead && <NoIndexRight />}
      <AlertFilters filter={filter} onChange={setFilter} />
      <EuiSpacer size="m" />
      {mayAdd && (
        <>
          <EuiFlexGroup gutterSize="s" alignItems="center" responsive={false} wrap>
            <EuiFlexItem grow={false}>
              <EuiButton
                fill
                size="s"
                iconType="plusInCircle"
                isDisabled={chosen.length === 0}
                onClick={() => setToAdd(chosen)}
                data-test-subj="cloudtrailAlertsAddSelected"
              >
                <FormattedMessage
                  id="cloudtrail.alerts.addSelected"
                  defaultMessage="Add selected ({count})"
                  values={{ count: chosen.length }}
                />
              </EuiButton>
            </EuiFlexItem>
            <EuiFlexItem grow={false}>
              <EuiButton
                size="s"
                iconType="starFilled"
                isDisabled={recommended.length === 0}
                onClick={() => setToAdd(recommended)}
                data-test-subj="cloudtrailAlertsAddRecommended"
              >
                <FormattedMessage
                  id="cloudtrail.alerts.addRecommended"
                  defaultMessage="Add all recommended ({count})"
                  values={{ count: recommended.length }}
                />
              </EuiButton>
            </EuiFlexItem>
          </EuiFlexGroup>
          <EuiSpacer size="m" />
        </>
      )}
      <RulesTable
        detections={shown}
        state={state}
        previews={previews}
        shortages={shortages}
        selected={mayAdd ? selected : undefined}
        onSelect={setSelected}
        onAdd={mayAdd ? (detection) => setToAdd([detection]) : undefined}
        onChange={refresh}
      />
      {toAdd !== undefined && (
        <AddRules
          detections={toAdd}
          space={space}
          shortages={shortages}
          onClose={(added) => {
            setToAdd(undefined);
            if (added === 0) return;
            core.notifications.toasts.addSuccess(
              i18n.translate('cloudtrail.alerts.added', {
                defaultMessage: '{added, plural, one {# rule was} other {# rules were}} added',
                values: { added },
              }),
            );
            setSelected(new Set());
            refresh();
          }}
        />
      )}
    </>
  );
}

function Frame({ children }: { children: ReactNode }) {
  const { core } = useApp();
  return (
    <PlainPage
      tab="alerts"
      title={ALERTS_TITLE}
      description={i18n.translate('cloudtrail.alerts.description', {
        defaultMessage:
          'Rules for what matters in AWS accounts. Adding one makes a rule of Kibana in this space, which is yours to change. The numbers say what each would have found.',
      })}
      actions={[
        <EuiButton
          key="kibana"
          iconType="popout"
          iconSide="right"
          href={core.http.basePath.prepend(RULES_APP)}
          data-test-subj="cloudtrailAlertsOpenKibana"
        >
          <FormattedMessage id="cloudtrail.alerts.openKibana" defaultMessage="All rules in Kibana" />
        </EuiButton>,
      ]}
      testSubject="cloudtrailAlertsPage"
    >
      {children}
    </PlainPage>
  );
}

function OnlySee() {
  return (
    <Notice
      icon="lock"
      title={i18n.translate('cloudtrail.alerts.onlySee', {
        defaultMessage:
          'You may see rules here. To add or change them you need the Kibana privilege CloudTrail: All.',
      })}
      testSubject="cloudtrailAlertsOnlySee"
    />
  );
}

function NoIndexRight() {
  return (
    <Notice
      color="warning"
      icon="lock"
      title={i18n.translate('cloudtrail.alerts.noIndexRight', {
        defaultMessage:
          'You may not read the events, and a rule reads them with the rights of whoever adds it. Ask an administrator for the index privilege read on {indices}.',
        values: { indices: EVENTS_INDEX_PATTERN },
      })}
      testSubject="cloudtrailAlertsNoIndexRight"
    />
  );
}

function Stale({ error }: { error: unknown }) {
  return (
    <Notice
      color="warning"
      icon="clock"
      title={i18n.translate('cloudtrail.alerts.stale', {
        defaultMessage: 'What is shown may be old: {message} Trying again.',
        values: { message: requestError(error).message },
      })}
    />
  );
}

interface NoticeProps {
  readonly color?: 'warning';
  readonly icon: string;
  readonly title: string;
  readonly testSubject?: string;
}

/** A line above the list. */
function Notice({ color, icon, title, testSubject }: NoticeProps) {
  return (
    <>
      <EuiCallOut size="s" color={color} iconType={icon} title={title} data-test-subj={testSubject} />
      <EuiSpacer size="m" />
    </>
  );
}
