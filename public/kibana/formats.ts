/** Numbers and times as Kibana's settings want them. */
import { i18n } from '@kbn/i18n';
import moment from 'moment';
import type {} from 'moment-timezone';
import type { CoreStart } from './contracts';
import { scaledDateFormat } from './scaled_date_format';
import { configuredTimeZone } from './time_zone';

export interface Formats {
  /** The zone in which times are shown (IANA). */
  readonly timeZone: string;
  /** A count with separators. */
  count(value: number): string;
  /** A count cut to a few characters, as 12K. */
  shortCount(value: number): string;
  /** A share of 0 to 1 in per cent; what is little but not nothing is never shown as 0. */
  share(value: number): string;
  /** A time in full, by `dateFormat`. */
  time(value: string | number): string;
  /** The same moment as "2024-01-31 10:05:00 UTC": what CloudTrail's keys and records say. */
  utcTime(value: string): string;
  /** A time as precise as buckets of `intervalMs` need, by `dateFormat:scaled`. */
  bucketTime(value: number, intervalMs: number): string;
  /** A time as "3 hours ago". */
  ago(value: string): string;
  /** As "14 MB"; powers of 1000. */
  bytes(value: number): string;
  /** As "3 hours"; rounded to one unit. */
  duration(seconds: number): string;
  /** As "4 min" or "1.5 hr"; two figures. */
  shortDuration(seconds: number): string;
  /** US dollars; little amounts as "< $0.01", in one piece. */
  dollars(value: number): string;
  /** A country's name in the user's language, else the code itself. */
  country(isoCode: string): string;
}

const BYTE_UNITS = ['byte', 'kilobyte', 'megabyte', 'gigabyte', 'terabyte'] as const;

/** Each with its seconds. */
const DURATION_UNITS = [
  ['day', 86_400],
  ['hour', 3_600],
  ['minute', 60],
  ['second', 1],
] as const;

/** Reads the settings once; Kibana reloads the page when they change. */
export function createFormats(uiSettings: CoreStart['uiSettings']): Formats {
  const locale = i18n.getLocale();
  const timeZone = configuredTimeZone(uiSettings);
  const dateFormat = uiSettings.get<string | undefined>('dateFormat') ?? 'MMM D, YYYY @ HH:mm:ss.SSS';
  const scaled = uiSettings.get<readonly (readonly [string, string])[] | undefined>('dateFormat:scaled');
  const counts = new Intl.NumberFormat(locale);
  const shortCounts = new Intl.NumberFormat(locale, { notation: 'compact', maximumFractionDigits: 1 });
  const shares = new Intl.NumberFormat(locale, { style: 'percent', maximumFractionDigits: 0 });
  const smallShares = new Intl.NumberFormat(locale, { style: 'percent', maximumSignificantDigits: 1 });
  const dollars = new Intl.NumberFormat(locale, { style: 'currency', currency: 'USD' });
  const countries = new Intl.DisplayNames(locale, { type: 'region', fallback: 'code' });
  // Kibana's moment knows zones; a moment without them shows the browser's own
  const inZone = (value: string | number) =>
    typeof moment.tz === 'function' ? moment(value).tz(timeZone) : moment(value);

  return {
    timeZone,
    count: (value) => counts.format(value),
    shortCount: (value) => shortCounts.format(value),
    share: (value) => (value > 0 && value < 0.01 ? smallShares : shares).format(value),
    time: (value) => inZone(value).format(dateFormat),
    utcTime: (value) => `${new Date(value).toISOString().slice(0, 19).replace('T', ' ')} UTC`,
    bucketTime: (value, intervalMs) => inZone(value).format(scaledDateFormat(scaled, intervalMs)),
    ago: (value) => moment(value).fromNow(),
    bytes: (value) => {
      const power = Math.min(BYTE_UNITS.length - 1, Math.floor(Math.log10(Math.max(1, value)) / 3));
      return new Intl.NumberFormat(locale, {
        style: 'unit',
        unit: BYTE_UNITS[power],
        maximumSignificantDigits: 3,
      }).format(value / 1000 ** power);
    },
    duration: (seconds) => moment.duration(seconds, 'seconds').humanize(),
    shortDuration: (seconds) => {
      const [unit, size] = DURATION_UNITS.find(([, least]) => seconds >= least) ?? DURATION_UNITS[3];
      return new Intl.NumberFormat(locale, {
        style: 'unit',
        unit,
        unitDisplay: 'short',
        maximumSignificantDigits: 2,
      }).format(seconds / size);
    },
    dollars: (value) =>
      value > 0 && value < 0.01 ? `<\u00a0${dollars.format(0.01)}` : dollars.format(value),
    country: (isoCode) => (/^[A-Z]{2}$/.test(isoCode) ? (countries.of(isoCode) ?? isoCode) : isoCode),
  };
}
