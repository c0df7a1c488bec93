/** One source over an estate in a bucket of its own, fetched by the built plugin while something goes wrong, and its counts. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { Client } from '@elastic/elasticsearch';
import { expect, inject } from 'vitest';
import { PANELS_API, SOURCES_API } from '../../common/ids';
import type {
  CreateSourceRequest,
  SourceResponse,
  SourceState,
  SourceStatusResponse,
} from '../../common/sources';
import type { BucketObject } from '../generate/bucket_object';
import { countDistinct, distinctRecords } from '../generate/count_distinct';
import type { Host } from '../host/start_host';
import { makeBucket } from '../integration/fetch_harness';
import { countEvents, isIdle, sourceRequest, until, type PluginHosts } from '../integration/plugin_host';
import { noteRow } from './fault_report';
import { s3 } from '../integration/own_servers';

const PAGE = 10_000;
const PAUSE_MS = 1000;
const LOOK_PAUSE_MS = 200;
/** Pauses after a fault grow with its length, leases run out after 60 s, and a dead host's tasks are taken up after 90 s: so long nothing may come in. */
export const WHOLE_AGAIN_MS = 300_000;

export interface TrialParts {
  readonly hosts: PluginHosts;
  readonly superuser: { readonly username: string; readonly password: string };
  /** Reaches Elasticsearch whatever the hosts meet. */
  readonly client: Client;
  readonly objects: readonly BucketObject[];
}

export class Trial {
  private before = 0;
  private said = '';
  private isLookedAt = false;
  private looking: Promise<unknown> | undefined;

  private constructor(
    private readonly parts: TrialParts,
    /** The host that is asked; a test may put another in its place. */
    public host: Host,
    readonly source: SourceResponse,
    private readonly startedAt: number,
  ) {}

  /** Makes the bucket and the source, and waits until its first events are in, and not yet all. */
  static async begin(
    parts: TrialParts,
    host: Host,
    changes: Partial<CreateSourceRequest> = {},
  ): Promise<Trial> {
    const trial = await Trial.create(parts, host, changes);
    // an index that was made a moment ago has no shard to count in
    const hasEvents = async () => (await trial.documents().catch(() => 0)) > 0;
    await until(hasEvents, undefined, WHOLE_AGAIN_MS);
    return trial;
  }

  /** The same without waiting. */
  static async create(
    parts: TrialParts,
    host: Host,
    changes: Partial<CreateSourceRequest> = {},
  ): Promise<Trial> {
    const request = sourceRequest(s3, s3.reader, await makeBucket(parts.objects), changes);
    const startedAt = Date.now();
    return new Trial(parts, host, await parts.hosts.create(host, parts.superuser, request), startedAt);
  }

  async documents(): Promise<number> {
    return countEvents(this.parts.client, this.source.namespace);
  }

  get eventsIndices(): string {
    return `cloudtrail-events-${this.source.namespace}-*`;
  }

  /** To be called when the fault comes: it must meet work. */
  async strikes(): Promise<void> {
    this.before = await this.documents();
    expect(this.before).toBeLessThan(countDistinct(this.parts.objects).expectedDocuments);
  }

  /** From now on until all is in, somebody asks for a panel again and again: writes then give way to searches. */
  isBeingLookedAt(): void {
    const { hosts, superuser } = this.parts;
    const year = new Date().getUTCFullYear();
    const range = {
      from: `${year - 1}-01-01T00:00:00Z`,
      to: `${year + 1}-01-01T00:00:00Z`,
      time_zone: 'UTC',
    };
    this.isLookedAt = true;
    this.looking = (async () => {
      for (; this.isLookedAt; await sleep(LOOK_PAUSE_MS)) {
        // whatever the fault makes of the answer: it is what comes in that is looked at here
        const asked = hosts.ask(this.host, superuser, 'POST', `${PANELS_API}/users`, range);
        await asked.catch(() => undefined);
      }
    })();
  }

  /** Waits until the source names the problem; keeps its words. */
  async says(code: string, state: SourceState = 'failing'): Promise<SourceStatusResponse> {
    const { hosts, superuser } = this.parts;
    const isNamed = ({ problem }: SourceStatusResponse) => problem?.code === code;
    const status = await hosts.statusThat(this.host, superuser, this.source.id, isNamed, WHOLE_AGAIN_MS);
    expect(status.state).toBe(state);
    return this.keeps(status.problem?.message ?? '', status);
  }

  /** For what is not said by the source but of it. */
  keeps<T>(words: string, value: T): T {
    this.said = words;
    return value;
  }

  /**
   * Waits until the source has found out by itself that all is well; then each event must be there, and once. Notes the
   * row of this fault.
   */
  async isWhole(fault: string): Promise<void> {
    const expected = [...distinctRecords(this.parts.objects)];
    return this.isWholeOf(
      fault,
      expected.map(({ record }) => String(record['eventID'])),
    );
  }

  /** The same where not all events of the bucket are wanted: `expected` are the ids of those that are. */
  async isWholeOf(fault: string, expected: readonly string[]): Promise<void> {
    const { objects } = this.parts;
    const status = await this.idleWith(expected.length);
    this.isLookedAt = false;
    await this.looking;
    expect(status.state, JSON.stringify(status)).toBe('idle');
    const seconds = Math.round((Date.now() - this.startedAt) / 1000);
    expect(status.problem).toBeNull();

    const stored = await this.storedIds();
    const there = new Set(stored);
    const lost = expected.filter((id) => !there.has(id)).length;
    const doubled = stored.length - there.size;
    const { before, said } = this;
    await noteRow(inject('faultRows'), {
      ...{ fault, objects: objects.length, distinct: expected.length, before, after: stored.length },
      ...{ lost, doubled, seconds, said },
    });
    expect({ lost, doubled, documents: stored.length }).toEqual({
      lost: 0,
      doubled: 0,
      documents: expected.length,
    });
  }

  /**
   * Gives the last status also where the documents never come to that number: the comparison tells what is wrong. A busy
   * machine may take its time, as long as something comes in.
   */
  private async idleWith(expected: number): Promise<SourceStatusResponse> {
    const { hosts, superuser } = this.parts;
    let documents = -1;
    let deadline = 0;
    for (;;) {
      const status = await hosts.status(this.host, superuser, this.source.id);
      const now = await this.documents();
      if (now !== documents) deadline = Date.now() + WHOLE_AGAIN_MS;
      documents = now;
      if ((isIdle(status) && documents === expected) || Date.now() > deadline) return status;
      await sleep(PAUSE_MS);
    }
  }

  async drop(): Promise<void> {
    const { hosts, superuser } = this.parts;
    const path = `${SOURCES_API}/${this.source.id}`;
    expect((await hosts.ask(this.host, superuser, 'DELETE', path)).status).toBe(200);
  }

  /** `event.id` of each document. */
  private async storedIds(): Promise<readonly string[]> {
    const { client } = this.parts;
    const ids: string[] = [];
    await client.indices.refresh({ index: this.eventsIndices });
    for await (const page of client.helpers.scrollSearch<unknown>({
      index: this.eventsIndices,
      size: PAGE,
      _source: false,
      fields: ['event.id'],
    })) {
      for (const { fields } of page.body.hits.hits) ids.push(String((fields?.['event.id'] as string[])[0]));
    }
    return ids;
  }
}

/** Lets a fault last, at least. */
export async function lasting<T>(ms: number, work: Promise<T>): Promise<T> {
  const [value] = await Promise.all([work, sleep(ms)]);
  return value;
}
