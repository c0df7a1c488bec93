/** Which columns the reader of this browser wants to see. */
import { FIELD_TYPES } from '../../../common/sortable_fields';
import { MOST_COLUMNS } from '../../../common/explore_limits';

const STORAGE_KEY = 'cloudtrail.events.columns';
export const DEFAULT_COLUMNS: readonly string[] = [
  '@timestamp',
  'event.action',
  'event.provider',
  'cloudtrail.actor.name',
  'event.outcome',
  'source.address',
  'source.geo.country_name',
  'cloud.account.id',
  'cloud.region',
];

/** Browsers may refuse storage altogether. */
type Storage = Pick<globalThis.Storage, 'getItem' | 'setItem'>;

export function readColumns(storage: Storage): readonly string[] {
  try {
    const kept: unknown = JSON.parse(storage.getItem(STORAGE_KEY) ?? 'null');
    const columns = Array.isArray(kept) ? kept.filter(isColumn).slice(0, MOST_COLUMNS) : [];
    return columns.length > 0 ? columns : DEFAULT_COLUMNS;
  } catch {
    return DEFAULT_COLUMNS;
  }
}

export function keepColumns(storage: Storage, columns: readonly string[]): void {
  try {
    storage.setItem(STORAGE_KEY, JSON.stringify(columns));
  } catch {
    // they are good for this visit
  }
}

/** A field of ours, or a path in one of the free-form objects. */
export function isColumn(name: unknown): name is string {
  return typeof name === 'string' && (FIELD_TYPES.has(name) || name.startsWith('aws.cloudtrail.flattened.'));
}
