/** Brings the mapping of event indices that are there already up to the template's: later versions only add fields. */
import type { Client } from '@elastic/elasticsearch';
import { ElasticsearchError } from '../errors';
import { statusOf, toElasticsearchError, typeOf } from './elasticsearch_errors';
import { EVENTS_MAPPING_VERSION, eventsMapping } from './events_mapping';
import { eventsPattern } from './index_names';

/** An estate of daily indices has more than one run should wait for; the next goes on. */
const MS_OF_A_RUN = 10_000;
const LOOK_AGAIN_MS = 60 * 60 * 1000;

export interface UpgradeResult {
  readonly upgraded: number;
  /** Older still: they refused, or were not come to. */
  readonly left: readonly string[];
  /** Why the first that refused did so. */
  readonly refusal: ElasticsearchError | undefined;
}

/**
 * The names of a namespace's event indices whose mapping is older than this version's, newest first. Those of a newer
 * Kibana, and those made without our template, are not among them. Needs `view_index_metadata`. Throws ElasticsearchError.
 */
export async function outdatedIndices(client: Client, namespace: string): Promise<readonly string[]> {
  try {
    const found = await client.indices.getMapping({
      index: eventsPattern(namespace),
      filter_path: '*.mappings._meta.version',
    });
    return Object.entries(found)
      .filter(([, { mappings }]) => Number(mappings._meta?.['version']) < EVENTS_MAPPING_VERSION)
      .map(([index]) => index)
      .sort()
      .reverse();
  } catch (error) {
    throw toElasticsearchError(error, 'looking at the mapping of the event indices');
  }
}

/**
 * Puts the mapping on one index after the other while `mayGoOn`. An index that refuses (blocked, mapped by somebody else)
 * does not keep it from the rest; a missing right or an Elasticsearch in trouble ends it. Tried on 8.19: a key with
 * `create_doc` may, by a rule that Elasticsearch calls deprecated (9.x still has it); else it takes `manage`.
 */
export async function upgradeMappings(
  client: Client,
  indices: readonly string[],
  mayGoOn: () => boolean,
): Promise<UpgradeResult> {
  const left = new Set(indices);
  let refusal: ElasticsearchError | undefined;
  for (const index of indices) {
    if (!mayGoOn()) break;
    try {
      await client.indices.putMapping({ index, ...eventsMapping });
      left.delete(index);
    } catch (error) {
      const refused = toElasticsearchError(error, `upgrading the mapping of ${index}`);
      if (!(refused instanceof ElasticsearchError)) throw refused;
      refusal ??= refused;
      if (!isAboutTheIndex(error)) break;
    }
  }
  return { upgraded: indices.length - left.size, left: [...left], refusal };
}

function isAboutTheIndex(error: unknown): boolean {
  return statusOf(error) === 400 || statusOf(error) === 404 || typeOf(error) === 'cluster_block_exception';
}

/** Upgrades what runs come across. One for a Kibana process: each namespace is looked at hourly. */
export class MappingUpgrades {
  /** By namespace: when to look again (ms since the epoch). */
  private readonly lookAt = new Map<string, number>();

  constructor(
    private readonly log: { info(message: string): void; warn(message: string): void },
    /** ms since the epoch */
    private readonly now: () => number,
  ) {}

  /**
   * Never a reason not to fetch: events are kept whole in any mapping, their new fields are only not searched. What went
   * wrong is in the log, and `outdatedIndices` shows it in the sources' status.
   */
  async run(client: Client, namespace: string): Promise<void> {
    const { now, log, lookAt } = this;
    const startedAt = now();
    if ((lookAt.get(namespace) ?? 0) > startedAt) return;
    lookAt.set(namespace, startedAt + LOOK_AGAIN_MS);
    try {
      const outdated = await outdatedIndices(client, namespace);
      const result = await upgradeMappings(client, outdated, () => now() - startedAt < MS_OF_A_RUN);
      const { upgraded, left, refusal } = result;
      if (upgraded > 0)
        log.info(`Namespace ${namespace}: the mapping of ${upgraded} indices is up to date now.`);
      if (refusal !== undefined) log.warn(refusedMessage(namespace, left.length, refusal));
      else if (left.length > 0) lookAt.delete(namespace);
    } catch (error) {
      if (!(error instanceof ElasticsearchError)) throw error;
      log.warn(error.message);
    }
  }
}

function refusedMessage(namespace: string, count: number, { message }: ElasticsearchError): string {
  return `Namespace ${namespace}: the mapping of ${count} indices is of an older version (${message}) Events are fetched meanwhile, but their new fields can't be searched there; an administrator should upgrade the mapping.`;
}
