/** How long a place is usually silent between its events, and from when on its silence is a gap. Pure. */
import type { ActiveHours } from './active_hours';
import { HOUR_MS, hoursOf } from './active_hours';

export interface UsualSilence {
  /** The longest silence that is usual, in ms. */
  readonly usualMs: number;
  /** A longer one is a gap. */
  readonly limitMs: number;
}

const DAY_HOURS = 24;
const WEEK_HOURS = 7 * DAY_HOURS;
/** Two hours with events may lie almost two hours apart. */
const LEAST_LIMIT_HOURS = 2;
/** AWS delivers within some 15 minutes, usually, and we look every quarter of an hour at least. */
const DELIVERY_HOURS = 0.5;
const LIMIT_PER_USUAL = 2;
/** Silences that come again are a rhythm, and say all: so many of the longest so much alike, of so many that chance is not it. */
const RECURRING = 3;
const ALIKE = 0.95;
const LEAST_SILENCES = 10;
/** Else events may come by chance, and a limit is what chance passes once in so many times. */
const ONCE_IN = 10_000;
/** Whoever never pauses for longer works at night, too, and so is no person who rests at weekends. */
const STEADY_HOURS = 3;
/** Until a weekend was seen: from Friday night to Monday morning, and some. */
const UNSEEN_WEEKEND_HOURS = 72;

/** All in hours. */
interface Known {
  /** Between two hours with events, the longest first. */
  readonly silences: readonly number[];
  readonly activeHours: number;
  /** From the first event to the last. */
  readonly knownHours: number;
}

/**
 * From the place's own rhythm over at most four weeks. Undefined while it has been known for less than a day: then nothing
 * is usual yet. Steady places are missed after 2 or 3 hours, those that rest at weekends after some days, and those that
 * come by chance and seldom after weeks.
 */
export function usualSilence(active: ActiveHours): UsualSilence | undefined {
  const hours = hoursOf(active);
  const [first = active.last] = hours;
  const known = {
    silences: silencesBetween(hours),
    activeHours: hours.length,
    knownHours: active.last - first + 1,
  };
  if (known.knownHours < DAY_HOURS) return undefined;
  const { silences } = withoutGap(known);
  return {
    usualMs: (silences[0] ?? 1) * HOUR_MS,
    limitMs: Math.round((limitOf(withoutGap(known)) + DELIVERY_HOURS) * HOUR_MS),
  };
}

/** After two weeks, in which weekends came again: a silence that was a gap itself must not hide the next one. */
function withoutGap(known: Known): Known {
  const [longest = 0, ...others] = known.silences;
  if (known.knownHours < 2 * WEEK_HOURS) return known;
  const { activeHours, knownHours } = known;
  // what is left is as if the two ends of the gap were one hour
  const rest = { silences: others, activeHours: activeHours - 1, knownHours: knownHours - longest };
  return longest > limitOf(rest) ? rest : known;
}

function limitOf(known: Known): number {
  const { silences, knownHours } = known;
  const [longest = 1] = silences;
  const recurs = silences.length >= LEAST_SILENCES && (silences[RECURRING - 1] ?? 0) >= longest * ALIKE;
  const mayRest = knownHours < WEEK_HOURS && longest > STEADY_HOURS;
  return Math.max(
    LEAST_LIMIT_HOURS,
    LIMIT_PER_USUAL * longest,
    recurs ? 0 : limitOfChance(known),
    mayRest ? UNSEEN_WEEKEND_HOURS : 0,
  );
}

function silencesBetween(hours: readonly number[]): readonly number[] {
  const silences: number[] = [];
  hours.forEach((hour, i) => {
    const before = hours[i - 1];
    if (before !== undefined && hour - before > 1) silences.push(hour - before);
  });
  return silences.sort((a, b) => b - a);
}

/**
 * Of a Poisson process, whose rate is known the less the fewer events there were: the predictive distribution of the next
 * pause is P(longer than t) = (1 + t / (n * mean)) ^ -n.
 */
function limitOfChance({ activeHours, knownHours }: Known): number {
  const pauses = activeHours - 1;
  if (pauses < 1) return Infinity;
  const mean = 1 / -Math.log(1 - pauses / knownHours);
  return pauses * mean * (ONCE_IN ** (1 / pauses) - 1);
}
