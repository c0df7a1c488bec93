/** Which rules the list shows. Pure. */
import type { Detection, Severity } from '../../../common/detections/detection';
import type { InstalledRule } from '../../../common/detections/installed_rules';

export const RULE_STATES = ['not_installed', 'on', 'off', 'changed', 'new_version'] as const;
export type RuleState = (typeof RULE_STATES)[number];

/** An empty list leaves nothing out. */
export interface AlertFilter {
  readonly text: string;
  readonly severities: readonly Severity[];
  readonly states: readonly RuleState[];
  /** As `v3.0 4.3`. */
  readonly cis: readonly string[];
  /** Ids of techniques. */
  readonly attack: readonly string[];
}

export const NO_FILTER: AlertFilter = { text: '', severities: [], states: [], cis: [], attack: [] };

/** All that is true of a rule: one may be on, changed, and have a new version. */
export function statesOf(installed: InstalledRule | undefined): readonly RuleState[] {
  if (installed === undefined) return ['not_installed'];
  return [
    installed.rule.enabled ? 'on' : 'off',
    ...(installed.isChanged ? (['changed'] as const) : []),
    ...(installed.hasNewVersion ? (['new_version'] as const) : []),
  ];
}

export function cisLabel({ benchmark, control }: Detection['cis'][number]): string {
  return `${benchmark} ${control}`;
}

export function fits(
  detection: Detection,
  installed: InstalledRule | undefined,
  { text, severities, states, cis, attack }: AlertFilter,
): boolean {
  const { name, means, kql, severity } = detection;
  const words = text.toLowerCase().split(/\s+/).filter(Boolean);
  const searched = `${name} ${means} ${kql}`.toLowerCase();
  return (
    words.every((word) => searched.includes(word)) &&
    isOneOf(severities, [severity]) &&
    isOneOf(states, statesOf(installed)) &&
    isOneOf(cis, detection.cis.map(cisLabel)) &&
    isOneOf(
      attack,
      detection.attack.map(({ id }) => id),
    )
  );
}

function isOneOf<T>(wanted: readonly T[], present: readonly T[]): boolean {
  return wanted.length === 0 || present.some((one) => wanted.includes(one));
}
