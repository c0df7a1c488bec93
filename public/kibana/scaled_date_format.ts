/** Chooses a date format by how long a chart's buckets are, as Kibana's own charts do. */
import moment from 'moment';

// Kibana's default of `dateFormat:scaled`
const DEFAULT_RULES: readonly (readonly [string, string])[] = [
  ['', 'HH:mm:ss.SSS'],
  ['PT1S', 'HH:mm:ss'],
  ['PT1M', 'HH:mm'],
  ['PT1H', 'YYYY-MM-DD HH:mm'],
  ['P1DT', 'YYYY-MM-DD'],
  ['P1YT', 'YYYY'],
];

/** The format of the last rule (ISO 8601 duration, moment format) that is not longer than `intervalMs`. */
export function scaledDateFormat(
  rules: readonly (readonly [string, string])[] | undefined,
  intervalMs: number,
): string {
  const fitting = (rules ?? DEFAULT_RULES).filter(
    ([duration]) => duration === '' || moment.duration(duration).asMilliseconds() <= intervalMs,
  );
  return fitting.at(-1)?.[1] ?? 'YYYY-MM-DD HH:mm:ss';
}
