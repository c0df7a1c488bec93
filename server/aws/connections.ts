/** The connections of AWS's clients: guarded, through the company's proxy where one is set, and looked at as answers pass. */
import { Agent as HttpAgent } from 'node:http';
import { Agent as HttpsAgent } from 'node:https';
import type { NodeHttpHandler } from '@smithy/node-http-handler';
import { guardedLookup } from './endpoint_guard';

export interface ConnectionTimeouts {
  readonly connectMs: number;
  /** How long nothing may come before a request or a body is given up. */
  readonly idleMs: number;
}

export interface ConnectionOptions {
  /**
   * The proxy to AWS, as `http://user:password@proxy.example.org:3128`. Names are then resolved by the proxy, so that it
   * decides which addresses may be reached. Not to be given with a custom endpoint: those are reached directly.
   */
  readonly proxyUrl?: string;
  readonly timeouts?: ConnectionTimeouts;
  /** Sees each answer's headers, whatever came of the request. */
  readonly onAnswer?: (headers: Readonly<Record<string, string>>) => void;
}

export interface Connections {
  readonly requestHandler: NodeHttpHandler;
  /** Breaks off what is under way, too. */
  close(): void;
}

const DEFAULT_TIMEOUTS: ConnectionTimeouts = { connectMs: 5_000, idleMs: 30_000 };

/** Opens nothing yet. To be shared by the clients of one source. */
export async function openConnections(options: ConnectionOptions = {}): Promise<Connections> {
  const { timeouts = DEFAULT_TIMEOUTS, onAnswer } = options;
  const { NodeHttpHandler } = await import('@smithy/node-http-handler');
  const httpAgent = new HttpAgent({ keepAlive: true, lookup: guardedLookup() });
  const httpsAgent = await openHttpsAgent(options.proxyUrl);
  const requestHandler = new NodeHttpHandler({
    httpAgent,
    httpsAgent,
    connectionTimeout: timeouts.connectMs,
    socketTimeout: timeouts.idleMs,
  });
  const handle = requestHandler.handle.bind(requestHandler);
  requestHandler.handle = async (request, handlerOptions) => {
    const answer = await handle(request, handlerOptions);
    onAnswer?.(answer.response.headers);
    return answer;
  };
  return {
    requestHandler,
    close() {
      httpAgent.destroy();
      httpsAgent.destroy();
    },
  };
}

/** The proxy without user and password, for messages. */
export function nameOfProxy(proxyUrl: string): string {
  return new URL(proxyUrl).origin;
}

async function openHttpsAgent(proxyUrl: string | undefined): Promise<HttpAgent> {
  if (proxyUrl === undefined) return new HttpsAgent({ keepAlive: true, lookup: guardedLookup() });
  // not the package itself: of a CommonJS module the build gives a dynamic import no names
  const { TunnelAgent } = await import('./tunnel_agent');
  return new TunnelAgent(proxyUrl, { keepAlive: true });
}
