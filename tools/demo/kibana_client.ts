/** Speaks to Kibana's HTTP API as a logged-in user. */

export interface KibanaClient {
  /** Gives the answer's body. Throws with Kibana's message for any status but 2xx. `T` is what the route is known to give. */
  readonly request: <T>(method: 'GET' | 'POST', path: string, body?: object) => Promise<T>;
}

/** Logs in as the login page does, and keeps the session's cookie. */
export async function logIn(
  url: string,
  username: string,
  password: string,
  signal: AbortSignal,
): Promise<KibanaClient> {
  let cookie = '';
  async function send(method: string, path: string, body?: object): Promise<Response> {
    const response = await fetch(url + path, {
      method,
      signal,
      headers: {
        'content-type': 'application/json',
        'kbn-xsrf': 'demo',
        // Kibana 9 refuses its internal routes, the login's among them, to whoever doesn't say this
        'x-elastic-internal-origin': 'Kibana',
        ...(cookie !== '' && { cookie }),
      },
      ...(body && { body: JSON.stringify(body) }),
    });
    if (response.ok) return response;
    const text = await response.text();
    throw new Error(`${method} ${path} answered ${response.status}: ${messageIn(text)}`);
  }

  const answer = await send('POST', '/internal/security/login', {
    providerType: 'basic',
    providerName: 'basic',
    currentURL: `${url}/login`,
    params: { username, password },
  });
  cookie = answer.headers
    .getSetCookie()
    .map((line) => line.split(';')[0] ?? '')
    .join('; ');
  return {
    request: async <T>(method: 'GET' | 'POST', path: string, body?: object): Promise<T> => {
      const response = await send(method, path, body);
      return (await response.json()) as T;
    },
  };
}

function messageIn(text: string): string {
  return /"message"\s*:\s*"((?:[^"\\]|\\.)*)"/.exec(text)?.[1] ?? text.slice(0, 300);
}
