/** Whether a call succeeded, as Elastic's integration decides it. */
import type { JsonObject } from '../cloudtrail/record';
import { objectAt, textAt } from '../cloudtrail/record';

/**
 * `failure` with an errorCode or errorMessage, else `success`; for ConsoleLogin what `responseElements.ConsoleLogin` says
 * when it is there, since a refused sign-in may come without an error field.
 */
export function outcomeOf(record: JsonObject): 'success' | 'failure' {
  if (record['eventName'] === 'ConsoleLogin') {
    const answer = textAt(objectAt(record['responseElements'])['ConsoleLogin'])?.toLowerCase();
    if (answer === 'success' || answer === 'failure') return answer;
  }
  const failed = textAt(record['errorCode']) !== undefined || textAt(record['errorMessage']) !== undefined;
  return failed ? 'failure' : 'success';
}
