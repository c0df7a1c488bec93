/** The page about the prebuilt alert rules, docs/alerts.md, as text. */
import type { Detection } from '../../common/detections/detection';
import { CATALOGUE } from '../../common/detections/catalogue';
import {
  groupFields,
  intervalMinutes,
  threshold,
  windowMinutes,
} from '../../common/detections/rule_schedule';

/** What the integration test found of one rule. */
export interface DetectionResult {
  readonly detection: Detection;
  readonly fires: boolean;
  readonly isSilent: boolean;
  /** Where the records of the attack come from. */
  readonly from: string;
  /** What the near miss is. */
  readonly nearMiss: string;
  readonly inSamples: number;
}

interface Page {
  readonly results: readonly DetectionResult[];
  /** How many events there are. */
  readonly samples: number;
}

/** The whole page in Markdown, with a final newline. */
export function alertsPage({ results, samples }: Page): string {
  const fired = results.filter(({ fires }) => fires).length;
  const silent = results.filter(({ isSilent }) => isSilent).length;
  return `${INTRODUCTION}
## Tried on records

Made by \`npm run alerts\`: each rule's KQL on a real Elasticsearch, over documents that the plugin makes of records. ${fired} of ${results.length} rules fire on their attack, ${silent} stay silent on the near miss. The last column counts what a rule finds in the ${samples} distinct events of \`test/fixtures\`, with the United States and Israel as home countries; they are records of attack simulations and of other products’ tests, so that much of it is found. The rule on silence looks at gaps, not at events; the test makes them.

| Rule | Fires on its attack | Records of | Silent on the near miss | Near miss | Samples |
|---|---|---|---|---|---:|
${results.map(resultRow).join('\n')}

## The rules

The last column says when the rule is one of those that *Select recommended* selects.

| Rule | Severity | One alert for each | Looks every | Back over | CIS | ATT&CK | Needs | Recommended |
|---|---|---|---|---|---|---|---|---|
${CATALOGUE.map(ruleRow).join('\n')}
`;
}

const INTRODUCTION = `# Alert rules

The page *Alerts* of the app makes these rules in the current space, as stock rules of Kibana (*Elasticsearch query* over KQL). They belong to whoever adds them: Kibana's rights decide who may, and a rule reads with the rights of the person who made or changed it last. Everything about them can be changed in Kibana's own *Rules* page. Who has *CloudTrail: All* may have them; *Stack rules* is not needed. Actions need *Actions and Connectors*. **Delete them before you remove the plugin:** Kibana lets nobody change a rule whose feature is gone.

## When they look, and what happens to events that come late

CloudTrail delivers minutes after the fact, sometimes hours. So the rules do not look at when an event happened but at when it was written (\`event.ingested\`).

- **No event is missed.** A rule looks every one or five minutes, and each time over that and five minutes more. An event that a search can't see yet when a rule runs (Elasticsearch shows new documents ten seconds after they were written, as a rule) is seen by one of the next runs, as long as it becomes visible within five minutes of being stamped. A rule that does not run at all for more than five minutes beyond its interval leaves a hole: Kibana does not make up for it.
- **Nobody is told twice.** Earlier hits are *not* left out (\`excludeHitsFromPreviousRun: false\`) in any of the rules: Kibana would drop every event stamped before the newest hit, and with two writers, or two indices that refresh at different times, such events become visible later. Instead each event is an alert of its own, known by \`event.id\`; in the rules that group by something else, each group is. An alert that is still there in the next run is the same alert, and actions run when an alert *begins*.
- One run tells of 1,000 events or groups at most.
- **Back-filled events do not fire**: those delivered before their source was made carry the tag \`backfill\`, and the rules leave them out unless that is switched off when they are added.

## What decides whether a rule is yours or ours

A rule is found again by its tag \`cloudtrail-rule:<name>\`. Another tag says what was made of which version. When that no longer fits the rule, somebody has changed it: it is shown as *changed*, and a newer version in the catalogue is offered but never put over it without a question. Its settings (home countries, instances) are in its tags too.

## For Elastic Security

\`npm run --silent security-rules > cloudtrail_rules.ndjson\` writes all of them as detection rules, to be imported under *Security › Rules*. There also is the rule on sign-ins from a new country, which stock rules can't be. They look back over the last hour and leave it to Elastic Security to drop what it has alerted on already.
`;

function resultRow(result: DetectionResult): string {
  const { detection, fires, isSilent, from, nearMiss, inSamples } = result;
  const cells = [detection.name, yes(fires), from, yes(isSilent), nearMiss, inSamples];
  return `| ${cells.join(' | ')} |`;
}

function ruleRow(detection: Detection): string {
  const { name, severity, cis, attack, needs = [], needsInPart = [], newTerms, isRecommended } = detection;
  const isStock = newTerms === undefined;
  const forms = [...needs.map(formOf), ...needsInPart.map((form) => `${formOf(form)} (in part)`)];
  const cells = [
    name,
    severity,
    isStock ? alertOf(detection) : 'Elastic Security only',
    isStock ? `${intervalMinutes(detection)} min` : '',
    isStock ? `${windowMinutes(detection)} min` : '',
    cis.map(({ benchmark, control }) => `${benchmark} ${control}`).join(', '),
    attack.map(({ id }) => id).join(', '),
    forms.join(', '),
    isRecommended ? 'yes' : '',
  ];
  return `| ${cells.join(' | ')} |`;
}

function alertOf(detection: Detection): string {
  if (detection.grouping === 'each') return 'event';
  const fields = groupFields(detection)
    .map((field) => `\`${field}\``)
    .join(' and ');
  const least = threshold(detection);
  return least === 1 ? fields : `${fields} with ${least} events or more`;
}

function formOf(form: 'text' | 'flattened'): string {
  return form === 'text' ? 'requestParameters as text' : 'requestParameters by path';
}

function yes(claim: boolean): string {
  return claim ? 'yes' : '**no**';
}
