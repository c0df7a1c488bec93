/** What a user may set before a rule is made, and the KQL that comes of it. */
import type { Detection } from './detection';

export interface DetectionSettings {
  /** ISO 3166-1 alpha-2, as `US`. */
  readonly homeCountries?: readonly string[];
  /** Leaves out calls from AWS's own networks. */
  readonly leavesOutAws?: boolean;
  /** As `i-0123456789abcdef0`; none means all. */
  readonly instanceIds?: readonly string[];
  /** Fires for events, too, that were delivered before their source was made. */
  readonly includesBackfill?: boolean;
}

/** AMAZON-02 and AMAZON-AES, by which nearly all of AWS is reached. Known only where a database of autonomous systems is. */
export const AWS_NETWORKS: readonly number[] = [16509, 14618];
/** The tag that server/documents gives such events. */
const BACKFILL_TAG = 'backfill';

const COUNTRY = /^[A-Z]{2}$/;
const INSTANCE_ID = /^i-[0-9a-f]{8,17}$/;

export function isCountry(text: string): boolean {
  return COUNTRY.test(text);
}

export function isInstanceId(text: string): boolean {
  return INSTANCE_ID.test(text);
}

/** Whether a rule can be made of it: nobody's home countries can be guessed. */
export function isComplete(detection: Detection, settings: DetectionSettings): boolean {
  return !takes(detection, 'home_countries') || (settings.homeCountries ?? []).length > 0;
}

/** Only what the detection has use for. */
export function settingsFor(detection: Detection, settings: DetectionSettings): DetectionSettings {
  const { homeCountries, leavesOutAws, instanceIds, includesBackfill } = settings;
  return {
    ...(takes(detection, 'home_countries') && homeCountries?.length ? { homeCountries } : {}),
    ...(takes(detection, 'aws_networks') && leavesOutAws === true ? { leavesOutAws } : {}),
    ...(takes(detection, 'instance_ids') && instanceIds?.length ? { instanceIds } : {}),
    ...(detection.over === undefined && includesBackfill === true ? { includesBackfill } : {}),
  };
}

/** The detection's KQL with the settings, back-filled events included: what to search history by. */
export function kqlWithSettings(detection: Detection, settings: DetectionSettings): string {
  const { homeCountries = [], leavesOutAws, instanceIds = [] } = settingsFor(detection, settings);
  return joined([
    detection.kql,
    homeCountries.length > 0 && `not source.geo.country_iso_code: ${oneOf(homeCountries)}`,
    leavesOutAws === true && `not source.as.number: ${oneOf(AWS_NETWORKS)}`,
    instanceIds.length > 0 && `related.hosts: ${oneOf(instanceIds)}`,
  ]);
}

/** The KQL of the rule itself. */
export function ruleKql(detection: Detection, settings: DetectionSettings): string {
  const kql = kqlWithSettings(detection, settings);
  const { includesBackfill } = settingsFor(detection, settings);
  const hasNoBackfill = detection.over !== undefined || includesBackfill === true;
  return joined([kql, !hasNoBackfill && `not tags: ${BACKFILL_TAG}`]);
}

/** `or` binds weaker than `and`, so that what it stands in is put into brackets. */
function joined(parts: readonly (string | false)[]): string {
  const given = parts.filter((part) => part !== false);
  return given.length === 1
    ? given.join('')
    : given.map((part) => (hasOr(part) ? `(${part})` : part)).join(' and ');
}

/** Whether an `or` stands outside of all brackets and quotes. */
function hasOr(kql: string): boolean {
  const bare = kql.replace(/"(\\.|[^"\\])*"/g, '');
  let depth = 0;
  for (const word of bare.split(/([()\s])/)) {
    if (word === '(') depth += 1;
    if (word === ')') depth -= 1;
    if (word === 'or' && depth === 0) return true;
  }
  return false;
}

function oneOf(values: readonly (string | number)[]): string {
  return `(${values.join(' or ')})`;
}

function takes(
  { parameters = [] }: Detection,
  parameter: NonNullable<Detection['parameters']>[number],
): boolean {
  return parameters.includes(parameter);
}
