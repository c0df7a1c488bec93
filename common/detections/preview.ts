/** What the Alerts page asks the server, and what it gets. The request is checked by these schemas; answers are typed only. */
import * as z from 'zod';
import type { EventRow, PanelAnswer } from '../panels';
import type { KeptFields } from './kept_fields';

z.config({ jitless: true });

/** Each is a search of its own; the page asks for a handful at a time. */
const MOST_RULES = 12;

export const previewRequestSchema = z.object({
  rules: z
    .array(
      z.object({
        /** Of the catalogue. */
        id: z.string().max(100),
        /** The rule's KQL, made an Elasticsearch query by Kibana's own parser in the browser. */
        query: z.record(z.string(), z.unknown()),
      }),
    )
    .min(1)
    .max(MOST_RULES),
});
export type PreviewRequest = z.infer<typeof previewRequestSchema>;

/** By the time of the events, back-filled ones included: what the rule would have found had it been there. */
export interface DetectionPreview {
  readonly id: string;
  readonly events_24_hours: number;
  readonly events_30_days: number;
  /** How often one would have been told, at most: fewer where something goes on for longer than the rule's window. */
  readonly told_24_hours: number;
  readonly told_30_days: number;
  /** The newest events. */
  readonly examples: readonly EventRow[];
}
/** A rule whose search failed or took too long is not among them. */
export type PreviewResponse = PanelAnswer<readonly DetectionPreview[]>;

export interface KeptFieldsResponse {
  readonly namespaces: readonly KeptFields[];
}
