/** Writes events exactly once: `create` by an id of the event's own, a verdict for each, retries for what is not a document's fault. */
import type { Client, estypes } from '@elastic/elasticsearch';
import type { EventDocument } from '../documents/to_document';
import { ElasticsearchError } from '../errors';
import { giveBackBody, takeBody } from './body_memory';
import { bulkBody } from './bulk_body';
import {
  fromBulkItem,
  isPassing,
  isWorthRetrying,
  statusOf,
  toElasticsearchError,
} from './elasticsearch_errors';
import type { IndexCreator } from './ensure_index';
import type { IndexPeriod } from './index_names';
import { eventsIndex } from './index_names';
import { pauseBeforeTry } from './retries';
import type { Sent } from './write_window';
import { WriteWindow } from './write_window';

const MAX_TRIES = 6;
const DAY_MS = 86_400_000;
/** An answer that takes longer is given up; the documents are sent again, and those that arrived are then "known". */
const REQUEST_TIMEOUT_MS = 30_000;
const TOO_LARGE = 413;
/** Refusals beyond this share mean that something is wrong with the index, not with the records. */
const MAX_REFUSED_SHARE = 0.2;
const MIN_DOCUMENTS_FOR_SHARE = 20;
const DOING = 'writing events';
/** What is read of an answer; Kibana's thread parses no more of it. */
const ANSWER_PARTS = ['errors', 'items.create.status', 'items.create.error.type'];
/** The client sends bytes as they are, though its types don't say so. */
type Operations = estypes.BulkRequest['operations'];

/** What is refused for its size alone, by Elasticsearch or a proxy before it. */
export const CONTENT_TOO_LARGE = 'content_too_large';

/** What became of one event. `refused`: it would not be taken; `reason` is Elasticsearch's error type, or `content_too_large`. */
export type Verdict =
  | { readonly kind: 'created' }
  | { readonly kind: 'known' }
  | { readonly kind: 'refused'; readonly reason: string };

/** One for all: there are as many as events. */
const CREATED: Verdict = { kind: 'created' };
const KNOWN: Verdict = { kind: 'known' };

/** What is written of a document. */
export type WrittenDocument = Pick<EventDocument, 'id' | 'time' | 'rest'>;

interface Item extends WrittenDocument {
  readonly position: number;
  readonly index: string;
}
/** An item's bytes beside its document, about. */
const ITEM_BYTES = 200;

/** Writes the events of one namespace. One writer a run: it counts refusals over the run. */
export class EventsWriter {
  private written = 0;
  private refused = 0;
  /** The index of each day, written once: putting it together takes longer than looking for it. */
  private readonly names = new Map<number, string>();

  constructor(
    private readonly client: Client,
    private readonly indices: IndexCreator,
    private readonly namespace: string,
    private readonly signal: AbortSignal,
    /** ms since the epoch */
    private readonly now: () => number,
    private readonly window = new WriteWindow(),
    private readonly period: IndexPeriod = 'month',
  ) {}

  /**
   * One verdict for each event, in order; only then is an event safely stored. Throws ElasticsearchError when
   * Elasticsearch refuses for a reason that is not a document's, or refuses more than a fifth of the run. Several may be
   * under way at once: together they keep to the window.
   */
  async write(events: readonly WrittenDocument[]): Promise<readonly Verdict[]> {
    const verdicts: (Verdict | undefined)[] = events.map(() => undefined);
    let open: readonly Item[] = events.map(({ id, time, rest }, position) => ({
      id,
      time,
      rest,
      position,
      index: this.indexOf(time),
    }));
    for (let attempt = 1; open.length > 0; attempt++) {
      for (const index of new Set(open.map((item) => item.index))) await this.indices.ensure(index);
      open = await this.sendAll(open, verdicts, attempt === MAX_TRIES);
      if (open.length > 0) await pauseBeforeTry(attempt, this.signal);
    }
    const complete = verdicts.filter((verdict) => verdict !== undefined);
    this.refuseTooMany(complete);
    return complete;
  }

  private indexOf(time: number): string {
    const day = Math.floor(time / DAY_MS);
    const known = this.names.get(day);
    if (known !== undefined) return known;
    const name = eventsIndex(this.namespace, this.period, time);
    this.names.set(day, name);
    return name;
  }

  /** Sends the items once, in as many requests as the window asks for; gives those that are worth another try. */
  private async sendAll(
    items: readonly Item[],
    verdicts: (Verdict | undefined)[],
    isLast: boolean,
  ): Promise<readonly Item[]> {
    let hasFailed = false;
    const sent = await Promise.allSettled(
      cut(items, this.window.requestBytes).map((part) =>
        this.window.send(async () => {
          // another part's fault ends the run: nothing more is sent then
          if (hasFailed) return { value: part, wasTooMuch: false };
          try {
            return await this.tryOnce(part, verdicts, isLast);
          } catch (error) {
            hasFailed = true;
            throw error;
          }
        }, this.signal),
      ),
    );
    return sent.flatMap((outcome) => {
      if (outcome.status === 'rejected') throw outcome.reason;
      return outcome.value;
    });
  }

  private async tryOnce(
    items: readonly Item[],
    verdicts: (Verdict | undefined)[],
    isLast: boolean,
  ): Promise<Sent<readonly Item[]>> {
    // stamped anew on each attempt: rules look back from it, and an earlier one may not have been seen by any
    const body = bulkBody(items, this.now(), takeBody);
    let answer: estypes.BulkResponse;
    try {
      answer = await this.client.bulk(
        { operations: body as unknown as Operations, filter_path: ANSWER_PARTS },
        { signal: this.signal, requestTimeout: REQUEST_TIMEOUT_MS, maxRetries: 0 },
      );
    } catch (error) {
      this.signal.throwIfAborted();
      const isTooLarge = statusOf(error) === TOO_LARGE;
      const [first, ...others] = items;
      if (isTooLarge && first !== undefined && others.length === 0) {
        verdicts[first.position] = { kind: 'refused', reason: CONTENT_TOO_LARGE };
        return { value: [], wasTooMuch: false };
      }
      if (isLast || !(isTooLarge || isWorthRetrying(error))) throw toElasticsearchError(error, DOING);
      return { value: items, wasTooMuch: true };
    }
    giveBackBody(body);
    // its items may be absent then (server/fetching/worker/message_client.ts)
    if (answer.errors === false) {
      for (const { position } of items) verdicts[position] = CREATED;
      return { value: [], wasTooMuch: false };
    }
    const again: Item[] = [];
    let wasTooMuch = false;
    for (const [i, item] of items.entries()) {
      const result = answer.items[i]?.create;
      const verdict = this.verdictOf(result, item, isLast);
      if (verdict !== 'again') verdicts[item.position] = verdict;
      else again.push(item);
      wasTooMuch ||= isPassing(statusOfItem(result));
    }
    return { value: again, wasTooMuch };
  }

  private verdictOf(
    result: estypes.BulkResponseItem | undefined,
    item: Item,
    isLast: boolean,
  ): Verdict | 'again' {
    const status = statusOfItem(result);
    const type = result?.error?.type ?? '';
    if (status === 201 || status === 200) return CREATED;
    if (status === 409) return KNOWN;
    if (status === 404 && type === 'index_not_found_exception' && !isLast) {
      this.indices.forget(item.index);
      return 'again';
    }
    // a document's own fault is always a 400; a closed index is one too, but not the document's
    if (status === 400 && type !== 'index_closed_exception') return { kind: 'refused', reason: type };
    if (isLast || !isPassing(status)) throw fromBulkItem(status, type, DOING);
    return 'again';
  }

  private refuseTooMany(verdicts: readonly Verdict[]): void {
    const refused = verdicts.filter(({ kind }) => kind === 'refused');
    this.written += verdicts.length;
    this.refused += refused.length;
    if (this.written < MIN_DOCUMENTS_FOR_SHARE || this.refused <= this.written * MAX_REFUSED_SHARE) return;
    const reasons = refused.map((verdict) => (verdict.kind === 'refused' ? verdict.reason : ''));
    throw new ElasticsearchError(
      'elasticsearch_too_many_refused',
      `Elasticsearch refused ${this.refused} of ${this.written} events (${[...new Set(reasons)].join(', ')}). The index's mapping is probably not ours: look for another index template on cloudtrail-events-*.`,
    );
  }
}

/** An answer that is short of an item says nothing of it. */
function statusOfItem(result: estypes.BulkResponseItem | undefined): number {
  return result?.status ?? 503;
}

/**
 * Cuts them, in order, into as few parts of at most so many bytes as that takes, all of about one size: a small rest costs
 * a request of its own. An item that is larger is a part by itself.
 */
function cut(items: readonly Item[], maxBytes: number): readonly (readonly Item[])[] {
  const total = items.reduce((sum, item) => sum + bytesOf(item), 0);
  const enough = total / Math.ceil(total / maxBytes);
  const parts: Item[][] = [];
  let part: Item[] = [];
  let bytes = 0;
  for (const item of items) {
    const itemBytes = bytesOf(item);
    if (part.length > 0 && (bytes >= enough || bytes + itemBytes > maxBytes)) {
      parts.push(part);
      part = [];
      bytes = 0;
    }
    part.push(item);
    bytes += itemBytes;
  }
  return part.length === 0 ? parts : [...parts, part];
}

function bytesOf({ rest }: Item): number {
  return rest.length + ITEM_BYTES;
}
