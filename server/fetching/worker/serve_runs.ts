/** The worker's side: runs the slices that it is sent, makes previews, and asks the main thread for Elasticsearch. */
import type { MessagePort } from 'node:worker_threads';
import type { PreviewThread } from '../../sources/preview_thread';
import type { SliceResult } from '../run_slice';
import type { SliceThread } from '../slice_thread';
import { bodyToTransfer, messageClient } from './message_client';
import type { ClientCall, FromWorker, GeoFacts, PlainSliceResult, ToWorker } from './messages';
import { fromPlainError, toPlainError } from './plain_errors';

interface WaitingCall {
  readonly resolve: (answer: unknown) => void;
  readonly reject: (error: Error) => void;
}

/** Serves until the port is closed. `geoFacts` is asked at most when the main thread asks. */
export function serveRuns(
  port: MessagePort,
  { run: runSlice, preview }: SliceThread & PreviewThread,
  geoFacts: () => Promise<GeoFacts>,
): void {
  const runs = new Map<number, AbortController>();
  const calls = new Map<number, WaitingCall>();
  let lastCall = 0;

  const send = (message: FromWorker, transfer: ArrayBuffer[] = []): void =>
    port.postMessage(message, transfer);

  const callFor = (run: number) => (made: ClientCall) =>
    new Promise<unknown>((resolve, reject) => {
      const call = ++lastCall;
      calls.set(call, { resolve, reject });
      send({ kind: 'call', run, call, made }, bodyToTransfer(made));
    });

  const take = (call: number): WaitingCall | undefined => {
    const waiting = calls.get(call);
    calls.delete(call);
    return waiting;
  };

  const start = async (run: number, work: (signal: AbortSignal) => Promise<FromWorker>): Promise<void> => {
    const controller = new AbortController();
    runs.set(run, controller);
    try {
      send(await work(controller.signal));
    } catch (error) {
      send({ kind: 'failure', run, error: toPlainError(error) });
    } finally {
      runs.delete(run);
    }
  };

  const answerTo = (message: Extract<ToWorker, { kind: 'run' | 'preview' }>) =>
    start(message.run, async (signal) => {
      const { run } = message;
      if (message.kind === 'preview')
        return { kind: 'preview', run, preview: await preview(message.request, signal) };
      const result = await runSlice(message.request, messageClient(callFor(run)), signal);
      return { kind: 'result', run, result: plainResult(result) };
    });

  port.on('message', (message: ToWorker) => {
    switch (message.kind) {
      case 'run':
      case 'preview':
        return void answerTo(message);
      case 'abort':
        return runs.get(message.run)?.abort();
      case 'answer':
        return take(message.call)?.resolve(message.answer);
      case 'refusal':
        return take(message.call)?.reject(fromPlainError(message.error));
      case 'ask_geo':
        return void geoFacts().then((facts) => send({ kind: 'geo', facts }));
    }
  });
}

function plainResult({ problem, ...rest }: SliceResult): PlainSliceResult {
  return { ...rest, problem: problem && toPlainError(problem) };
}
