/** The main thread's side of one worker: its runs, their calls of Elasticsearch, and its end. */
import type { Client } from '@elastic/elasticsearch';
import type { PreviewResponse } from '../../../common/source_checks';
import { WorkerError } from '../../errors';
import type { PreviewRequest } from '../../sources/preview_thread';
import type { SliceResult } from '../run_slice';
import type { SliceRequest } from '../slice_thread';
import type { SearchPriority } from '../../indices/search_priority';
import { inOneWord, isOfEvents, makeCall } from './message_client';
import type { FromWorker, GeoFacts, PlainSliceResult, ToWorker } from './messages';
import { fromPlainError, toPlainError } from './plain_errors';

/** As much of a Worker as is used here. */
export interface WorkerPort {
  postMessage(message: ToWorker): void;
  on(event: 'message', listener: (message: FromWorker) => void): unknown;
  on(event: 'error', listener: (error: unknown) => void): unknown;
  on(event: 'exit', listener: () => void): unknown;
  terminate(): Promise<unknown>;
}

export interface WorkerLog {
  debug(message: string): void;
  warn(message: string): void;
  error(message: string | Error): void;
}

interface LiveRun {
  /** Undefined for a preview, which asks nothing of Elasticsearch. */
  readonly client: Client | undefined;
  readonly signal: AbortSignal;
  settle(outcome: { readonly result: unknown } | { readonly error: unknown }): void;
}

/** A worker that has said nothing for so long after an abort is stuck, and only its end frees the thread. */
const STUCK_MS = 30_000;
const OUT_OF_MEMORY = 'ERR_WORKER_OUT_OF_MEMORY';

export class LiveWorker {
  /** Aborted runs stay until the worker has let go of their leases. */
  private readonly runs = new Map<number, LiveRun>();
  private readonly geoAsked: ((facts: GeoFacts | WorkerError) => void)[] = [];
  private lastRun = 0;
  private lastHeard = 0;
  private hasEnded = false;

  constructor(
    private readonly worker: WorkerPort,
    private readonly log: WorkerLog,
    private readonly priority: SearchPriority,
    /** Called when a run has ended, and when the worker has. */
    private readonly onChange: () => void,
  ) {
    worker.on('message', (message) => this.hear(message));
    worker.on('error', (error) => this.die(error));
    worker.on('exit', () => this.die(undefined));
  }

  get isIdle(): boolean {
    return this.runs.size === 0 && this.geoAsked.length === 0;
  }

  get isEnded(): boolean {
    return this.hasEnded;
  }

  run(request: SliceRequest, client: Client, signal: AbortSignal): Promise<SliceResult> {
    return this.begin((run) => ({ kind: 'run', run, request }), signal, client);
  }

  preview(request: PreviewRequest, signal: AbortSignal): Promise<PreviewResponse> {
    return this.begin((run) => ({ kind: 'preview', run, request }), signal);
  }

  /** Throws WorkerError when the worker dies. */
  geoFacts(): Promise<GeoFacts> {
    return new Promise((resolve, reject) => {
      this.geoAsked.push((facts) => (facts instanceof WorkerError ? reject(facts) : resolve(facts)));
      this.worker.postMessage({ kind: 'ask_geo' });
    });
  }

  /** Ends the thread at once; what is at work in it fails. */
  async terminate(): Promise<void> {
    await this.worker.terminate();
    this.die(undefined);
  }

  /** `Result`: what the worker answers to such a message. */
  private begin<Result>(
    messageOf: (run: number) => ToWorker,
    signal: AbortSignal,
    client?: Client,
  ): Promise<Result> {
    const run = ++this.lastRun;
    return new Promise((resolve, reject) => {
      const abort = () => {
        reject(signal.reason as unknown);
        this.abort(run);
      };
      signal.addEventListener('abort', abort, { once: true });
      this.runs.set(run, {
        client,
        signal,
        settle: (outcome) => {
          signal.removeEventListener('abort', abort);
          if ('result' in outcome) resolve(outcome.result as Result);
          else reject(outcome.error);
        },
      });
      this.worker.postMessage(messageOf(run));
    });
  }

  private abort(run: number): void {
    this.worker.postMessage({ kind: 'abort', run });
    const heard = this.lastHeard;
    setTimeout(() => {
      if (!this.runs.has(run) || this.lastHeard !== heard) return;
      this.log.warn('The thread that fetches does not answer and is ended; the next run starts a new one.');
      void this.terminate();
    }, STUCK_MS).unref();
  }

  private hear(message: FromWorker): void {
    this.lastHeard++;
    switch (message.kind) {
      case 'call':
        return void this.answer(message);
      case 'result':
        return this.end(message.run, { result: sliceResult(message.result) });
      case 'preview':
        return this.end(message.run, { result: message.preview });
      case 'failure':
        return this.end(message.run, { error: fromPlainError(message.error) });
      case 'log':
        return this.log[message.level](message.message);
      case 'geo':
        for (const tell of this.geoAsked.splice(0)) tell(message.facts);
        return this.onChange();
    }
  }

  private end(run: number, outcome: Parameters<LiveRun['settle']>[0]): void {
    this.runs.get(run)?.settle(outcome);
    this.runs.delete(run);
    this.onChange();
  }

  private async answer({ run, call, made }: Extract<FromWorker, { kind: 'call' }>): Promise<void> {
    const { client, signal } = this.runs.get(run) ?? {};
    if (client === undefined || signal === undefined) return;
    const send = () => makeCall(client, made, signal);
    try {
      const answer = isOfEvents(made) ? inOneWord(await this.priority.write(send, signal)) : await send();
      this.worker.postMessage({ kind: 'answer', call, answer });
    } catch (error) {
      this.worker.postMessage({ kind: 'refusal', call, error: toPlainError(error) });
    }
  }

  private die(cause: unknown): void {
    if (this.hasEnded) return;
    this.hasEnded = true;
    if (cause instanceof Error) this.log.error(cause);
    const error = deathOf(cause);
    for (const live of this.runs.values()) live.settle({ error });
    this.runs.clear();
    for (const tell of this.geoAsked.splice(0)) tell(error);
    this.onChange();
  }
}

function deathOf(cause: unknown): WorkerError {
  if (cause instanceof Error && (cause as NodeJS.ErrnoException).code === OUT_OF_MEMORY) {
    return new WorkerError(
      'worker_out_of_memory',
      'The thread that fetches ran out of memory and was ended; Kibana itself goes on. It is tried again by itself. If it comes back, raise cloudtrail.fetch.maxHeapBytes in kibana.yml.',
      { cause },
    );
  }
  return new WorkerError(
    'worker_ended',
    "The thread that fetches ended in the middle of its work; Kibana itself goes on. It is tried again by itself. Kibana's log says why.",
    { cause },
  );
}

function sliceResult({ problem, ...rest }: PlainSliceResult): SliceResult {
  const error = problem && fromPlainError(problem);
  return { ...rest, problem: error as SliceResult['problem'] };
}
