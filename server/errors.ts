/** The few kinds of error that this plugin knows. Faults of AWS and Elasticsearch become these at the edge where they arise. */

/** Base of all: `code` is stable and machine-readable; `message` says what failed, on what, and what to do. */
export abstract class CloudTrailError extends Error {
  abstract readonly code: string;

  constructor(message: string, options?: { readonly cause?: unknown }) {
    super(message, options);
    this.name = new.target.name;
  }
}

export type AwsErrorCode =
  | 'aws_access_denied'
  | 'aws_bad_credentials'
  | 'aws_expired_credentials'
  | 'aws_no_such_bucket'
  | 'aws_no_such_queue'
  | 'aws_no_such_key'
  | 'aws_kms_denied'
  | 'aws_archived'
  | 'aws_throttled'
  | 'aws_clock_skew'
  | 'aws_wrong_region'
  | 'aws_unreachable'
  | 'aws_endpoint_refused'
  | 'aws_server_identity_refused'
  | 'aws_other';

/** S3, STS or SQS refused, or could not be reached. */
export class AwsError extends CloudTrailError {
  constructor(
    readonly code: AwsErrorCode,
    message: string,
    options?: { readonly cause?: unknown },
  ) {
    super(message, options);
  }
}

export type ObjectErrorCode =
  | 'empty_object'
  | 'bad_gzip'
  | 'bad_json'
  | 'not_cloudtrail'
  | 'object_too_large'
  | 'record_too_large'
  | 'object_archived'
  | 'object_vanished'
  | 'record_not_object'
  | 'event_time_out_of_range'
  | 'mapping_refused'
  | 'content_too_large';

/** One object, or one record in it, can't be taken in: it becomes a failure entry and the rest goes on. */
export class ObjectError extends CloudTrailError {
  constructor(
    readonly code: ObjectErrorCode,
    message: string,
    options?: { readonly cause?: unknown },
  ) {
    super(message, options);
  }
}

export type ElasticsearchErrorCode =
  | 'elasticsearch_forbidden'
  | 'elasticsearch_key_refused'
  | 'elasticsearch_unreachable'
  | 'elasticsearch_overloaded'
  | 'elasticsearch_blocked'
  | 'elasticsearch_too_many_refused'
  | 'elasticsearch_timeout'
  | 'elasticsearch_shards_failed'
  | 'elasticsearch_too_many_buckets'
  | 'elasticsearch_query_refused'
  | 'elasticsearch_other';

/** Elasticsearch refused for a reason that is not one document's: the run stops and is tried again. */
export class ElasticsearchError extends CloudTrailError {
  constructor(
    readonly code: ElasticsearchErrorCode,
    message: string,
    options?: { readonly cause?: unknown },
  ) {
    super(message, options);
  }
}

export type SourceErrorCode =
  | 'source_not_found'
  | 'nothing_found'
  | 'no_encryption_key'
  | 'secrets_unreadable'
  | 'redaction_key_unreadable'
  | 'index_period_fixed'
  | 'missing_privileges'
  | 'all_spaces_needed'
  | 'api_key_caller'
  | 'no_key_needed'
  | 'external_id_unknown'
  | 'external_id_taken'
  | 'location_fixed'
  | 'start_out_of_range'
  | 'source_paused'
  | 'source_declared'
  | 'needs_authorisation'
  | 'bad_cursor'
  | 'state_conflict'
  | 'event_not_found'
  | 'original_not_found'
  | 'original_redacted';

/** A request about a source can't be carried out. */
export class SourceError extends CloudTrailError {
  constructor(
    readonly code: SourceErrorCode,
    message: string,
    options?: { readonly cause?: unknown },
  ) {
    super(message, options);
  }
}

export type SavedObjectsErrorCode = 'saved_objects_forbidden' | 'saved_objects_refused';

/** Kibana refused to make saved objects. */
export class SavedObjectsError extends CloudTrailError {
  constructor(
    readonly code: SavedObjectsErrorCode,
    message: string,
    options?: { readonly cause?: unknown },
  ) {
    super(message, options);
  }
}

export type WorkerErrorCode = 'worker_out_of_memory' | 'worker_ended';

/** The thread in which runs are at work is gone, and they with it; Kibana goes on, and the next run starts a new one. */
export class WorkerError extends CloudTrailError {
  constructor(
    readonly code: WorkerErrorCode,
    message: string,
    options?: { readonly cause?: unknown },
  ) {
    super(message, options);
  }
}
