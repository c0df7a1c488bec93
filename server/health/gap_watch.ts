/** Looks now and then which places of a source have fallen silent, and keeps the documents about it true. */
import type { Client } from '@elastic/elasticsearch';
import { ElasticsearchError } from '../errors';
import { isTooFar } from '../fetching/clock';
import { IndexCreator } from '../indices/ensure_index';
import type { GapSource } from '../indices/gaps_store';
import { GapsStore } from '../indices/gaps_store';
import type { SourceGaps } from './gaps';

const LOOK_EVERY_MS = 5 * 60 * 1000;
/** After a refusal, which the log tells. */
const LOOK_AGAIN_MS = 60 * 60 * 1000;

/** One for a Kibana process. */
export class GapWatch {
  /** By source: when to look again (ms since the epoch). */
  private readonly lookAt = new Map<string, number>();

  constructor(
    private readonly log: { warn(message: string): void },
    /** ms since the epoch */
    private readonly now: () => number,
  ) {}

  /** With the source's key. Never a reason not to fetch: what Elasticsearch refuses is in the log. */
  async run(client: Client, source: GapSource, read: () => Promise<SourceGaps>): Promise<void> {
    const { log, now, lookAt } = this;
    const next = lookAt.get(source.id) ?? 0;
    if (next > now() && !isTooFar(next, now())) return;
    lookAt.set(source.id, now() + LOOK_EVERY_MS);
    try {
      await new GapsStore(client, new IndexCreator(client), source, now).update(await read());
    } catch (error) {
      if (!(error instanceof ElasticsearchError)) throw error;
      lookAt.set(source.id, now() + LOOK_AGAIN_MS);
      const hint =
        error.code === 'elasticsearch_forbidden' ? ' Its write key is of an older version: renew it.' : '';
      log.warn(`Source "${source.name}", gaps: ${error.message}${hint}`);
    }
  }
}
