/** The tags of an event's document. */
import type { DocumentOptions } from './document_options';
import { CUT_TAG } from './free_form_fields';
import type { RecordOrigin } from './record_origin';

/** Tag of events that were delivered before their source was made: rules leave them out unless asked. */
export const BACKFILL_TAG = 'backfill';
/** Those that Elastic's integration gives every event of CloudTrail. */
const ALWAYS = ['forwarded', 'aws-cloudtrail'];
/** What Elastic's integration calls the options that keep the record and the entities. */
const ORIGINAL_TAG = 'preserve_original_event';
const ENTITIES_TAG = 'actor_target_mapping';

/** `isCut`: something of the record did not fit. */
export function tagsOf(origin: RecordOrigin, options: DocumentOptions, isCut: boolean): readonly string[] {
  return [
    ...ALWAYS,
    ...(options.keepsOriginal ? [ORIGINAL_TAG] : []),
    ...(options.hasEntityFields ? [ENTITIES_TAG] : []),
    ...(origin.isBackfill ? [BACKFILL_TAG] : []),
    ...(isCut ? [CUT_TAG] : []),
  ];
}
