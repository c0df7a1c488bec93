/** Waits until a source has fetched all there is, and says how far it is. */
import { setTimeout as sleep } from 'node:timers/promises';
import { SOURCES_API } from '../../common/ids';
import type { SourceStatusResponse } from '../../common/sources';
import type { KibanaClient } from './kibana_client';

const POLL_MS = 500;
const REPORT_MS = 3_000;
/** A source that has stood still for so long won't move. */
const STANDSTILL_MS = 180_000;

/** Resolves when the history of every account and region is in. Throws when the source stops or stands still. */
export async function followFetch(
  kibana: KibanaClient,
  id: string,
  say: (line: string) => void,
  signal: AbortSignal,
): Promise<SourceStatusResponse> {
  let last = { text: '', at: Date.now() };
  let said = { text: '', problem: '', at: Date.now() };
  for (;;) {
    const status = await kibana.request<SourceStatusResponse>('GET', `${SOURCES_API}/${id}/status`);
    if (isWhole(status)) return status;
    const text = describe(status);
    const problem = status.problem === null ? '' : `${status.problem.code}: ${status.problem.message}`;
    if (text !== last.text) last = { text, at: Date.now() };
    if (status.state === 'stopped') throw new Error(`The source has stopped. ${text}. ${problem}`);
    if (Date.now() - last.at > STANDSTILL_MS) throw new Error(`Nothing moves any more. ${text}. ${problem}`);
    if (problem !== said.problem) {
      if (problem !== '') say(`A problem, to be tried again: ${problem}`);
      said = { ...said, problem };
    }
    if (text !== said.text && Date.now() - said.at >= REPORT_MS) {
      say(text);
      said = { ...said, text, at: Date.now() };
    }
    await sleep(POLL_MS, undefined, { signal });
  }
}

function isWhole(status: SourceStatusResponse): boolean {
  return (
    status.state === 'idle' &&
    status.last_fetched_at !== null &&
    status.account_regions === status.account_regions_complete
  );
}

function describe({ counts, ...status }: SourceStatusResponse): string {
  const complete = `${status.account_regions_complete} of ${status.account_regions} accounts × regions complete`;
  return `${counts.objects} objects read, ${counts.events} events in; ${complete}`;
}
