/** What a dashboard is here: panels as plain data, from which `npm run saved_objects` makes Kibana's objects. */

/** Columns and rows of Kibana's grid of 48 columns; a row is about 20 pixels. */
export interface Place {
  readonly x: number;
  readonly y: number;
  readonly w: number;
  readonly h: number;
}

/** One number. `of`: how many events, how many different values, or the newest event's time. */
export type Metric = {
  readonly label: string;
  /** KQL: counts only the events that fit. */
  readonly filter?: string;
  /** As `#rrggbb`; of bars. */
  readonly color?: string;
} & ({ readonly of: 'events' | 'latest' } | { readonly of: 'values'; readonly field: string });

/** The values of a field, those with the most events. */
export interface ValuesBreakdown {
  readonly by: 'values';
  readonly field: string;
  readonly label: string;
  readonly top: number;
  /** Whether all further values are shown as one, *Other*. */
  readonly hasOther?: true;
  /** Whether events without a value are shown; otherwise they are left out. Kibana can that with `hasOther` only. */
  readonly hasMissing?: true;
}

/** What the events are divided by; the first comes first (rows, the inner ring, the axis). */
export type Breakdown =
  | { readonly by: 'time' }
  | ValuesBreakdown
  | {
      readonly by: 'filters';
      readonly label: string;
      readonly filters: readonly { readonly label: string; readonly kql: string }[];
    };

/** A panel that Lens draws. */
export interface LensPanel {
  readonly kind: 'lens';
  /** Unique in its dashboard. */
  readonly id: string;
  readonly title: string;
  /** Shown behind an (i) beside the title. */
  readonly description?: string;
  readonly chart: 'number' | 'bars' | 'horizontal_bars' | 'donut' | 'table';
  /** KQL that all of the panel's events fit. */
  readonly filter?: string;
  /** The first orders the values of breakdowns, most first. */
  readonly metrics: readonly [Metric, ...Metric[]];
  readonly breakdowns: readonly Breakdown[];
  readonly place: Place;
}

/** A panel that shows the map or a saved search. */
export interface ObjectPanel {
  readonly kind: 'map' | 'search';
  readonly id: string;
  readonly title: string;
  /** The id of that object. */
  readonly shows: string;
  readonly place: Place;
  /** What a map shows at first in this panel, if not what it shows where it has the whole window. */
  readonly mapCenter?: { readonly lat: number; readonly lon: number; readonly zoom: number };
}

export interface Dashboard {
  readonly id: string;
  readonly title: string;
  readonly description: string;
  readonly panels: readonly (LensPanel | ObjectPanel)[];
}

export interface SavedSearch {
  readonly id: string;
  readonly title: string;
  readonly description: string;
  readonly kql: string;
  readonly columns: readonly string[];
  /** Pixels of columns whose values are long; the others share the rest. */
  readonly widths?: Readonly<Record<string, number>>;
}

export const SUCCESS_COLOR = '#54b399';
export const FAILURE_COLOR = '#e7664c';
export const FAILED_KQL = 'event.outcome: failure';
export const SUCCEEDED_KQL = 'event.outcome: success';
