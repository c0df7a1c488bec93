/** Stands for a request where nobody asks: Kibana's saved objects encrypt only through a client that is scoped to one. */
import type { KibanaRequest } from './contracts';

/** The least that Kibana 8.12's scoped client looks at (tried on 8.12.2). It is nobody's: no rights come with it. */
export const SYSTEM_REQUEST: KibanaRequest = Object.assign(
  { headers: {}, params: {}, query: {}, body: {} },
  {
    getBasePath: () => '',
    path: '/',
    route: { settings: {} },
    url: { href: '/' },
    raw: { req: { url: '/' } },
  },
);
