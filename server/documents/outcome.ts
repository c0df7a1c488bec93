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
  return isSaid(record['errorCode']) || isSaid(record['errorMessage']) ? 'failure' : 'success';
}

/** An error of another shape is an error, too. */
function isSaid(value: unknown): boolean {
  return typeof value === 'object' && value !== null
    ? Object.keys(value).length > 0
    : textAt(value) !== undefined;
}
