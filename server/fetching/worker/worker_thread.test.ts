/** Tests of both sides of the worker together, over a real message channel; its death with real workers. */
import { EventEmitter } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { MessageChannel, Worker } from 'node:worker_threads';
import type { Client } from '@elastic/elasticsearch';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { SearchPriority } from '../../indices/search_priority';
import type { PreviewResponse } from '../../../common/source_checks';
import { AwsError, ElasticsearchError, WorkerError } from '../../errors';
import { typeOf } from '../../indices/elasticsearch_errors';
import { NO_COUNTS } from '../account_region_state';
import type { PreviewRequest, PreviewThread } from '../../sources/preview_thread';
import type { SliceResult } from '../run_slice';
import type { SliceRequest, SliceThread } from '../slice_thread';
import type { WorkerPort } from './live_worker';
import { serveRuns } from './serve_runs';
import { WorkerThread } from './worker_thread';

type Run = SliceThread['run'];

const DONE: SliceResult = { problem: undefined, progressed: true, hasMore: false, counts: NO_COUNTS };
const NEVER = new AbortController().signal;
const NEVER_DONE = new Promise<never>(() => undefined);
const GEO = { available: true, attributions: [{ text: 'by somebody', url: 'https://example.org' }] };

function request(owner = 'owner'): SliceRequest {
  return { owner, credentials: { secret_access_key: 'hunter2' } } as unknown as SliceRequest;
}
/** A client of which only `method` is there. */
function clientWith(method: string, answer: (params: never, options: never) => unknown): Client {
  return { [method]: async (params: never, options: never) => answer(params, options) } as unknown as Client;
}

const threads: WorkerThread[] = [];
afterEach(async () => {
  vi.useRealTimers();
  for (const thread of threads.splice(0)) await thread.stop();
});

function threadOver(startWorker: () => WorkerPort, idleMs?: number) {
  const logged: string[] = [];
  const keep = (message: string | Error) => void logged.push(String(message));
  const thread = new WorkerThread(
    startWorker,
    { debug: keep, warn: keep, error: keep },
    new SearchPriority(),
    idleMs,
  );
  threads.push(thread);
  return { thread, logged };
}

/** A worker whose side runs in this thread, with `run` in place of the fetcher. */
function workerRunning(run: Run, idleMs?: number, preview: PreviewThread['preview'] = () => NEVER_DONE) {
  let started = 0;
  let ended = 0;
  const startWorker = (): WorkerPort => {
    started++;
    const { port1, port2 } = new MessageChannel();
    const events = new EventEmitter();
    serveRuns(port2, { run, preview }, async () => GEO);
    return {
      postMessage: (message) => port1.postMessage(message),
      on: (event: string, listener: (...args: never[]) => void) =>
        event === 'message'
          ? port1.on('message', listener as (message: unknown) => void)
          : events.on(event, listener as () => void),
      terminate: async () => {
        ended++;
        port1.close();
        events.emit('exit');
      },
    };
  };
  return { ...threadOver(startWorker, idleMs), lives: () => ({ started, ended }) };
}

describe('a preview in the worker thread', () => {
  const asked = { source: { bucket: 'trails' } } as unknown as PreviewRequest;
  const never: Run = () => NEVER_DONE;

  it('gives what was found, or the fault that came of it', async () => {
    const found = { account_regions: [], is_partial: false } as unknown as PreviewResponse;
    const { thread } = workerRunning(never, undefined, async ({ source }) => {
      if (source.bucket !== 'trails') throw new AwsError('aws_no_such_bucket', 'no such bucket');
      return found;
    });
    expect(await thread.preview(asked, NEVER)).toEqual(found);
    const failing = thread.preview({ source: {} } as unknown as PreviewRequest, NEVER);
    await expect(failing).rejects.toEqual(new AwsError('aws_no_such_bucket', 'no such bucket'));
  });

  it('ends when the caller leaves', async () => {
    let ended: () => void = () => undefined;
    const isEnded = new Promise<void>((resolve) => (ended = resolve));
    const { thread } = workerRunning(
      never,
      undefined,
      (_request, signal) =>
        new Promise((_resolve, reject) => {
          signal.addEventListener('abort', () => (ended(), reject(new Error('ended'))));
        }),
    );
    const leaving = new AbortController();
    const preview = thread.preview(asked, leaving.signal);
    leaving.abort(new Error('gone'));
    await expect(preview).rejects.toThrow('gone');
    await isEnded;
  });
});

describe('a run in the worker thread', () => {
  it('gives its result, and reaches Elasticsearch with the client of that run', async () => {
    const { thread } = workerRunning(async ({ owner }, client) => {
      const { count } = await client.count({ index: owner }, { maxRetries: 0 });
      return { ...DONE, counts: { ...NO_COUNTS, events: count } };
    });
    const counting = (count: number) =>
      clientWith('count', (...asked: unknown[]) => {
        expect(asked).toEqual([{ index: `owner ${count}` }, { maxRetries: 0 }]);
        return { count };
      });
    const [one, two] = await Promise.all([
      thread.run(request('owner 1'), counting(1), NEVER),
      thread.run(request('owner 2'), counting(2), NEVER),
    ]);
    expect([one.counts.events, two.counts.events]).toEqual([1, 2]);
  });

  it('calls methods of methods, with the client as their owner', async () => {
    const { thread } = workerRunning(async (_request, client) => {
      await client.indices.create({ index: 'i' });
      return DONE;
    });
    const created: string[] = [];
    const indices = {
      created,
      async create({ index }: { index: string }) {
        this.created.push(index);
      },
    };
    await thread.run(request(), { indices } as unknown as Client, NEVER);
    expect(created).toEqual(['i']);
  });

  it('hands the bytes of a bulk body over without a copy, and the client gets a Buffer', async () => {
    let left = -1;
    const { thread } = workerRunning(async (_request, client) => {
      const body = Buffer.from(new TextEncoder().encode('{"create":{}}\n{}\n').buffer);
      await client.bulk({ operations: body as never });
      left = body.byteLength;
      return DONE;
    });
    const bulk = clientWith('bulk', ({ operations }: { operations: unknown }) => {
      expect(Buffer.isBuffer(operations)).toBe(true);
      expect(String(operations)).toBe('{"create":{}}\n{}\n');
    });
    await thread.run(request(), bulk, NEVER);
    expect(left).toBe(0);
  });

  it('hears of events that were all created in one word, and of others one by one', async () => {
    const items = [{ create: { status: 201 } }, { create: { status: 409 } }];
    const heard: unknown[] = [];
    const { thread } = workerRunning(async (_request, client) => {
      heard.push(await client.bulk({ operations: Buffer.from('events') as never }));
      heard.push(await client.bulk({ operations: Buffer.from('events') as never }));
      heard.push(await client.bulk({ operations: [] }));
      return DONE;
    });
    const answers = [
      { errors: false, items: items.slice(0, 1) },
      { errors: true, items },
      { errors: false, items },
    ];
    await thread.run(
      request(),
      clientWith('bulk', () => answers.shift()),
      NEVER,
    );
    expect(heard).toEqual([{ errors: false }, { errors: true, items }, { errors: false, items }]);
  });

  it('sees a refusal of Elasticsearch as the client throws it', async () => {
    let seen = '';
    const { thread } = workerRunning(async (_request, client) => {
      await client.get({ index: 'i', id: 'a' }).catch((error: unknown) => (seen = typeOf(error)));
      return DONE;
    });
    const meta = { statusCode: 404, body: { error: { type: 'index_not_found_exception' } } };
    const refusing = clientWith('get', () => {
      throw Object.assign(new Error('x'), { name: 'ResponseError', meta });
    });
    await thread.run(request(), refusing, NEVER);
    expect(seen).toBe('index_not_found_exception');
  });

  it('brings its problem, what keeps it from beginning, and our mistakes out as they are', async () => {
    const outcomes: Run[] = [
      async () => ({ ...DONE, problem: new ElasticsearchError('elasticsearch_blocked', 'Blocked.') }),
      () => Promise.reject(new AwsError('aws_endpoint_refused', 'Refused.')),
      () => Promise.reject(new TypeError('our mistake')),
      async (_request, client) => (await client.count(), DONE),
    ];
    const { thread } = workerRunning((...args) => (outcomes.shift() as Run)(...args));
    const run = () => thread.run(request(), {} as Client, NEVER);
    expect((await run()).problem).toEqual(new ElasticsearchError('elasticsearch_blocked', 'Blocked.'));
    await expect(run()).rejects.toEqual(new AwsError('aws_endpoint_refused', 'Refused.'));
    await expect(run()).rejects.toMatchObject({ name: 'TypeError', message: 'our mistake' });
    await expect(run()).rejects.toThrow('The client has no count.');
  });

  it('ends at once when aborted, ends what it asked for, and may still let go of its lease', async () => {
    const calls: string[] = [];
    let released: () => void = () => undefined;
    const isReleased = new Promise<void>((resolve) => (released = resolve));
    const { thread } = workerRunning(async (_request, client, signal) => {
      try {
        await client.bulk({ operations: [] }, { signal });
      } finally {
        await client.index({ index: 'state', document: {} });
        released();
      }
      return DONE;
    });
    const client = {
      bulk: (_params: unknown, { signal }: { signal: AbortSignal }) =>
        new Promise((_resolve, reject) => {
          calls.push('bulk');
          signal.addEventListener('abort', () => reject(new Error('aborted')));
        }),
      index: async (_params: unknown, options: unknown) => {
        calls.push(`index ${String(options)}`);
        return {};
      },
    } as unknown as Client;
    const controller = new AbortController();
    const run = thread.run(request(), client, controller.signal);
    await vi.waitFor(() => expect(calls).toEqual(['bulk']));
    controller.abort(new Error('Kibana stops'));
    await expect(run).rejects.toThrow('Kibana stops');
    expect(calls).toEqual(['bulk']);
    await isReleased;
    expect(calls).toEqual(['bulk', 'index undefined']);
    await expect(thread.run(request(), client, controller.signal)).rejects.toThrow('Kibana stops');
  });

  it('shows none of its secrets in the log', async () => {
    const { thread, logged } = workerRunning(() => Promise.reject(new Error('mistake')));
    await expect(thread.run(request(), {} as Client, NEVER)).rejects.toThrow('mistake');
    expect(logged.join()).not.toContain('hunter2');
  });
});

describe('the worker thread', () => {
  it('is one for all runs, ends when idle, and starts again at the next run', async () => {
    const { thread, lives } = workerRunning(async () => DONE, 30);
    const run = () => thread.run(request(), {} as Client, NEVER);
    expect(lives()).toEqual({ started: 0, ended: 0 });
    await Promise.all([run(), run()]);
    await run();
    expect(lives()).toEqual({ started: 1, ended: 0 });
    await vi.waitFor(() => expect(lives()).toEqual({ started: 1, ended: 1 }));
    await run();
    expect(lives()).toEqual({ started: 2, ended: 1 });
  });

  it('does not end while a run is at work, however long that takes', async () => {
    const { thread, lives } = workerRunning(async () => (await sleep(100), DONE), 5);
    await thread.run(request(), {} as Client, NEVER);
    expect(lives().ended).toBe(0);
  });

  it('says once what its geo databases ask to be shown', async () => {
    const { thread, lives } = workerRunning(async () => DONE, 10);
    expect(await thread.geoFacts()).toEqual(GEO);
    await vi.waitFor(() => expect(lives().ended).toBe(1));
    expect(await thread.geoFacts()).toEqual(GEO);
    expect(lives().started).toBe(1);
  });

  it('is ended at Kibana’s stop, when its aborted runs have let go', async () => {
    const done: string[] = [];
    const { thread, lives } = workerRunning(async (_request, _client, signal) => {
      await new Promise((resolve) => signal.addEventListener('abort', resolve));
      await sleep(50);
      done.push('let go');
      return DONE;
    });
    const controller = new AbortController();
    const run = thread.run(request(), {} as Client, controller.signal);
    controller.abort(new Error('stop'));
    await expect(run).rejects.toThrow('stop');
    await thread.stop();
    expect(done).toEqual(['let go']);
    expect(lives()).toEqual({ started: 1, ended: 1 });
  });

  it('is ended when it does not answer for half a minute after an abort', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    let ended = 0;
    const deaf = () => ({
      postMessage: () => undefined,
      on: () => undefined,
      terminate: async () => ++ended,
    });
    const { thread, logged } = threadOver(deaf);
    const controller = new AbortController();
    const other = thread.run(request(), {} as Client, NEVER);
    const run = thread.run(request(), {} as Client, controller.signal);
    controller.abort(new Error('too long'));
    await expect(run).rejects.toThrow('too long');
    vi.advanceTimersByTime(30_000);
    await expect(other).rejects.toMatchObject({ code: 'worker_ended' });
    expect(ended).toBe(1);
    expect(logged.join()).toContain('does not answer');
  });
});

describe('a worker thread that dies', () => {
  const workerDoing = (onRun: string, heapMb = 64) =>
    new Worker(`require('node:worker_threads').parentPort.on('message', (m) => { ${onRun} });`, {
      eval: true,
      resourceLimits: { maxOldGenerationSizeMb: heapMb },
    });
  const ANSWER = `require('node:worker_threads').parentPort.postMessage(
    { kind: 'result', run: m.run, result: ${JSON.stringify(DONE)} });`;

  it.each([
    ['of an error', `setTimeout(() => { throw new Error('nobody caught it'); })`, 'worker_ended'],
    ['of its own accord', 'process.exit(3)', 'worker_ended'],
    ['of a full heap', 'for (const all = []; ; ) all.push({ all: [all] })', 'worker_out_of_memory'],
  ])(
    '%s fails its runs with words for the owner, and the next run has a new one',
    async (_how, dies, code) => {
      const workers = [workerDoing(dies, 16), workerDoing(ANSWER)];
      const { thread, logged } = threadOver(() => workers.shift() as WorkerPort);
      const runs = [1, 2].map(() => thread.run(request(), {} as Client, NEVER));
      for (const outcome of await Promise.allSettled(runs)) {
        expect(outcome).toMatchObject({ status: 'rejected', reason: expect.any(WorkerError) });
        expect(outcome).toMatchObject({
          reason: { code, message: expect.stringContaining('Kibana itself goes on') },
        });
      }
      expect(logged.join()).not.toContain('hunter2');
      expect(await thread.run(request(), {} as Client, NEVER)).toEqual({ ...DONE, problem: undefined });
    },
  );
});
