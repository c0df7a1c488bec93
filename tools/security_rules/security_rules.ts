/** The catalogue as detection rules of Elastic Security, one JSON object a line, for *Security › Rules › Import*. */
import { v5 as uuidV5 } from 'uuid';
import { CATALOGUE } from '../../common/detections/catalogue';
import type { AttackTechnique, Detection, Severity } from '../../common/detections/detection';
import { groupFields, threshold } from '../../common/detections/rule_schedule';
import { isComplete, kqlWithSettings } from '../../common/detections/settings';
import type { DetectionSettings } from '../../common/detections/settings';
import { EVENTS_INDEX_PATTERN, HEALTH_INDEX } from '../../common/ids';

const UUID_NAMESPACE = 'cf1b405c-2c7f-4259-a022-6fd610d54e3f';
/** Elastic's own order of risk: https://www.elastic.co/docs/solutions/security/detect-and-alert/create-detection-rule */
const RISK_SCORES: Readonly<Record<Severity, number>> = { low: 21, medium: 47, high: 73, critical: 99 };
const INTERVAL = '5m';
/** Elastic Security drops what it has alerted on by the event's id, so that a long look back costs nothing but the search. */
const LOOK_BACK = 'now-60m';
/** A threshold is counted in each run: a longer look back would tell of it many times. */
const THRESHOLD_LOOK_BACK = 'now-10m';
const MOST_ALERTS = 100;
/** What a tactic is called and which of our techniques it holds, as in ATT&CK for Enterprise 17.1. */
const TACTICS: readonly {
  readonly id: string;
  readonly name: string;
  readonly techniques: readonly string[];
}[] = [
  { id: 'TA0001', name: 'Initial Access', techniques: ['T1078.004'] },
  { id: 'TA0002', name: 'Execution', techniques: ['T1059', 'T1648', 'T1651'] },
  { id: 'TA0003', name: 'Persistence', techniques: ['T1098', 'T1098.001', 'T1098.003', 'T1136.003'] },
  {
    id: 'TA0005',
    name: 'Defense Evasion',
    techniques: ['T1484', 'T1484.002', 'T1535', 'T1556.006', 'T1562.001', 'T1562.007', 'T1562.008', 'T1578'],
  },
  { id: 'TA0006', name: 'Credential Access', techniques: ['T1110', 'T1555.006'] },
  { id: 'TA0007', name: 'Discovery', techniques: ['T1087.004', 'T1580'] },
  { id: 'TA0009', name: 'Collection', techniques: ['T1530'] },
  { id: 'TA0010', name: 'Exfiltration', techniques: ['T1537'] },
  { id: 'TA0040', name: 'Impact', techniques: ['T1485', 'T1490', 'T1496', 'T1531', 'T1565'] },
];

/** Those rules that are complete with these settings, each on a line, with a final newline. */
export function securityRules(settings: DetectionSettings): string {
  const rules = CATALOGUE.filter((detection) => isComplete(detection, settings)).map((detection) =>
    securityRule(detection, settings),
  );
  return rules.map((rule) => `${JSON.stringify(rule)}\n`).join('');
}

function securityRule(detection: Detection, settings: DetectionSettings): Record<string, unknown> {
  const { id, version, name, means, why, look, falsePositives, severity, cis, attack, over } = detection;
  return {
    rule_id: uuidV5(id, UUID_NAMESPACE),
    version,
    name: `CloudTrail: ${name}`,
    description: `${means} ${why}`,
    note: `## What to look at\n\n${look}`,
    false_positives: [falsePositives],
    severity,
    risk_score: RISK_SCORES[severity],
    tags: ['CloudTrail', 'AWS', ...cis.map(({ benchmark, control }) => `CIS ${benchmark} ${control}`)],
    threat: threatOf(attack),
    index: [over === 'health' ? HEALTH_INDEX : EVENTS_INDEX_PATTERN],
    language: 'kuery',
    query: kqlWithSettings(detection, settings),
    interval: INTERVAL,
    to: 'now',
    timestamp_override: 'event.ingested',
    max_signals: MOST_ALERTS,
    // an import switches nothing on by itself
    enabled: false,
    ...typeOf(detection),
  };
}

function typeOf(detection: Detection): Record<string, unknown> {
  const { newTerms } = detection;
  if (newTerms)
    return {
      type: 'new_terms',
      from: LOOK_BACK,
      new_terms_fields: newTerms.fields,
      history_window_start: `now-${newTerms.days}d`,
    };
  if (threshold(detection) > 1)
    return {
      type: 'threshold',
      from: THRESHOLD_LOOK_BACK,
      threshold: { field: groupFields(detection), value: threshold(detection), cardinality: [] },
    };
  return { type: 'query', from: LOOK_BACK };
}

function threatOf(attack: readonly AttackTechnique[]): readonly object[] {
  return TACTICS.flatMap(({ id, name, techniques }) => {
    const held = attack.filter((technique) => techniques.includes(technique.id));
    if (held.length === 0) return [];
    return [
      {
        framework: 'MITRE ATT&CK',
        tactic: { id, name, reference: `https://attack.mitre.org/tactics/${id}/` },
        technique: held.map(techniqueOf),
      },
    ];
  });
}

/** A subtechnique stands below its technique, whose name comes before the colon. */
function techniqueOf({ id, name }: AttackTechnique): object {
  const [parent = id, sub] = id.split('.');
  const [parentName = name, subName = name] = name.split(': ');
  const reference = `https://attack.mitre.org/techniques/${parent}/`;
  return {
    id: parent,
    name: parentName,
    reference,
    subtechnique: sub === undefined ? [] : [{ id, name: subName, reference: `${reference}${sub}/` }],
  };
}
