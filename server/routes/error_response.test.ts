import { describe, expect, it } from 'vitest';
import type { KibanaResponseFactory, Logger } from '../kibana/contracts';
import type {
  AwsErrorCode,
  ElasticsearchErrorCode,
  ObjectErrorCode,
  SourceErrorCode,
  WorkerErrorCode,
} from '../errors';
import { AwsError, ElasticsearchError, ObjectError, SourceError, WorkerError } from '../errors';
import { errorResponse } from './error_response';

// each code once; `satisfies` makes a missing one an error of types
const AWS = {
  aws_access_denied: 502,
  aws_bad_credentials: 502,
  aws_expired_credentials: 502,
  aws_no_such_bucket: 502,
  aws_no_such_queue: 502,
  aws_no_such_key: 502,
  aws_kms_denied: 502,
  aws_archived: 502,
  aws_throttled: 502,
  aws_clock_skew: 502,
  aws_wrong_region: 502,
  aws_unreachable: 502,
  aws_endpoint_refused: 400,
  aws_server_identity_refused: 400,
  aws_other: 502,
} satisfies Record<AwsErrorCode, number>;
const ELASTICSEARCH = {
  elasticsearch_forbidden: 403,
  elasticsearch_key_refused: 409,
  elasticsearch_unreachable: 503,
  elasticsearch_overloaded: 503,
  elasticsearch_blocked: 502,
  elasticsearch_too_many_refused: 502,
  elasticsearch_timeout: 503,
  elasticsearch_shards_failed: 503,
  elasticsearch_too_many_buckets: 502,
  elasticsearch_query_refused: 400,
  elasticsearch_other: 502,
} satisfies Record<ElasticsearchErrorCode, number>;
const SOURCE = {
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
} satisfies Record<SourceErrorCode, number>;
const WORKER = { worker_out_of_memory: 503, worker_ended: 503 } satisfies Record<WorkerErrorCode, number>;

interface Answer {
  readonly statusCode: number;
  readonly body: { readonly message: string; readonly attributes?: { readonly code?: string } };
}
function answer(error: unknown) {
  const logged: unknown[] = [];
  const log = { error: (message: unknown) => logged.push(message) } as unknown as Logger;
  let given: Answer | undefined;
  const response = {
    customError: (options: Answer) => {
      given = options;
      return { status: options.statusCode };
    },
  } as unknown as KibanaResponseFactory;
  errorResponse(error, response, log);
  return {
    status: given?.statusCode,
    message: given?.body.message ?? '',
    code: given?.body.attributes?.code,
    logged,
  };
}
const entries = <C extends string>(codes: Record<C, number>) => Object.entries(codes) as [C, number][];
const OURS = [
  ...entries(AWS).map(([code, status]) => ({ error: new AwsError(code, 'what to do'), status })),
  ...entries(ELASTICSEARCH).map(([code, status]) => ({
    error: new ElasticsearchError(code, 'what to do'),
    status,
  })),
  ...entries(SOURCE).map(([code, status]) => ({ error: new SourceError(code, 'what to do'), status })),
  ...entries(WORKER).map(([code, status]) => ({ error: new WorkerError(code, 'what to do'), status })),
  { error: new ObjectError('bad_gzip' satisfies ObjectErrorCode, 'what to do'), status: 502 },
];

describe('errorResponse', () => {
  it.each(OURS.map(({ error, status }) => [error.code, status, error] as const))(
    'answers %s with %i, its code and its words',
    (code, status, error) => {
      expect(answer(error)).toEqual({ status, message: 'what to do', code, logged: [] });
    },
  );

  it('is never 401, which would end the user’s session, whatever is thrown', () => {
    const refused = Object.assign(new Error('security_exception'), {
      statusCode: 401,
      meta: { statusCode: 401 },
      output: { statusCode: 401 },
    });
    for (const error of [...OURS.map(({ error: own }) => own), refused, 401, null])
      expect(answer(error).status).not.toBe(401);
  });

  it('hides what it does not know, and logs it', () => {
    const error = new Error('secret detail');
    const { status, message, code, logged } = answer(error);
    expect([status, code]).toEqual([500, 'unexpected']);
    expect(message).not.toContain('secret');
    expect(logged).toEqual([error]);
    expect(answer('thrown text')).toMatchObject({ status: 500, logged: ['thrown text'] });
    expect(answer(undefined).status).toBe(500);
  });

  it('says that Elasticsearch is away where Kibana’s own clients say so', () => {
    const boom = Object.assign(new Error('x'), { output: { statusCode: 503 } });
    const connection = Object.assign(new Error('connect ECONNREFUSED'), { name: 'ConnectionError' });
    const noLiving = Object.assign(new Error('x'), { name: 'NoLivingConnectionsError' });
    for (const error of [boom, connection, noLiving])
      expect(answer(error)).toMatchObject({ status: 503, code: 'elasticsearch_unreachable', logged: [] });
  });

  it('keeps the cause of our errors to itself', () => {
    const error = new ElasticsearchError('elasticsearch_other', 'refused with 400', {
      cause: new Error('secret body'),
    });
    expect(JSON.stringify(answer(error))).not.toContain('secret');
  });
});
