/** Deletes whole indices of events once all that they hold is past a namespace's retention. */
import type { Client } from '@elastic/elasticsearch';
import type { NamespaceSettings } from '../../common/namespaces';
import type { Day } from '../cloudtrail/day';
import { addDays, dayOf } from '../cloudtrail/day';
import { ElasticsearchError } from '../errors';
import { statusOf, toElasticsearchError } from './elasticsearch_errors';
import { eventsPattern, lastDayOf } from './index_names';
import { withRetries } from './retries';

const LOOK_AGAIN_MS = 60 * 60 * 1000;
/** A run that began before a change of the settings writes by the former ones, at most so long, and makes anew what was deleted. */
const LONGEST_RUN_MS = 2 * 60 * 1000;

/** The first day (UTC) whose events are kept; undefined where they are kept for ever. What happened before is not fetched. */
export function retentionFloor(
  { retention_days: days }: Pick<NamespaceSettings, 'retention_days'>,
  nowMs: number,
): Day | undefined {
  return days === null ? undefined : addDays(dayOf(nowMs), -days);
}

/** Those of the indices all of whose days lie before `floor`, the oldest first. */
export function expiredIndices(namespace: string, indices: readonly string[], floor: Day): readonly string[] {
  return indices.filter((index) => (lastDayOf(namespace, index) ?? floor) < floor).sort();
}

/** Deletes what is past retention. One for a Kibana process: each namespace is looked at hourly, and soon again after something was deleted. */
export class Retention {
  /** By namespace: when to look again (ms since the epoch). */
  private readonly lookAt = new Map<string, number>();

  constructor(
    private readonly log: { info(message: string): void; warn(message: string): void },
    /** ms since the epoch */
    private readonly now: () => number,
  ) {}

  /**
   * With the key of a source of the namespace: needs `view_index_metadata` and `delete_index`. Never a reason not to
   * fetch: what went wrong is in the log.
   */
  async run(client: Client, namespace: string, settings: NamespaceSettings): Promise<void> {
    const { now, log, lookAt } = this;
    const floor = retentionFloor(settings, now());
    if (floor === undefined || (lookAt.get(namespace) ?? 0) > now()) return;
    lookAt.set(namespace, now() + LOOK_AGAIN_MS);
    try {
      const expired = expiredIndices(namespace, await eventIndices(client, namespace), floor);
      for (const index of expired) {
        await deleteIndex(client, index);
        log.info(`Deleted ${index}: all of its events are older than ${settings.retention_days} days.`);
      }
      if (expired.length > 0) lookAt.set(namespace, now() + LONGEST_RUN_MS);
    } catch (error) {
      if (!(error instanceof ElasticsearchError)) throw error;
      log.warn(`Namespace ${namespace}, retention: ${error.message}`);
    }
  }
}

async function eventIndices(client: Client, namespace: string): Promise<readonly string[]> {
  try {
    const found = await withRetries(() =>
      client.indices.get({
        index: eventsPattern(namespace),
        expand_wildcards: 'all',
        filter_path: '*.settings.index.uuid',
      }),
    );
    return Object.keys(found);
  } catch (error) {
    throw toElasticsearchError(error, 'looking for indices past retention');
  }
}

async function deleteIndex(client: Client, index: string): Promise<void> {
  try {
    await withRetries(() => client.indices.delete({ index }));
  } catch (error) {
    // another Kibana was first
    if (statusOf(error) !== 404) throw toElasticsearchError(error, `deleting ${index}`);
  }
}
