/** What is worth a word about a run's requests to S3, for its line in the log and among the last runs. Pure. */
import type { StoreReport } from '../aws/object_store';

/** AWS refuses from five minutes on; a well-kept clock is right within a second. */
const NOTABLE_SKEW_MS = 30_000;

/** None when all is as it should be. */
export function storeRemarks(report: StoreReport | undefined): readonly string[] {
  if (report === undefined) return [];
  const { throttled, repeated, clockAheadMs = 0 } = report;
  const remarks: string[] = [];
  if (throttled > 0) remarks.push(`S3 asked for fewer requests ${throttled} times`);
  if (repeated > 0) remarks.push(`${repeated} requests to S3 were repeated`);
  if (Math.abs(clockAheadMs) > NOTABLE_SKEW_MS) {
    const seconds = Math.round(Math.abs(clockAheadMs) / 1000);
    const direction = clockAheadMs > 0 ? 'ahead of' : 'behind';
    remarks.push(`this machine's clock is ${seconds} s ${direction} AWS's: set it right`);
  }
  return remarks;
}
