/** The one place from our errors to HTTP. */
import { CloudTrailError } from '../errors';
import { isObject } from '../cloudtrail/record';
import type { KibanaResponse, KibanaResponseFactory, Logger } from '../kibana/contracts';

/** Never 401: Kibana would take it for the user's own and end the session. */
const STATUS: Readonly<Record<string, number>> = {
  source_not_found: 404,
  nothing_found: 404,
  no_encryption_key: 409,
  secrets_unreadable: 409,
  redaction_key_unreadable: 409,
  index_period_fixed: 409,
  missing_privileges: 403,
  all_spaces_needed: 403,
  api_key_caller: 400,
  no_key_needed: 409,
  external_id_unknown: 400,
  external_id_taken: 409,
  location_fixed: 400,
  start_out_of_range: 400,
  source_paused: 409,
  source_declared: 409,
  needs_authorisation: 409,
  bad_cursor: 400,
  state_conflict: 409,
  event_not_found: 404,
  original_not_found: 404,
  original_redacted: 403,
  aws_endpoint_refused: 400,
  aws_server_identity_refused: 400,
  elasticsearch_key_refused: 409,
  elasticsearch_forbidden: 403,
  elasticsearch_overloaded: 503,
  elasticsearch_unreachable: 503,
  elasticsearch_timeout: 503,
  elasticsearch_query_refused: 400,
  elasticsearch_shards_failed: 503,
  saved_objects_forbidden: 403,
  saved_objects_refused: 409,
  worker_out_of_memory: 503,
  worker_ended: 503,
};
const BAD_GATEWAY = 502;
const UNAVAILABLE = 503;

/** Our errors with status, message and code; an unreachable Elasticsearch as 503; all else is logged and hidden. */
export function errorResponse(error: unknown, response: KibanaResponseFactory, log: Logger): KibanaResponse {
  if (error instanceof CloudTrailError) {
    return response.customError({
      statusCode: STATUS[error.code] ?? BAD_GATEWAY,
      body: { message: error.message, attributes: { code: error.code } },
    });
  }
  if (isUnreachable(error)) {
    return response.customError({
      statusCode: UNAVAILABLE,
      body: {
        message:
          'Elasticsearch does not answer Kibana. Fetching goes on by itself when it is back; nothing is lost meanwhile.',
        attributes: { code: 'elasticsearch_unreachable' },
      },
    });
  }
  // Kibana's own log line would say no more than "Server Error"
  log.error(error instanceof Error ? error : String(error));
  return response.customError({
    statusCode: 500,
    body: {
      message: "An unexpected error occurred. Kibana's log says more.",
      attributes: { code: 'unexpected' },
    },
  });
}

/** As the saved objects client (a Boom error) and the Elasticsearch client say it. */
function isUnreachable(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  const { output } = error as { output?: unknown };
  const status = isObject(output) ? output['statusCode'] : undefined;
  return (
    status === UNAVAILABLE || error.name === 'ConnectionError' || error.name === 'NoLivingConnectionsError'
  );
}
