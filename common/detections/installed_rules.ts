/** What of the catalogue is installed in a space, by Kibana's own rules. Pure. */
import { detectionOf } from './catalogue';
import type { Detection } from './detection';
import type { DetectionSettings } from './settings';
import { isComplete } from './settings';
import type { RuleContent } from './stock_rule';
import { detectionIdOf, fingerprint, madeOf, settingsOf, stockRule, stockRuleId } from './stock_rule';

/** What we read of Kibana's answer about a rule. */
export interface StoredRule extends RuleContent {
  readonly id: string;
  readonly tags: readonly string[];
  readonly enabled: boolean;
}

export interface InstalledRule<R extends StoredRule = StoredRule> {
  readonly rule: R;
  readonly settings: DetectionSettings;
  /** Somebody edited what decides what it finds. */
  readonly isChanged: boolean;
  /** The catalogue has another rule by now than was made. */
  readonly hasNewVersion: boolean;
  /** Other rules that carry the same mark: copies made in Kibana. */
  readonly copies: readonly R[];
}

/** By detection id. Rules of detections that the catalogue does not know (any more) are left out. */
export function installedRules<R extends StoredRule>(
  rules: readonly R[],
  spaceId: string,
): ReadonlyMap<string, InstalledRule<R>> {
  const byDetection = new Map<string, R[]>();
  for (const rule of rules) {
    const id = detectionIdOf(rule.tags);
    if (id !== undefined) byDetection.set(id, [...(byDetection.get(id) ?? []), rule]);
  }
  const installed = new Map<string, InstalledRule<R>>();
  for (const [id, found] of byDetection) {
    const detection = detectionOf(id);
    const rule = found.find((one) => one.id === stockRuleId(id, spaceId)) ?? found[0];
    if (detection === undefined || rule === undefined) continue;
    installed.set(id, { ...compared(detection, rule), copies: found.filter((one) => one !== rule) });
  }
  return installed;
}

function compared<R extends StoredRule>(detection: Detection, rule: R): Omit<InstalledRule<R>, 'copies'> {
  const settings = settingsOf(rule.tags);
  const made = madeOf(rule.tags);
  const wanted = isComplete(detection, settings) ? madeOf(stockRule(detection, settings).tags) : undefined;
  return {
    rule,
    settings,
    isChanged: made?.fingerprint !== fingerprint(rule),
    hasNewVersion: wanted !== undefined && made?.fingerprint !== wanted.fingerprint,
  };
}
