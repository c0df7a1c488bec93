/** In which hours there were events, over the four weeks up to the last of them, kept in some 170 characters. Pure. */

export const HOUR_MS = 60 * 60 * 1000;
/** Four weeks: what comes weekly is seen more than once. */
export const KEPT_HOURS = 28 * 24;
const MASK = (1n << BigInt(KEPT_HOURS)) - 1n;

/** The order in which hours are added does not matter, nor how often: files are read out of order, and again. */
export interface ActiveHours {
  /** The last one, in hours since the epoch. */
  readonly last: number;
  /** A bit for each hour, in hexadecimal: the lowest is the last hour, the next one the hour before it. */
  readonly bits: string;
}

/** Hours are those since the epoch. Null for none. */
export function withHours(kept: ActiveHours | null, hours: Iterable<number>): ActiveHours | null {
  const all = new Set(hours);
  let last = kept?.last ?? -Infinity;
  for (const hour of all) last = Math.max(last, hour);
  if (last === -Infinity) return null;
  let bits = kept === null ? 0n : bitsOf(kept) << BigInt(Math.min(last - kept.last, KEPT_HOURS));
  for (const hour of all) if (last - hour < KEPT_HOURS) bits |= 1n << BigInt(last - hour);
  return { last, bits: (bits & MASK).toString(16) };
}

/** Hours in which one of them, at least, was active. */
export function unionOf(places: readonly (ActiveHours | null)[]): ActiveHours | null {
  const known = places.filter((place) => place !== null);
  if (known.length === 0) return null;
  const last = Math.max(...known.map((place) => place.last));
  let bits = 0n;
  for (const place of known) bits |= bitsOf(place) << BigInt(Math.min(last - place.last, KEPT_HOURS));
  return { last, bits: (bits & MASK).toString(16) };
}

/** In order, the earliest first. */
export function hoursOf({ last, bits }: ActiveHours): readonly number[] {
  const hours: number[] = [];
  const digits = BigInt(`0x${bits}`).toString(2);
  for (let i = 0; i < digits.length; i++) if (digits[i] === '1') hours.push(last - (digits.length - 1 - i));
  return hours;
}

function bitsOf({ bits }: ActiveHours): bigint {
  return BigInt(`0x${bits}`);
}
