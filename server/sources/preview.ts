/** What a source would fetch: counted with few listings, and drawn out from a few files that are really read. Bounded in time and requests. */
import type { ObjectStore, StoredObject } from '../aws/object_store';
import type { Day } from '../cloudtrail/day';
import { addDays, dayOf, weekdayUpTo } from '../cloudtrail/day';
import type { AccountRegion } from '../cloudtrail/object_key';
import { dayPrefix, regionPrefix } from '../cloudtrail/object_key';
import type {
  PreviewAccountRegion,
  PreviewAmounts,
  PreviewDay,
  PreviewResponse,
} from '../../common/source_checks';
import type { DocumentOptions } from '../documents/document_options';
import { AwsError } from '../errors';
import type { Searched } from '../fetching/discover';
import { newSearch, searchOn } from '../fetching/discover';
import { Folders } from '../fetching/folders';
import { describeLookAlikes, findLookAlikes } from '../fetching/look_alikes';
import type { ReadLimits } from '../fetching/read_log_file';
import type { GeoLookup } from '../geo/geo_lookup';
import { edgeDay } from './newest_log_file';
import { costsOf, estimatesOf } from './preview_amounts';
import { diskBytesPerEvent } from './disk_per_event';
import type { Sampled } from './preview_samples';
import { chooseSamples, readSamples } from './preview_samples';

export interface PreviewParts {
  readonly store: ObjectStore;
  readonly geo: GeoLookup;
  readonly options: DocumentOptions;
  readonly limits: ReadLimits;
  /** Ends all: the client left. */
  readonly signal: AbortSignal;
  /** ms since the epoch */
  readonly now: () => number;
}

/** Plain data: it is copied into the thread that makes the preview. */
export interface PreviewSource extends Searched {
  readonly bucket: string;
  readonly namespace: string;
  readonly intervalMs: number;
  /** Whether a queue tells of new objects: then less is listed. */
  readonly hasQueue: boolean;
}

export interface PreviewBudget {
  readonly ms: number;
  readonly listings: number;
}

export const PREVIEW_BUDGET: PreviewBudget = { ms: 20_000, listings: 3000 };
/** Of the time: what listings leave to reading samples. */
const SHARE_OF_LISTINGS = 0.75;
const AT_ONCE = 8;

interface Place {
  readonly accountRegion: AccountRegion;
  first: Day | undefined;
  last: Day | undefined;
  /** The objects of the day that is counted of the bucket, or of its own last day where that is older; undefined where not counted. */
  counted: { readonly day: Day; readonly objects: readonly StoredObject[] } | undefined;
}

/** Throws AwsError where the bucket can't be listed at all; what fails later is among the answer's problems. */
export async function makePreview(
  parts: PreviewParts,
  source: PreviewSource,
  budget: PreviewBudget = PREVIEW_BUDGET,
): Promise<PreviewResponse> {
  return new Preview(parts, source, budget).make();
}

class Preview {
  private readonly places = new Map<string, Place>();
  private readonly problems: { code: string; message: string }[] = [];
  private readonly folders: Folders;
  /** The client left, or time for listings is up. */
  private readonly listing: AbortSignal;
  private readonly timeUp: AbortSignal;
  private listings = 0;
  private isPartial = false;

  constructor(
    private readonly parts: PreviewParts,
    private readonly source: PreviewSource,
    private readonly budget: PreviewBudget,
  ) {
    this.timeUp = AbortSignal.timeout(budget.ms);
    const listingTime = AbortSignal.timeout(budget.ms * SHARE_OF_LISTINGS);
    this.listing = AbortSignal.any([parts.signal, listingTime]);
    this.folders = new Folders(this.counting(parts.store), this.listing);
  }

  async make(): Promise<PreviewResponse> {
    await this.findPlaces();
    const places = [...this.places.values()];
    await this.inWaves(places, async (place) => {
      place.last = await edgeDay(this.folders, place.accountRegion, 'last');
    });
    const day = await this.countNewestDay(places);
    await this.inWaves(places, async (place) => {
      if (place.last !== undefined) place.first = await edgeDay(this.folders, place.accountRegion, 'first');
    });
    await this.countLastDays(places);
    const samples = await this.readSamples(places, day);
    if (day === undefined) await this.tellNothingFound();
    return this.response(places, day, samples);
  }

  private async findPlaces(): Promise<void> {
    let rest = newSearch(this.source);
    while (rest.length > 0) {
      const [wave, later] = [rest.slice(0, AT_ONCE), rest.slice(AT_ONCE)];
      rest = [...later];
      const isWhole = await this.inWaves(wave, async (prefix) => {
        const { found, rest: below } = await searchOn(this.folders, this.source, [prefix], 1);
        rest = [...below, ...rest];
        for (const accountRegion of found) this.addPlace(accountRegion);
      });
      if (!isWhole) return;
    }
  }

  private addPlace(accountRegion: AccountRegion): void {
    const id = regionPrefix(accountRegion);
    if (this.places.has(id)) return;
    this.places.set(id, { accountRegion, first: undefined, last: undefined, counted: undefined });
  }

  /**
   * Counts the newest weekday that is over, since weekends have less and too low an estimate is the worse mistake; else
   * the newest day that is over, else today. Gives the day counted; undefined where there is no day at all.
   */
  private async countNewestDay(places: readonly Place[]): Promise<Day | undefined> {
    const yesterday = addDays(dayOf(this.parts.now()), -1);
    const newest = places
      .flatMap(({ last }) => last ?? [])
      .sort()
      .at(-1);
    if (newest === undefined) return undefined;
    // whoever writes today wrote the days before, too, but for a trail that is new
    const over = newest < yesterday ? newest : yesterday;
    for (const day of new Set([weekdayUpTo(over), over, newest])) {
      await this.countDay(places, day);
      if (this.isPartial || places.some((place) => objectsOn(place, day).length > 0)) return day;
    }
    return newest;
  }

  private async countDay(places: readonly Place[], day: Day): Promise<void> {
    const written = places.filter(({ last }) => last !== undefined && last >= day);
    await this.inWaves(written, async (place) => {
      place.counted = { day, objects: await this.objectsOf(place, day) };
    });
  }

  /** Of those that stopped writing before the newest day: their own days may be fewer or fuller than others'. */
  private async countLastDays(places: readonly Place[]): Promise<void> {
    await this.inWaves(places, async (place) => {
      const { last } = place;
      if (last !== undefined) place.counted ??= { day: last, objects: await this.objectsOf(place, last) };
    });
  }

  private async objectsOf({ accountRegion }: Place, day: Day): Promise<readonly StoredObject[]> {
    const objects: StoredObject[] = [];
    const store = this.counting(this.parts.store);
    const prefix = dayPrefix(accountRegion, day);
    for await (const page of store.list({ prefix, signal: this.listing }))
      for (const object of page.objects) if (object.size > 0) objects.push(object);
    return objects;
  }

  private async readSamples(places: readonly Place[], day: Day | undefined): Promise<Sampled> {
    const { parts, source } = this;
    const chosen = chooseSamples(
      places.map((place) => ({ accountRegion: place.accountRegion, objects: objectsOn(place, day) })),
    );
    const signal = AbortSignal.any([parts.signal, this.timeUp]);
    const sampled = await readSamples(chosen, { ...parts, signal, ...source });
    parts.signal.throwIfAborted();
    if (this.timeUp.aborted) this.isPartial = true;
    this.problems.push(...sampled.problems);
    return sampled;
  }

  private async tellNothingFound(): Promise<void> {
    const { bucket, prefix } = this.source;
    if (this.isPartial) return;
    const alike = await findLookAlikes(this.parts.store, prefix, this.parts.signal);
    const message = `There are no CloudTrail log files below s3://${bucket}/${prefix}.${describeLookAlikes(bucket, alike)}`;
    this.problems.push({ code: 'nothing_found', message });
  }

  private response(places: readonly Place[], day: Day | undefined, sampled: Sampled): PreviewResponse {
    const { intervalMs, hasQueue } = this.source;
    const shown = places.map(toShown).sort((a, b) => keyOf(a).localeCompare(keyOf(b)));
    const newestDay = day === undefined ? null : this.dayAmounts(places, day, sampled);
    // time may be up before all of those that still write are counted
    const writing = places.filter(({ last }) => last !== undefined && day !== undefined && last >= day);
    const counted = writing.filter((place) => place.counted !== undefined).length;
    const perDay = newestDay === null || counted === 0 ? null : times(newestDay, writing.length / counted);
    const now = this.parts.now();
    const perPlace = places.map((place) => objectsOn(place, day).length);
    return {
      account_regions: shown,
      is_partial: this.isPartial,
      newest_day: newestDay,
      per_day: perDay,
      costs: perDay === null ? null : costsOf(perDay, perPlace, { intervalMs, hasQueue, now }),
      estimates:
        newestDay === null || perDay === null
          ? []
          : estimatesOf({ accountRegions: shown, newestDay }, dayOf(now)),
      samples: sampled.samples,
      problems: this.problems,
    };
  }

  /** What was not counted had no file so new, or time was up: then it counts among those that are drawn out to. */
  private dayAmounts(
    places: readonly Place[],
    day: Day,
    { events, bytes: sampledBytes }: Sampled,
  ): PreviewDay {
    const known = places.filter(
      ({ last, counted }) => counted !== undefined || (last !== undefined && last < day),
    );
    const objects = known.flatMap((place) => objectsOn(place, day));
    const bytes = bytesOf(objects);
    const expected = sampledBytes === 0 ? null : Math.round((bytes * events) / sampledBytes);
    return {
      day,
      is_whole: day < dayOf(this.parts.now()),
      account_regions: known.length,
      objects: objects.length,
      bytes,
      events: expected,
      disk_bytes: expected === null ? null : Math.round(expected * diskBytesPerEvent(this.parts.options)),
    };
  }

  /** False when time or listings ran out within it. Throws AwsError where nothing at all is known yet. */
  private async inWaves<T>(items: readonly T[], work: (item: T) => Promise<void>): Promise<boolean> {
    for (let i = 0; i < items.length; i += AT_ONCE) {
      if (this.isSpent()) return false;
      const results = await Promise.allSettled(items.slice(i, i + AT_ONCE).map(work));
      for (const result of results) if (result.status === 'rejected') this.note(result.reason);
      if (this.isPartial) return false;
    }
    return true;
  }

  private isSpent(): boolean {
    this.parts.signal.throwIfAborted();
    this.isPartial ||= this.listing.aborted || this.listings >= this.budget.listings;
    return this.isPartial;
  }

  private note(error: unknown): void {
    if (this.isSpent()) return;
    if (!(error instanceof AwsError) || this.places.size === 0) throw error;
    this.isPartial = true;
    this.problems.push({ code: error.code, message: error.message });
  }

  private counting(store: ObjectStore): ObjectStore {
    const count = () => this.listings++;
    return {
      ...store,
      async *list(options) {
        for await (const page of store.list(options)) {
          count();
          yield page;
        }
      },
      open: (key, signal) => store.open(key, signal),
      close: () => store.close(),
    };
  }
}

function toShown({ accountRegion, first, last, counted }: Place): PreviewAccountRegion {
  const { accountId, region, kind } = accountRegion;
  return {
    account_id: accountId,
    region,
    kind,
    first_day: first ?? null,
    last_day: last ?? null,
    day_objects: counted?.objects.length ?? null,
    day_bytes: counted === undefined ? null : bytesOf(counted.objects),
  };
}

function objectsOn({ counted }: Place, day: Day | undefined): readonly StoredObject[] {
  return counted !== undefined && counted.day === day ? counted.objects : [];
}

function bytesOf(objects: readonly StoredObject[]): number {
  return objects.reduce((sum, { size }) => sum + size, 0);
}

function keyOf({ account_id: account, region, kind }: PreviewAccountRegion): string {
  return `${account} ${region} ${kind}`;
}

function times({ objects, bytes, events, disk_bytes: disk }: PreviewAmounts, factor: number): PreviewAmounts {
  const part = (amount: number) => Math.round(amount * factor);
  return {
    objects: part(objects),
    bytes: part(bytes),
    events: events === null ? null : part(events),
    disk_bytes: disk === null ? null : part(disk),
  };
}
