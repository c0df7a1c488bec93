/** Tells what of a namespace's settings was changed, and what of it is wrong. Pure. */
import type { NamespaceSettings, PutNamespaceRequest } from '../../../../common/namespaces';
import { whyNotRedactable } from '../../../../common/redactable_fields';

const MAX_RETENTION_DAYS = 36_500;

/** Undefined where nothing was changed. */
export function changedSettings(
  before: NamespaceSettings,
  after: NamespaceSettings,
): PutNamespaceRequest | undefined {
  const names = Object.keys(after) as (keyof NamespaceSettings)[];
  const changed = names.filter((name) => JSON.stringify(before[name]) !== JSON.stringify(after[name]));
  return changed.length === 0 ? undefined : Object.fromEntries(changed.map((name) => [name, after[name]]));
}

/** Whether the days that events are kept can be sent; null keeps them for ever. */
export function isRetentionRight(days: number | null): boolean {
  return days === null || (Number.isInteger(days) && days >= 1 && days <= MAX_RETENTION_DAYS);
}

/** What is wrong with the field of one rule, in words for people; undefined where it is right. */
export function redactionError(redaction: NamespaceSettings['redaction'], index: number): string | undefined {
  const rule = redaction[index];
  if (rule === undefined || rule.field === '') return undefined;
  const isTwice = redaction.some(({ field }, other) => other < index && field === rule.field);
  return isTwice ? `${rule.field} is named twice` : whyNotRedactable(rule);
}

/** The settings as they can be sent: rules without a field are left out. */
export function withoutEmptyRules(settings: NamespaceSettings): NamespaceSettings {
  return { ...settings, redaction: settings.redaction.filter(({ field }) => field !== '') };
}

/** Whether all of them can be sent. */
export function areSettingsRight({ retention_days: days, redaction }: NamespaceSettings): boolean {
  return (
    isRetentionRight(days) &&
    redaction.every((_rule, index) => redactionError(redaction, index) === undefined)
  );
}
