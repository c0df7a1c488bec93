/** What one rule is about, and the newest events that it would have found. */
import {
  EuiBadge,
  EuiBasicTable,
  EuiCodeBlock,
  EuiDescriptionList,
  EuiFlexGroup,
  EuiFlexItem,
  EuiLink,
  EuiSpacer,
  EuiText,
  EuiTitle,
} from '@elastic/eui';
import { i18n } from '@kbn/i18n';
import { FormattedMessage } from '@kbn/i18n-react';
import React from 'react';
import type { Detection } from '../../../common/detections/detection';
import type { InstalledRule } from '../../../common/detections/installed_rules';
import type { DetectionPreview } from '../../../common/detections/preview';
import {
  groupFields,
  intervalMinutes,
  threshold,
  windowMinutes,
} from '../../../common/detections/rule_schedule';
import { kqlWithSettings } from '../../../common/detections/settings';
import { useApp } from '../../app/app_context';
import { cisLabel } from './alert_filter';
import type { Preview } from './use_previews';

const ATTACK_SITE = 'https://attack.mitre.org/techniques/';

interface RuleDetailsProps {
  readonly detection: Detection;
  readonly installed: InstalledRule | undefined;
  readonly preview: Preview | undefined;
}

export function RuleDetails({ detection, installed, preview }: RuleDetailsProps) {
  return (
    <div
      style={{ width: '100%', padding: '8px 0 16px' }}
      data-test-subj={`cloudtrailDetails-${detection.id}`}
    >
      <EuiFlexGroup gutterSize="l" wrap>
        <EuiFlexItem style={{ minWidth: 'min(100%, 320px)' }}>
          <EuiDescriptionList compressed listItems={words(detection)} />
          <EuiSpacer size="s" />
          <Controls detection={detection} />
        </EuiFlexItem>
        <EuiFlexItem style={{ minWidth: 'min(100%, 320px)' }}>
          <EuiDescriptionList
            compressed
            listItems={[{ title: SCHEDULE, description: schedule(detection) }]}
          />
          <EuiSpacer size="s" />
          <EuiCodeBlock language="sql" isCopyable paddingSize="s" fontSize="s" overflowHeight={160}>
            {kqlWithSettings(detection, installed?.settings ?? {})}
          </EuiCodeBlock>
        </EuiFlexItem>
      </EuiFlexGroup>
      {preview !== undefined && preview !== 'asking' && preview !== 'failed' && (
        <Examples preview={preview} />
      )}
    </div>
  );
}

function words({ why, look, falsePositives }: Detection) {
  return [
    {
      title: i18n.translate('cloudtrail.alerts.why', { defaultMessage: 'Why it matters' }),
      description: why,
    },
    {
      title: i18n.translate('cloudtrail.alerts.look', { defaultMessage: 'What to look at' }),
      description: look,
    },
    {
      title: i18n.translate('cloudtrail.alerts.falsePositives', {
        defaultMessage: 'What else looks the same',
      }),
      description: falsePositives,
    },
  ];
}

const SCHEDULE = i18n.translate('cloudtrail.alerts.schedule', { defaultMessage: 'How often it looks' });

function schedule(detection: Detection): string {
  const values = {
    interval: intervalMinutes(detection),
    window: windowMinutes(detection),
    least: threshold(detection),
    fields: groupFields(detection).join(', '),
  };
  return detection.grouping === 'each'
    ? i18n.translate('cloudtrail.alerts.schedule.each', {
        defaultMessage:
          'Every {interval, plural, one {minute} other {# minutes}} at what arrived in the last {window} minutes; each event is one alert.',
        values,
      })
    : i18n.translate('cloudtrail.alerts.schedule.by', {
        defaultMessage:
          'Every {interval, plural, one {minute} other {# minutes}} at what arrived in the last {window} minutes; one alert for each {fields} with at least {least, plural, one {# event} other {# events}}.',
        values,
      });
}

function Controls({ detection: { cis, attack } }: { detection: Detection }) {
  return (
    <EuiFlexGroup gutterSize="xs" wrap responsive={false}>
      {cis.map((control) => (
        <EuiFlexItem grow={false} key={cisLabel(control)}>
          <EuiBadge color="hollow">CIS {cisLabel(control)}</EuiBadge>
        </EuiFlexItem>
      ))}
      {attack.map(({ id, name }) => (
        <EuiFlexItem grow={false} key={id}>
          <EuiText size="xs">
            <EuiLink href={`${ATTACK_SITE}${id.replace('.', '/')}/`} target="_blank" external>
              {id} {name}
            </EuiLink>
          </EuiText>
        </EuiFlexItem>
      ))}
    </EuiFlexGroup>
  );
}

type Example = DetectionPreview['examples'][number];

function Examples({ preview: { examples } }: { preview: DetectionPreview }) {
  const { formats } = useApp();
  if (examples.length === 0) return null;
  return (
    <>
      <EuiSpacer size="m" />
      <EuiTitle size="xxs">
        <h3>
          <FormattedMessage id="cloudtrail.alerts.examples" defaultMessage="The newest events it finds" />
        </h3>
      </EuiTitle>
      <EuiBasicTable<Example>
        items={[...examples]}
        itemId="id"
        tableLayout="auto"
        columns={[
          {
            name: i18n.translate('cloudtrail.alerts.example.time', { defaultMessage: 'Time' }),
            render: ({ at }: Example) => formats.time(at),
          },
          {
            field: 'action',
            name: i18n.translate('cloudtrail.alerts.example.action', { defaultMessage: 'Call' }),
          },
          {
            field: 'user',
            name: i18n.translate('cloudtrail.alerts.example.user', { defaultMessage: 'Who' }),
          },
          {
            name: i18n.translate('cloudtrail.alerts.example.from', { defaultMessage: 'From' }),
            render: ({ address, country_name: country }: Example) =>
              [address, country].filter((part) => part !== '').join(', '),
          },
          {
            name: i18n.translate('cloudtrail.alerts.example.where', { defaultMessage: 'Account and region' }),
            render: ({ account_id: account, region }: Example) => `${account} ${region}`,
          },
          {
            name: i18n.translate('cloudtrail.alerts.example.outcome', { defaultMessage: 'Outcome' }),
            render: ({ outcome, error_code: code }: Example) => [outcome, code].filter(Boolean).join(': '),
          },
        ]}
      />
    </>
  );
}
