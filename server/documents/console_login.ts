/** How somebody signed in to the console: `aws.cloudtrail.console_login.*`. */
import type { JsonObject } from '../cloudtrail/record';
import { objectAt, textAt } from '../cloudtrail/record';
import { somePresent } from './present';

/** Of ConsoleLogin only; undefined for every other call, and where the record says nothing of it. */
export function consoleLoginOf(record: JsonObject): JsonObject | undefined {
  if (record['eventName'] !== 'ConsoleLogin') return undefined;
  const data = objectAt(record['additionalEventData']);
  const fields = somePresent({
    mfa_used: isNotNo(data['MFAUsed']),
    mobile_version: isNotNo(data['MobileVersion']),
    login_to: textAt(data['LoginTo']),
  });
  return fields && { additional_eventdata: fields };
}

/** Elastic's integration takes all but exactly `No` for yes. */
function isNotNo(value: unknown): boolean | undefined {
  const text = textAt(value);
  return text === undefined ? undefined : text !== 'No';
}
