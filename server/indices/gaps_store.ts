/** The gaps of one source as documents for rules to look at: written once, closed when events come again. Fields: docs/health.md. */
import { createHash } from 'node:crypto';
import type { Client, estypes } from '@elastic/elasticsearch';
import { HEALTH_INDEX } from '../../common/ids';
import type { JsonObject } from '../cloudtrail/record';
import type { Gap, SourceGaps } from '../health/gaps';
import { fromBulkItem, throwIfRefused } from './elasticsearch_errors';
import type { IndexCreator } from './ensure_index';
import { call } from './retries';

/** What was closed before is dropped. */
const KEPT_MS = 365 * 24 * 60 * 60 * 1000;
const PAGE = 10_000;
const ECS_VERSION = '8.11.0';
const WRITING = 'writing gaps';
const DELETING = 'deleting gaps';

/** What of a source its gaps tell. */
export interface GapSource {
  readonly id: string;
  readonly name: string;
  readonly namespace: string;
}

export class GapsStore {
  constructor(
    private readonly client: Client,
    private readonly indices: IndexCreator,
    private readonly source: GapSource,
    /** ms since the epoch */
    private readonly now: () => number,
  ) {}

  /**
   * Writes gaps that are not open yet, closes those that are none any more, and drops what is old. While the whole source
   * is a gap none of its places is added. Throws ElasticsearchError.
   */
  async update(found: SourceGaps): Promise<void> {
    const { open, old } = await this.stored();
    const all = [...found.places, ...(found.whole === undefined ? [] : [found.whole])];
    const wanted = found.whole === undefined ? found.places : [found.whole];
    const ids = new Set(all.map((gap) => this.idOf(gap)));
    await this.add(wanted.filter((gap) => !open.includes(this.idOf(gap))));
    await this.close(open.filter((id) => !ids.has(id)));
    await drop(this.client, old);
  }

  private async add(gaps: readonly Gap[]): Promise<void> {
    if (gaps.length === 0) return;
    await this.indices.ensure(HEALTH_INDEX);
    const operations = gaps.flatMap((gap) => [
      { create: { _index: HEALTH_INDEX, _id: this.idOf(gap) } },
      this.toDocument(gap),
    ]);
    const answer = await this.bulk(operations);
    for (const { create } of answer.items) {
      const status = create?.status ?? 500;
      // another Kibana was first
      if (status !== 201 && status !== 409) throw fromBulkItem(status, create?.error?.type ?? '', WRITING);
    }
  }

  private async close(ids: readonly string[]): Promise<void> {
    if (ids.length === 0) return;
    const at = new Date(this.now()).toISOString();
    const doc = {
      event: { action: 'gap-closed', end: at, ingested: at },
      cloudtrail: { gap: { state: 'closed' } },
    };
    const answer = await this.bulk(
      ids.flatMap((_id) => [{ update: { _index: HEALTH_INDEX, _id } }, { doc }]),
    );
    for (const { update } of answer.items) {
      const status = update?.status ?? 500;
      // dropped meanwhile, or closed by another Kibana
      if (![200, 404, 409].includes(status)) throw fromBulkItem(status, update?.error?.type ?? '', WRITING);
    }
  }

  /** The ids of those that are open, and of those that are to be dropped. */
  private async stored(): Promise<Readonly<Record<'open' | 'old', readonly string[]>>> {
    const floor = new Date(this.now() - KEPT_MS).toISOString();
    const found = await storedGaps(this.client, this.source.id);
    return {
      open: found.flatMap(({ id, end }) => (end === undefined ? id : [])),
      old: found.flatMap(({ id, end }) => (end !== undefined && end < floor ? id : [])),
    };
  }

  private toDocument(gap: Gap): JsonObject {
    const { source } = this;
    const at = new Date(this.now()).toISOString();
    return {
      '@timestamp': at,
      message: messageOf(gap, source.name),
      ecs: { version: ECS_VERSION },
      event: {
        kind: 'state',
        module: 'cloudtrail',
        dataset: 'cloudtrail.health',
        action: 'gap',
        reason: gap.reason,
        start: new Date(gap.since).toISOString(),
        ingested: at,
      },
      cloud: {
        provider: 'aws',
        ...(gap.accountId === undefined ? {} : { account: { id: gap.accountId } }),
        ...(gap.place === undefined ? {} : { region: gap.place.region }),
      },
      data_stream: { namespace: source.namespace },
      cloudtrail: {
        source: { id: source.id, name: source.name },
        gap: {
          state: 'open',
          place: placeOf(gap),
          ...(gap.usualMs === undefined ? {} : { usual_seconds: Math.round(gap.usualMs / 1000) }),
        },
      },
    };
  }

  private idOf({ place, since }: Gap): string {
    const what = [this.source.id, place?.prefix, place?.accountId, place?.region, since, ...kindOf(place)];
    return createHash('sha256').update(JSON.stringify(what)).digest('base64url');
  }

  private async bulk(operations: object[]): Promise<estypes.BulkResponse> {
    return call(WRITING, () => this.client.bulk({ operations, refresh: true }));
  }
}

/** Drops all gaps of a source. Throws ElasticsearchError. */
export async function deleteGaps(client: Client, sourceId: string): Promise<void> {
  const found = await storedGaps(client, sourceId);
  await drop(
    client,
    found.map(({ id }) => id),
  );
}

async function storedGaps(
  client: Client,
  sourceId: string,
): Promise<readonly { readonly id: string; readonly end: string | undefined }[]> {
  const answer = await call('reading gaps', () =>
    client.search<{ event?: { end?: string } }>({
      index: HEALTH_INDEX,
      ignore_unavailable: true,
      query: { term: { 'cloudtrail.source.id': sourceId } },
      sort: [{ '@timestamp': 'desc' }],
      size: PAGE,
      _source: ['event.end'],
    }),
  );
  return answer.hits.hits.map(({ _id: id = '', _source: source }) => ({ id, end: source?.event?.end }));
}

async function drop(client: Client, ids: readonly string[]): Promise<void> {
  if (ids.length === 0) return;
  const operations = ids.map((id) => ({ delete: { _index: HEALTH_INDEX, _id: id } }));
  throwIfRefused(await call(DELETING, () => client.bulk({ operations, refresh: true })), DELETING);
}

/** None for `CloudTrail`, as before there were others. */
function kindOf(place: Gap['place']): readonly string[] {
  return place === undefined || place.kind === 'CloudTrail' ? [] : [place.kind];
}

function placeOf({ place }: Gap): string {
  return place === undefined ? 'all' : [place.accountId, place.region, ...kindOf(place)].join(' ');
}

/** As a sentence, for an alert. */
function messageOf({ place, since, reason, message, usualMs }: Gap, sourceName: string): string {
  const of =
    place === undefined
      ? `from the source "${sourceName}"`
      : `from account ${place.accountId} in ${place.region} (source "${sourceName}")`;
  const usual = usualMs === undefined ? '' : ` Usually it is silent for ${hoursOf(usualMs)} at most.`;
  const why = reason === 'silent' ? '' : ` Its files can't be read: ${message ?? ''}`;
  const events = place?.kind === 'CloudTrail-NetworkActivity' ? 'network activity events' : 'events';
  return `No ${events} ${of} since ${new Date(since).toISOString()}.${usual}${why}`;
}

function hoursOf(ms: number): string {
  const hours = Math.round(ms / (60 * 60 * 1000));
  return hours === 1 ? 'an hour' : `${hours} hours`;
}
