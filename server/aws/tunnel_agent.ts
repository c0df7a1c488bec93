/** Connections to AWS through the company's proxy. A file of its own, since only where a proxy is set it is loaded. */
import { HttpsProxyAgent } from 'https-proxy-agent';

/** It would guess from the stack of calls, wrongly for connections that fall free, and use none of them again. */
export class TunnelAgent extends HttpsProxyAgent<string> {
  override isSecureEndpoint(): boolean {
    return true;
  }
}
