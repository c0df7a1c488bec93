/** Words for what the rules are and how they do. */
import { i18n } from '@kbn/i18n';
import type { Severity } from '../../../common/detections/detection';
import type { Shortage } from '../../../common/detections/kept_fields';
import type { RuleState } from './alert_filter';

export const SEVERITY_LABELS: Readonly<Record<Severity, string>> = {
  low: i18n.translate('cloudtrail.alerts.severity.low', { defaultMessage: 'Low' }),
  medium: i18n.translate('cloudtrail.alerts.severity.medium', { defaultMessage: 'Medium' }),
  high: i18n.translate('cloudtrail.alerts.severity.high', { defaultMessage: 'High' }),
  critical: i18n.translate('cloudtrail.alerts.severity.critical', { defaultMessage: 'Critical' }),
};

/** Names of EUI's health colours. */
export const SEVERITY_COLORS: Readonly<Record<Severity, string>> = {
  low: 'subdued',
  medium: 'warning',
  high: 'danger',
  critical: 'danger',
};

export const STATE_LABELS: Readonly<Record<RuleState, string>> = {
  not_installed: i18n.translate('cloudtrail.alerts.state.notInstalled', { defaultMessage: 'Not added' }),
  on: i18n.translate('cloudtrail.alerts.state.on', { defaultMessage: 'On' }),
  off: i18n.translate('cloudtrail.alerts.state.off', { defaultMessage: 'Off' }),
  changed: i18n.translate('cloudtrail.alerts.state.changed', { defaultMessage: 'Changed' }),
  new_version: i18n.translate('cloudtrail.alerts.state.newVersion', { defaultMessage: 'New version' }),
};

export function shortageText({ namespace, extent, form, redacted }: Shortage): string {
  const values = { namespace, redacted: redacted ?? '' };
  if (form === undefined)
    return i18n.translate('cloudtrail.alerts.shortage.redacted', {
      defaultMessage:
        'The namespace {namespace} redacts {redacted}, which this rule looks at: it may find nothing there.',
      values,
    });
  if (form === 'text')
    return extent === 'all'
      ? i18n.translate('cloudtrail.alerts.shortage.textAll', {
          defaultMessage:
            'The namespace {namespace} does not keep request parameters as text: this rule finds nothing there.',
          values,
        })
      : i18n.translate('cloudtrail.alerts.shortage.textPart', {
          defaultMessage:
            'The namespace {namespace} does not keep request parameters as text: this rule finds only a part there.',
          values,
        });
  return extent === 'all'
    ? i18n.translate('cloudtrail.alerts.shortage.flattenedAll', {
        defaultMessage:
          'The namespace {namespace} does not keep request parameters by path: this rule finds nothing there.',
        values,
      })
    : i18n.translate('cloudtrail.alerts.shortage.flattenedPart', {
        defaultMessage:
          'The namespace {namespace} does not keep request parameters by path: this rule finds only a part there.',
        values,
      });
}
