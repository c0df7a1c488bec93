/** What helps against a failure, in words for the source's owner. */
import type { AwsErrorCode, ObjectErrorCode } from '../errors';

const ASK_AWS = 'Allow it in AWS as the message says, then Try again.';
const NEVER_READ =
  'It will not be read. If it was damaged on its way into the bucket, put it there again and Try again; else dismiss this.';

const FIXES: Readonly<Record<ObjectErrorCode, string> & Partial<Record<AwsErrorCode, string>>> = {
  empty_object:
    'CloudTrail writes no empty files. Put the file into the bucket again and Try again, or dismiss this.',
  bad_gzip:
    'Put an undamaged copy into the bucket under the same name, then Try again: only what is missing is added.',
  bad_json:
    'Put an undamaged copy into the bucket under the same name, then Try again: only what is missing is added.',
  not_cloudtrail: `Something else writes below the trail's folders. ${NEVER_READ}`,
  object_too_large:
    'Raise cloudtrail.fetch.maxObjectBytes in kibana.yml, restart Kibana, then Try again: only what is missing is added.',
  record_too_large:
    'Raise cloudtrail.fetch.maxRecordBytes in kibana.yml, restart Kibana, then Try again: only what is missing is added.',
  object_archived:
    'Restore the object in S3 (Initiate restore; minutes to days, by tier and class), then Try again. A lifecycle rule that archives later keeps this from happening.',
  object_vanished:
    'It was deleted after it was listed, perhaps by a lifecycle rule. Where the bucket keeps versions, restore it and Try again; else dismiss this.',
  record_not_object: NEVER_READ,
  event_time_out_of_range:
    "The event's time lies before CloudTrail began or in the future, so no index is right for it. Look at the record; dismiss this.",
  mapping_refused:
    'Elasticsearch refused the event. Look at the index template of cloudtrail-events-*, repair it, then Try again.',
  content_too_large:
    'The event is larger than what Elasticsearch, or a proxy before it, takes in one request. Raise that limit (http.max_content_length; client_max_body_size in nginx), then Try again.',
  aws_access_denied: ASK_AWS,
  aws_kms_denied: ASK_AWS,
};

/** For a reason that nobody here knows, of a newer Kibana: what always may help. */
export function fixOf(reason: string): string {
  const fixes: Readonly<Record<string, string | undefined>> = FIXES;
  return fixes[reason] ?? 'Look at the message, mend what it says, then Try again.';
}
