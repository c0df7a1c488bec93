/** What is worth a word about a run's requests to S3, for its line in the log and for diagnostics. Pure. */
import type { StoreReport } from '../aws/object_store';

/** AWS refuses from five minutes on; a well-kept clock is right within a second. */
const NOTABLE_SKEW_MS = 30_000;

/** Empty when all is as it should be; else begins with a comma. */
export function storeRemark(report: StoreReport | undefined): string {
  if (report === undefined) return '';
  const { throttled, repeated, clockAheadMs = 0 } = report;
  const seconds = Math.round(Math.abs(clockAheadMs) / 1000);
  const direction = clockAheadMs > 0 ? 'ahead of' : 'behind';
  return [
    throttled > 0 ? `, S3 asked for fewer requests ${throttled} times` : '',
    repeated > 0 ? `, ${repeated} requests to S3 were repeated` : '',
    Math.abs(clockAheadMs) > NOTABLE_SKEW_MS
      ? `, this machine's clock is ${seconds} s ${direction} AWS's: set it right`
      : '',
  ].join('');
}
