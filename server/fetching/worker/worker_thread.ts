/** The worker thread as the rest of the plugin sees it: there when it is needed, ended when it is not. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { Client } from '@elastic/elasticsearch';
import type { PreviewResponse } from '../../../common/source_checks';
import type { SearchPriority } from '../../indices/search_priority';
import type { PreviewRequest, PreviewThread } from '../../sources/preview_thread';
import type { SliceResult } from '../run_slice';
import type { SliceRequest, SliceThread } from '../slice_thread';
import type { WorkerLog, WorkerPort } from './live_worker';
import { LiveWorker } from './live_worker';
import type { GeoFacts } from './messages';

/** Longer than the usual interval between runs: a new thread opens the geo databases and loads the AWS SDK again. */
const IDLE_MS = 2 * 60_000;
/** What aborted runs have at Kibana's stop to let go of their leases. */
const STOP_MS = 3_000;
const STOP_STEP_MS = 20;

/** One for a Kibana process; several runs are at work in it at once. */
export class WorkerThread implements SliceThread, PreviewThread {
  private live: LiveWorker | undefined;
  private idle: NodeJS.Timeout | undefined;
  private facts: GeoFacts | undefined;

  constructor(
    private readonly startWorker: () => WorkerPort,
    private readonly log: WorkerLog,
    private readonly priority: SearchPriority,
    private readonly idleMs = IDLE_MS,
  ) {}

  async run(request: SliceRequest, client: Client, signal: AbortSignal): Promise<SliceResult> {
    signal.throwIfAborted();
    return this.worker().run(request, client, signal);
  }

  async preview(request: PreviewRequest, signal: AbortSignal): Promise<PreviewResponse> {
    signal.throwIfAborted();
    return this.worker().preview(request, signal);
  }

  /** What the geo databases say of themselves: asked once, since only the thread has them open. Throws WorkerError. */
  async geoFacts(): Promise<GeoFacts> {
    return (this.facts ??= await this.worker().geoFacts());
  }

  /** Ends the thread when its runs, which were aborted before, have let go, and after some seconds in any case. */
  async stop(): Promise<void> {
    clearTimeout(this.idle);
    const { live } = this;
    if (live === undefined) return;
    for (let waited = 0; !live.isIdle && waited < STOP_MS; waited += STOP_STEP_MS) await sleep(STOP_STEP_MS);
    await live.terminate();
  }

  private worker(): LiveWorker {
    clearTimeout(this.idle);
    if (this.live !== undefined && !this.live.isEnded) return this.live;
    const live = new LiveWorker(this.startWorker(), this.log, this.priority, () => this.whenChanged(live));
    this.live = live;
    return live;
  }

  private whenChanged(live: LiveWorker): void {
    if (live !== this.live) return;
    clearTimeout(this.idle);
    if (live.isEnded) this.live = undefined;
    else if (live.isIdle) this.idle = setTimeout(() => void this.endIdle(live), this.idleMs).unref();
  }

  private async endIdle(live: LiveWorker): Promise<void> {
    this.live = undefined;
    await live.terminate();
  }
}
