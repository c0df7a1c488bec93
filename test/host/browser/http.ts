/** `core.http`: fetch with Kibana's headers and errors. */

export interface FetchOptions {
  readonly method?: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  readonly body?: string;
  readonly query?: Readonly<Record<string, string | number | boolean | undefined>>;
  readonly headers?: Readonly<Record<string, string>>;
  readonly signal?: AbortSignal;
  /** Gives the answer in place of its body. */
  readonly asResponse?: boolean;
  /** Leaves the body unread, only with `asResponse`. */
  readonly rawResponse?: boolean;
}

/** As Kibana throws it: `body` is the server's JSON, `response` the answer; the message is HTTP's, not the server's. */
export class HttpFetchError extends Error {
  constructor(
    message: string,
    name: string,
    readonly request: { readonly url: string },
    readonly response?: Response,
    readonly body?: unknown,
  ) {
    super(message);
    this.name = name;
  }
}

async function readBody(response: Response): Promise<unknown> {
  const isJson = /application\/json/.test(response.headers.get('content-type') ?? '');
  const text = await response.text();
  return isJson && text !== '' ? JSON.parse(text) : text;
}

/** `basePath`: of the space, before each path. */
export function createHttp(kibanaVersion: string, basePath: string) {
  const call = async <T>(path: string, options: FetchOptions = {}): Promise<T> => {
    if (options.rawResponse === true && options.asResponse !== true) {
      throw new Error('Invalid fetch arguments, rawResponse = true is only supported when asResponse = true');
    }
    const url = new URL(basePath + path, window.location.origin);
    for (const [name, value] of Object.entries(options.query ?? {})) {
      if (value !== undefined) url.searchParams.set(name, String(value));
    }
    const request = { url: url.href };
    let response: Response;
    try {
      response = await fetch(url, {
        method: options.method ?? 'GET',
        body: options.body,
        signal: options.signal,
        credentials: 'same-origin',
        headers: {
          'content-type': 'application/json',
          'kbn-version': kibanaVersion,
          'kbn-xsrf': 'true',
          'x-elastic-internal-origin': 'Kibana',
          ...options.headers,
        },
      });
    } catch (error) {
      const { message, name } = error as Error;
      throw new HttpFetchError(message, name, request);
    }
    const body = options.rawResponse === true ? null : await readBody(response);
    if (!response.ok) {
      // Kibana logs the user out on any 401
      if (response.status === 401) {
        const next = encodeURIComponent(window.location.pathname + window.location.search);
        window.location.assign(`/logout?next=${next}&msg=SESSION_EXPIRED`);
      }
      throw new HttpFetchError(response.statusText, 'Error', request, response, body);
    }
    return (options.asResponse === true ? { request, response, body } : body) as T;
  };
  const withMethod =
    (method: FetchOptions['method']) =>
    <T>(path: string, options: FetchOptions = {}) =>
      call<T>(path, { ...options, method });
  return {
    fetch: call,
    get: withMethod('GET'),
    post: withMethod('POST'),
    put: withMethod('PUT'),
    delete: withMethod('DELETE'),
    basePath: { get: () => basePath, prepend: (path: string) => basePath + path, serverBasePath: '' },
  };
}
