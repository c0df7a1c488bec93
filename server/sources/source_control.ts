/** What can be done with a source at work: pause and resume it, or its back-fill, and see each account × region. */
import type { AccountRegionsResponse, BackfillRequest } from '../../common/sources';
import { dayOf } from '../cloudtrail/day';
import type { FetchRunner } from '../fetching/fetch_runner';
import { lacksWriteKey, requireOwn, requireWriteKey } from './declared_limits';
import type { KeyGranter } from './lend_write_key';
import type { SourceRepository } from './source_repository';
import type { Schedule } from './sources';
import { requireStartDay } from './start_day';

export interface SourceControlHost<Request> {
  readonly repository: Pick<SourceRepository<never>, 'get' | 'updateStatus' | 'updateConfig'>;
  readonly schedule: Schedule;
  readonly keys: Pick<KeyGranter<Request>, 'isNeeded' | 'userOf'>;
  readonly runner: Pick<FetchRunner, 'setBackfill' | 'accountRegions'>;
  /** ms since the epoch */
  readonly now: () => number;
}

const STATE_AFTER = { pause: 'paused', resume: 'running', cancel: 'cancelled' } as const;

/** Throws SourceError, ElasticsearchError. */
export class SourceControl<Request> {
  constructor(private readonly host: SourceControlHost<Request>) {}

  /** Nothing more is fetched, new events neither; a run at work ends first. What is paused for long is caught up with later. */
  async pause(id: string): Promise<void> {
    const { repository, schedule, now } = this.host;
    const { config, status } = await repository.get(id);
    if (status.paused_at !== undefined) return;
    const pausedAt = new Date(now()).toISOString();
    await repository.updateStatus(id, (current) => ({ ...current, paused_at: pausedAt }));
    await schedule.remove(id, config.slices);
  }

  async resume(id: string): Promise<void> {
    const { repository, schedule, keys } = this.host;
    const source = await repository.get(id);
    const { config, status } = source;
    if (status.paused_at === undefined) return;
    await repository.updateStatus(id, ({ paused_at: _pausedAt, ...rest }) => rest);
    // a task that a run at work had put off would sleep on
    await schedule.remove(id, config.slices);
    if ((await keys.isNeeded()) && lacksWriteKey(source)) return;
    await schedule.ensure(id, config.slices, config.interval);
  }

  /** A new start day goes on with a back-fill that was paused or cancelled, too. */
  async changeBackfill(request: Request, id: string, change: BackfillRequest): Promise<void> {
    const { repository, schedule, runner, keys, now } = this.host;
    const source = await repository.get(id);
    const { config, status } = source;
    await requireWriteKey(source, keys);
    if ('start' in change) {
      requireOwn(source);
      const { start } = change;
      const updated = { updated_at: new Date(now()).toISOString(), updated_by: keys.userOf(request) };
      await repository.updateConfig(id, (current) => {
        requireStartDay(start, current.end, dayOf(now()));
        return { ...current, start, ...updated };
      });
    }
    const state = 'start' in change ? 'running' : STATE_AFTER[change.action];
    await runner.setBackfill(source, state);
    if (state === 'running' && status.paused_at === undefined) await schedule.runSoon(id, config.slices);
  }

  async accountRegions(id: string): Promise<AccountRegionsResponse> {
    const { repository, runner, keys } = this.host;
    const source = await repository.get(id);
    await requireWriteKey(source, keys);
    return { account_regions: await runner.accountRegions(source) };
  }
}
