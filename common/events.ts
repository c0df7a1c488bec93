/** What the Events page asks and gets: rows of chosen columns, one event whole, what belongs to it, and its original record. */
import * as z from 'zod';
import { MOST_COLUMNS, MOST_EVENTS_AT_ONCE } from './explore_limits';
import type { EventRow } from './panels';
import { panelRequestSchema } from './panels';

/** A path in the document. */
const fieldSchema = z.string().regex(/^[\w@][\w@.:/ -]{0,255}$/);

/** A place in the order of events. */
const placeSchema = z
  .array(z.union([z.string(), z.number(), z.boolean(), z.null()]))
  .max(10)
  .readonly();
export type EventPlace = z.infer<typeof placeSchema>;

export const eventsPageRequestSchema = panelRequestSchema.extend({
  columns: z.array(fieldSchema).min(1).max(MOST_COLUMNS),
  sort: z.object({ field: fieldSchema, order: z.enum(['asc', 'desc']) }).default({
    field: '@timestamp',
    order: 'desc',
  }),
  /** `next` of the page before; the first page without. */
  after: placeSchema.optional(),
  /** `previous` of the page after: that leads back. */
  before: placeSchema.optional(),
  size: z.number().int().min(1).max(MOST_EVENTS_AT_ONCE).default(100),
});
export type EventsPageRequest = z.infer<typeof eventsPageRequestSchema>;

/** What a document holds at one path: none, one or many. */
export type CellValue = readonly (string | number | boolean)[];
export interface EventsPage {
  readonly total: number;
  /** `cells` are in the order of the request's columns. */
  readonly rows: readonly { readonly id: string; readonly cells: readonly CellValue[] }[];
  /** Where the next page begins; null on the last. */
  readonly next: EventPlace | null;
  /** Where the page before ends; null on the first. */
  readonly previous: EventPlace | null;
}

export const eventParamsSchema = z.object({ id: z.string().min(1).max(512) });

export interface WholeEvent {
  /** `_id` of the document. */
  readonly id: string;
  readonly index: string;
  readonly source: Readonly<Record<string, unknown>>;
  readonly row: EventRow;
}
export interface EventAnswer {
  /** Null where there is no such event, or the user may not see it. */
  readonly event: WholeEvent | null;
}

/** Why events belong together. */
export type Relation = 'request' | 'shared_event' | 'session' | 'access_key' | 'amendment';
export interface RelatedEvents {
  readonly groups: readonly {
    readonly relation: Relation;
    /** By which they are found. */
    readonly field: string;
    readonly value: string;
    /** The event itself is not counted. */
    readonly total: number;
    /** The nearest in time, at most 10, oldest first; within 36 hours of the event, but for amendments. */
    readonly rows: readonly EventRow[];
  }[];
}

/** The record as CloudTrail delivered it. */
export interface OriginalRecord {
  /** JSON text, byte for byte. */
  readonly record: string;
  /** `s3://bucket/key` */
  readonly object: string;
  /** Byte in the uncompressed object. */
  readonly offset: number;
}
