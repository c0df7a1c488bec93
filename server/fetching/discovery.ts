/** Finds new accounts and regions once an hour, some listings a run, and remembers how far it is. */
import type { AccountRegion } from '../cloudtrail/object_key';
import type { StateDocument, Stored } from '../indices/state_store';
import type { Lease } from './account_region_state';
import { hasNotBeen } from './clock';
import type { Search } from './discover';
import { newSearch, searchOn } from './discover';
import type { FetchParts } from './fetch_parts';
import { isHeld, LEASE_MS } from './lease';

const DISCOVER_EVERY_MS = 60 * 60 * 1000;

/** Times are ms since the epoch. */
export interface DiscoveryState extends StateDocument {
  readonly kind: 'discovery';
  /** When the last whole search began; null before the first has ended. */
  readonly discovered_at: number | null;
  readonly search: {
    readonly started_at: number;
    readonly went_on_at: number;
    readonly rest: Search;
  } | null;
  /** One run at a time goes on with it. */
  readonly lease: Lease | null;
}

export class Discovery {
  private constructor(
    private readonly parts: FetchParts,
    private readonly owner: string,
    private stored: Stored<DiscoveryState> | undefined,
  ) {}

  static async open(parts: FetchParts, owner: string): Promise<Discovery> {
    const stored = await parts.state.get<DiscoveryState>(discoveryId(parts.source.id));
    return new Discovery(parts, owner, stored);
  }

  /** A search is under way, or an hour has passed, or a fetch was asked for since. */
  get isDue(): boolean {
    const { source, now } = this.parts;
    const { discovered_at: discoveredAt = null, search = null } = this.stored?.value ?? {};
    // once an interval, whichever slice comes first
    if (search !== null && !hasNotBeen(search.went_on_at, now()))
      return now() - search.went_on_at >= source.intervalMs / 2;
    if (discoveredAt === null || discoveredAt < source.askedAt || hasNotBeen(discoveredAt, now()))
      return true;
    return now() - discoveredAt >= DISCOVER_EVERY_MS;
  }

  /**
   * Goes on for at most so many listings. Undefined when another run is at it; else what was found. `isWhole`: the search
   * has come to its end. Throws AwsError, ElasticsearchError.
   */
  async goOn(
    listings: number,
  ): Promise<{ readonly found: readonly AccountRegion[]; readonly isWhole: boolean } | undefined> {
    const { folders, source, now } = this.parts;
    const { discovered_at: discoveredAt = null, search, lease = null } = this.stored?.value ?? {};
    if (isHeld(lease, this.owner, now())) return undefined;
    const startedAt = search?.started_at ?? now();
    const begun = { started_at: startedAt, went_on_at: now(), rest: search?.rest ?? newSearch(source) };
    const isMine = await this.put(discoveredAt, begun, { owner: this.owner, until: now() + LEASE_MS });
    if (!isMine) return undefined;
    const { found, rest } = await searchOn(folders, source, begun.rest, listings).catch(
      async (error: unknown) => {
        // a run that meets the lease of a failed one would find nothing wrong, and nothing at all
        await this.put(discoveredAt, begun, null);
        throw error;
      },
    );
    const isWhole = rest.length === 0;
    if (isWhole) await this.put(startedAt, null, null);
    else await this.put(discoveredAt, { ...begun, rest }, null);
    return { found, isWhole };
  }

  /** False when another run was quicker. */
  private async put(
    discoveredAt: number | null,
    search: DiscoveryState['search'],
    lease: Lease | null,
  ): Promise<boolean> {
    const { state, source } = this.parts;
    const value: DiscoveryState = {
      kind: 'discovery',
      source_id: source.id,
      discovered_at: discoveredAt,
      search,
      lease,
    };
    const stored = await state.put(discoveryId(source.id), value, this.stored);
    if (stored !== undefined) this.stored = stored;
    return stored !== undefined;
  }
}

export function discoveryId(sourceId: string): string {
  return `${sourceId}:discovery`;
}
