/** One account × region is worked on by one run at a time, on whichever node; the lease is in its state document. */
import { SourceError } from '../errors';
import type { StateStore, Stored } from '../indices/state_store';
import type { AccountRegionState, Lease } from './account_region_state';
import { atThisTime, isTooFar } from './clock';

/** Renewed at each checkpoint; a node that dies loses its account × regions after this time. */
export const LEASE_MS = 60_000;

/** The state of an account × region that this run alone may change. */
export class LeasedAccountRegion {
  private constructor(
    private readonly states: StateStore,
    private stored: Stored<AccountRegionState>,
    private readonly owner: string,
    private readonly now: () => number,
  ) {}

  /** Undefined when another run holds it, or was quicker. */
  static async take(
    states: StateStore,
    id: string,
    owner: string,
    now: () => number,
  ): Promise<LeasedAccountRegion | undefined> {
    const stored = await states.get<AccountRegionState>(id);
    if (stored === undefined) return undefined;
    if (isHeld(stored.value.lease, owner, now())) return undefined;
    const taken = await states.put(
      id,
      { ...atThisTime(stored.value, now()), lease: { owner, until: now() + LEASE_MS } },
      stored,
    );
    return taken === undefined ? undefined : new LeasedAccountRegion(states, taken, owner, now);
  }

  /** When the leases of other runs end (ms since the epoch), in the order of the ids; undefined where there is none. */
  static async heldUntil(
    states: StateStore,
    ids: readonly string[],
    owner: string,
    now: () => number,
  ): Promise<readonly (number | undefined)[]> {
    const stored = await states.getAll<AccountRegionState>(ids);
    return stored.map((state) => {
      const lease = state?.value.lease;
      return lease && isHeld(lease, owner, now()) ? lease.until : undefined;
    });
  }

  get id(): string {
    return this.stored.id;
  }

  get state(): AccountRegionState {
    return this.stored.value;
  }

  /** Changes the state and renews the lease. Throws SourceError `state_conflict` when the lease was lost. */
  async update(change: Partial<AccountRegionState>): Promise<void> {
    await this.put({ ...this.state, ...change, lease: { owner: this.owner, until: this.now() + LEASE_MS } });
  }

  /** Changes the state; it is stored with the next `update` or `release`, and at once where half of the lease is over. */
  async note(change: Partial<AccountRegionState>): Promise<void> {
    if ((this.state.lease?.until ?? 0) < this.now() + LEASE_MS / 2) await this.update(change);
    else this.stored = { ...this.stored, value: { ...this.state, ...change } };
  }

  /** Makes a last change and lets go. */
  async release(change: Partial<AccountRegionState>): Promise<void> {
    await this.put({ ...this.state, ...change, lease: null });
  }

  private async put(value: AccountRegionState): Promise<void> {
    const stored = await this.states.put(this.id, value, this.stored);
    if (stored === undefined) throw leaseLost();
    this.stored = stored;
  }
}

/** By another one. A lease of a clock that was wrong counts for nothing: nobody would renew it until then. */
export function isHeld(lease: Lease | null, owner: string, now: number): boolean {
  return (
    lease !== null && lease.owner !== owner && lease.until > now && !isTooFar(lease.until, now, LEASE_MS)
  );
}

/** Another run has taken over what this one was doing: it must stop, and nothing is wrong. */
export function leaseLost(): SourceError {
  return new SourceError('state_conflict', 'Another run has taken over this account and region.');
}
