/** What a rule does when it fires, for the kinds of connector that need no more than a message. */
import type { Detection } from './detection';

/** What we read of Kibana's answer about a connector. */
export interface Connector {
  readonly id: string;
  readonly name: string;
  readonly connector_type_id: string;
}

/** An action in the form of POST /api/alerting/rule. */
export interface RuleAction {
  readonly group: 'query matched';
  readonly id: string;
  readonly params: Readonly<Record<string, unknown>>;
  readonly frequency: {
    readonly summary: false;
    /** When an alert begins: nobody is told twice of the same event or group. */
    readonly notify_when: 'onActionGroupChange';
    readonly throttle: null;
  };
}

type ParamsOf = (
  message: string,
  detection: Detection,
  recipients: readonly string[],
) => RuleAction['params'];

const TITLE = '{{rule.name}}';

const PARAMS: Readonly<Record<string, ParamsOf>> = {
  '.server-log': (message, { severity }) => ({ level: severity === 'low' ? 'info' : 'warn', message }),
  '.slack': (message) => ({ message }),
  '.teams': (message) => ({ message }),
  '.email': (message, _detection, recipients) => ({ to: recipients, subject: TITLE, message }),
  '.webhook': (message) => ({ body: `{"rule": "${TITLE}", "message": ${JSON.stringify(message)}}` }),
  '.index': (message, { id, severity }) => ({
    documents: [{ '@timestamp': '{{date}}', rule: TITLE, detection: id, severity, message }],
  }),
  '.pagerduty': (_message, { severity }) => ({
    eventAction: 'trigger',
    summary: TITLE,
    severity: PAGERDUTY_SEVERITIES[severity],
    dedupKey: '{{rule.id}}:{{alert.id}}',
  }),
};
const PAGERDUTY_SEVERITIES = { low: 'info', medium: 'warning', high: 'error', critical: 'critical' } as const;

/** Whether an action can be made here; for the others Kibana's own form asks what they need. */
export function isSimple({ connector_type_id: type }: Connector): boolean {
  return type in PARAMS;
}

/** Whether it must be told whom to write to. */
export function wantsRecipients({ connector_type_id: type }: Connector): boolean {
  return type === '.email';
}

/** Connectors that are not simple are left out. */
export function ruleActions(
  detection: Detection,
  connectors: readonly Connector[],
  recipients: readonly string[],
): RuleAction[] {
  return connectors.flatMap((connector): RuleAction[] => {
    const params = PARAMS[connector.connector_type_id]?.(messageOf(detection), detection, recipients);
    if (params === undefined) return [];
    return [
      {
        group: 'query matched',
        id: connector.id,
        params,
        frequency: { summary: false, notify_when: 'onActionGroupChange', throttle: null },
      },
    ];
  });
}

/** Kibana fills it in; a name that an event lacks becomes nothing. */
function messageOf({ means, look, over }: Detection): string {
  const line =
    over === 'health'
      ? '{{_source.message}}'
      : '{{_source.@timestamp}} {{_source.event.action}} by {{_source.cloudtrail.actor.name}} from {{_source.source.address}} {{_source.source.geo.country_name}}, account {{_source.cloud.account.id}} {{_source.cloud.region}}: {{_source.event.outcome}} {{_source.aws.cloudtrail.error_code}}';
  return `${TITLE}: ${means}
{{#context.hits}}
${line}
{{/context.hits}}
What to look at: ${look}
Events: {{context.link}}`;
}
