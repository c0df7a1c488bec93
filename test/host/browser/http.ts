/** `core.http`: fetch with Kibana's headers and errors. */

export interface FetchOptions {
  readonly method?: 'GET' | 'POST' | 'PUT' | 'DELETE';
  readonly body?: string;
  readonly query?: Readonly<Record<string, string | number | boolean | undefined>>;
  readonly headers?: Readonly<Record<string, string>>;
  readonly signal?: AbortSignal;
}

/** As Kibana throws it: `body` is the server's JSON, `response` the answer. */
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

export function createHttp(kibanaVersion: string) {
  const call = async <T>(path: string, options: FetchOptions = {}): Promise<T> => {
    const url = new URL(path, window.location.origin);
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
    const isJson = /application\/json/.test(response.headers.get('content-type') ?? '');
    const text = await response.text();
    const body: unknown = isJson && text !== '' ? JSON.parse(text) : text;
    if (!response.ok) {
      // Kibana logs the user out on any 401
      if (response.status === 401) {
        const next = encodeURIComponent(window.location.pathname + window.location.search);
        window.location.assign(`/logout?next=${next}&msg=SESSION_EXPIRED`);
      }
      const message = (body as { message?: string } | null)?.message ?? response.statusText;
      throw new HttpFetchError(message, 'Error', request, response, body);
    }
    return body as T;
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
    basePath: { get: () => '', prepend: (path: string) => path, serverBasePath: '' },
  };
}
