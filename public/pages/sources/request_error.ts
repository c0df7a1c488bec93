/** What a refused request means for the pages about sources. */
import type { HttpFetchError } from '../../kibana/contracts';

/**
 * `no_privilege`: Kibana refuses the route to this user. `unreachable`: no answer at all. `no_encryption_key`,
 * `secrets_unreadable`, `not_found`: as named. `failed`: all else.
 */
export type RequestErrorKind =
  'no_privilege' | 'no_encryption_key' | 'secrets_unreadable' | 'not_found' | 'unreachable' | 'failed';

export interface RequestError {
  readonly kind: RequestErrorKind;
  /** The server's own words. */
  readonly message: string;
  /** The server's code; absent where the refusal is not ours. */
  readonly code?: string;
}

type Body = NonNullable<HttpFetchError['body']>;

/** Reads anything thrown by a request. */
export function requestError(thrown: unknown): RequestError {
  if (!(thrown instanceof Error)) return { kind: 'failed', message: String(thrown) };
  const { body, response } = thrown as Partial<HttpFetchError>;
  const status = body?.statusCode ?? response?.status;
  const code = body?.attributes?.code;
  return { kind: kindOf(status, code, thrown), message: body?.message ?? thrown.message, code };
}

/** The same for an answer whose body nobody has read yet, as that of a stream. */
export async function rawRequestError(thrown: unknown): Promise<RequestError> {
  const { body, response } = thrown as Partial<HttpFetchError>;
  if (body || !(response instanceof Response)) return requestError(thrown);
  const read = (await response.json().catch(() => undefined)) as Body | undefined;
  return requestError(Object.assign(new Error((thrown as Error).message), { response, body: read }));
}

/** Whether a request ended because nobody waits for it any more. */
export function isAbort(thrown: unknown): boolean {
  return thrown instanceof Error && thrown.name === 'AbortError';
}

function kindOf(status: number | undefined, code: string | undefined, error: Error): RequestErrorKind {
  if (code === 'no_encryption_key' || code === 'secrets_unreadable') return code;
  if (status === 404) return 'not_found';
  // our own refusals say which right of Elasticsearch is missing
  if (status === 403 && code === undefined) return 'no_privilege';
  return status === undefined && error.name === 'TypeError' ? 'unreachable' : 'failed';
}
