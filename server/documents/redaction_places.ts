/** Where in a record a value stands, as far as redaction cares: whether it is to go, to stay, or to be looked through. */
import type { RedactedField } from '../../common/redactable_fields';
import { ANY_KEY, KEPT_FIELDS } from '../../common/redactable_fields';

/**
 * Chosen by AWS from its own words, never by a caller: they are not looked through for values that were redacted elsewhere.
 * Else a caller who sends the user agent `Failure` would hide that a sign-in failed.
 */
const WORDS_OF_AWS = [
  'errorCode',
  'responseElements.ConsoleLogin',
  'additionalEventData.MFAUsed',
  'additionalEventData.MobileVersion',
  'userIdentity.sessionContext.attributes.mfaAuthenticated',
  'sessionCredentialFromConsole',
];
/** Their keys are AWS's; below all other fields keys may be a caller's. */
const FIELDS_WITH_FIXED_KEYS: ReadonlySet<string> = new Set([
  'userIdentity',
  'resources',
  'tlsDetails',
  'addendum',
]);

type Action = RedactedField['action'];

/** A field that is looked for below a place. */
interface Path {
  readonly keys: readonly string[];
  readonly does: Action | 'keep';
}

export interface Place {
  readonly depth: number;
  /** Fields that may lie below. */
  readonly paths: readonly Path[];
  /** What a value here is redacted by; inherited by all below. */
  readonly action: Action | undefined;
  /** A string, number or truth value right here stays as it is. */
  readonly keeps: boolean;
  /** The keys of an object here are looked through, too. */
  readonly hasFreeKeys: boolean;
}

/** The place of the record itself. */
export function rootPlace(fields: readonly RedactedField[]): Place {
  const paths: Path[] = [
    ...fields.map(({ field, action }) => ({ keys: field.split('.'), does: action })),
    ...[...KEPT_FIELDS, ...WORDS_OF_AWS].map((field) => ({ keys: field.split('.'), does: 'keep' as const })),
  ];
  return { depth: 0, paths, action: undefined, keeps: false, hasFreeKeys: false };
}

/** The place of a key's value. What a field of its own says goes before what is said of the whole that holds it. */
export function placeBelow(place: Place, key: string): Place {
  const { depth, paths, action, keeps, hasFreeKeys } = place;
  if (paths.length === 0 && depth > 0 && !keeps) return place;
  const matching = paths.filter(({ keys }) => keys[depth] === ANY_KEY || keys[depth] === key);
  const ending = matching.filter(({ keys }) => keys.length === depth + 1).map(({ does }) => does);
  const own = (['drop', 'hmac'] as const).find((wanted) => ending.includes(wanted));
  return {
    depth: depth + 1,
    paths: matching.filter(({ keys }) => keys.length > depth + 1),
    action: own ?? action,
    keeps: own === undefined && ending.includes('keep'),
    hasFreeKeys: depth === 0 ? !FIELDS_WITH_FIXED_KEYS.has(key) : hasFreeKeys,
  };
}
