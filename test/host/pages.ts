/** What a browser gets: pages under Kibana's content security policy, bundles, login, and the settings of the page. */
import { readFile } from 'node:fs/promises';
import type { IncomingMessage, ServerResponse } from 'node:http';
import path from 'node:path';
import { BoomError } from './boom';
import type { Capabilities } from './features';
import { BUILD_NUMBER } from './options';
import type { Manifest } from './plugin_loader';
import { readBody, send } from './router';
import { SESSION_COOKIE, type Identity, type SecurityService } from './security';
import { spaceOf, type SpaceAddress } from './spaces';

/** Kibana 8.12's, word for word. */
const CSP =
  "script-src 'report-sample' 'self'; worker-src 'report-sample' 'self' blob:; style-src 'report-sample' 'self' 'unsafe-inline'";
const YEAR_SECONDS = 31_536_000;
const DARK_MODE = 'theme:darkMode';

const CONTENT_TYPES: Readonly<Record<string, string>> = {
  '.js': 'application/javascript; charset=utf-8',
  '.mjs': 'application/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.woff2': 'font/woff2',
  '.wasm': 'application/wasm',
};

/** What the host's own script finds in the page. */
export interface InjectedMetadata {
  readonly version: string;
  /** Of the space: empty, or `/s/<id>`. */
  readonly basePath: string;
  readonly darkMode: boolean;
  readonly username: string | null;
  readonly capabilities: Capabilities;
  readonly plugins: readonly {
    readonly id: string;
    readonly publicPath: string;
    /** Of those named in the manifest, what the host offers in the browser. */
    readonly dependencies: readonly string[];
    readonly config: unknown;
  }[];
}

export interface PagesDependencies {
  readonly kibanaVersion: string;
  readonly security: SecurityService;
  readonly plugin:
    { readonly manifest: Manifest; readonly dir: string; readonly browserConfig: unknown } | undefined;
  /** Folder of the host's own scripts and styles, and a name that changes with them. */
  readonly hostBundle: Promise<{ readonly dir: string; readonly version: string }>;
  capabilities(identity: Identity, space: string): Promise<Capabilities>;
}

const escapeHtml = (text: string) => text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);

/** Plugins that have a browser half in the stand-in. */
export const BROWSER_PLUGINS = ['charts', 'data', 'dataViews', 'security', 'unifiedSearch'] as const;

/** Plugins of which there is a bundle, with a contract or without. */
export const BROWSER_BUNDLES: readonly string[] = [...BROWSER_PLUGINS, 'kibanaUtils'];

export class Pages {
  /** `theme:darkMode` of each user, until the host ends. (Kibana 8.12 keeps it per space, for all users.) */
  private readonly darkModeOf = new Map<string, boolean>();

  constructor(private readonly dependencies: PagesDependencies) {}

  /** Answers whatever is not a plugin's route. */
  async handle(request: IncomingMessage, response: ServerResponse, url: URL): Promise<void> {
    const { security } = this.dependencies;
    const address = spaceOf(url.pathname);
    const { basePath, pathname } = address;
    const isPost = request.method === 'POST';
    if (pathname === '/api/status') {
      send(response, {
        status: 200,
        body: {
          version: { number: this.dependencies.kibanaVersion },
          status: { overall: { level: 'available' } },
        },
      });
    } else if (pathname === '/internal/security/login' && isPost) {
      await this.login(request, response);
    } else if (pathname === '/logout') {
      security.logout(request);
      const query = url.search === '' ? '?msg=LOGGED_OUT' : url.search;
      response.setHeader('set-cookie', `${SESSION_COOKIE}=; Max-Age=0; HttpOnly; Path=/`);
      redirect(response, `/login${query}`);
    } else if (pathname === '/login') {
      if (security.enabled) await this.loginPage(response);
      else redirect(response, '/');
    } else if (pathname.startsWith(`/${BUILD_NUMBER}/bundles/`)) {
      await this.bundle(response, pathname);
    } else if (await this.asset(response, pathname)) {
      return;
    } else {
      const identity = await security.authenticate(request);
      const isPage = pathname === '/' || pathname === '/app' || pathname.startsWith('/app/');
      if (identity === undefined) {
        if (!isPage) throw new BoomError(401, 'Unauthorized');
        redirect(response, `/login?next=${encodeURIComponent(url.pathname + url.search)}`);
      } else if (pathname === '/internal/security/me') {
        send(response, { status: 200, body: identity.user ?? {} });
      } else if (pathname === '/internal/kibana/settings' && isPost) {
        await this.settings(request, response, identity);
      } else if (pathname === '/' || pathname === '/app') {
        redirect(response, `${basePath}/app/home`);
      } else if (isPage) {
        await this.page(response, identity, address);
      } else {
        throw new BoomError(404, 'Not Found');
      }
    }
  }

  private async login(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const body = (await readBody(request)) as {
      currentURL?: string;
      params?: { username?: string; password?: string };
    } | null;
    if (!('kbn-xsrf' in request.headers)) throw new BoomError(400, 'Request must contain a kbn-xsrf header.');
    const { username = '', password = '' } = body?.params ?? {};
    const id = await this.dependencies.security.login(username, password);
    if (id === undefined) throw new BoomError(401, 'Unauthorized');
    const current = new URL(body?.currentURL ?? '/', 'http://localhost');
    const next = current.searchParams.get('next') ?? '/';
    send(response, {
      status: 200,
      // only a path of ours: no redirect to another host
      body: { location: /^\/(?![/\\])/.test(next) ? next : '/' },
      headers: { 'set-cookie': `${SESSION_COOKIE}=${id}; HttpOnly; Path=/` },
    });
  }

  private async settings(
    request: IncomingMessage,
    response: ServerResponse,
    identity: Identity,
  ): Promise<void> {
    const body = (await readBody(request)) as { changes?: Record<string, unknown> } | null;
    if (!('kbn-xsrf' in request.headers)) throw new BoomError(400, 'Request must contain a kbn-xsrf header.');
    const dark = body?.changes?.[DARK_MODE];
    if (typeof dark !== 'boolean' && dark !== null) {
      throw new BoomError(400, `The stand-in host keeps no setting but ${DARK_MODE}`);
    }
    const name = identity.user?.username ?? '';
    this.darkModeOf.set(name, dark === true);
    send(response, { status: 200, body: { settings: { [DARK_MODE]: { userValue: dark === true } } } });
  }

  private async page(
    response: ServerResponse,
    identity: Identity,
    { basePath, space }: SpaceAddress,
  ): Promise<void> {
    const { kibanaVersion, plugin } = this.dependencies;
    const manifest = plugin?.manifest;
    const darkMode = this.darkModeOf.get(identity.user?.username ?? '') === true;
    const metadata: InjectedMetadata = {
      version: kibanaVersion,
      basePath,
      darkMode,
      username: identity.user?.username ?? null,
      capabilities: await this.dependencies.capabilities(identity, space),
      plugins:
        plugin === undefined || manifest?.ui !== true
          ? []
          : [
              {
                id: manifest.id,
                publicPath: this.publicPath(manifest),
                dependencies: [...manifest.requiredPlugins, ...manifest.optionalPlugins].filter(
                  (id) =>
                    BROWSER_PLUGINS.some((offered) => offered === id) &&
                    (id !== 'security' || this.dependencies.security.enabled),
                ),
                config: plugin.browserConfig,
              },
            ],
    };
    const host = await this.hostPath();
    html(
      response,
      `<link rel="stylesheet" href="${host}styles_${darkMode ? 'dark' : 'light'}.css">`,
      `<kbn-injected-metadata data="${escapeHtml(JSON.stringify(metadata))}"></kbn-injected-metadata>
<div id="kibana-body"></div>
<div id="kbn_loading_message" style="padding: 25px; text-align: center">Loading the stand-in host</div>
<script src="${host}main.js"></script>`,
    );
  }

  private async loginPage(response: ServerResponse): Promise<void> {
    html(
      response,
      '<style>body{font:16px sans-serif;background:#f7f8fc;color:#343741}form{max-width:320px;margin:15vh auto;display:grid;gap:12px}input,button{font:inherit;padding:8px}[role=alert]{color:#bd271e}</style>',
      `<form data-test-subj="loginForm">
<h1>Welcome to the stand-in for Kibana</h1>
<p role="alert" data-test-subj="loginErrorMessage" hidden></p>
<label>Username <input name="username" autocomplete="username" autofocus data-test-subj="loginUsername"></label>
<label>Password <input name="password" type="password" autocomplete="current-password" data-test-subj="loginPassword"></label>
<button type="submit" data-test-subj="loginSubmit">Log in</button>
</form>
<script src="${await this.hostPath()}login.js"></script>`,
    );
  }

  private publicPath({ id, version }: Manifest): string {
    return `/${BUILD_NUMBER}/bundles/plugin/${id}/${version}/`;
  }

  private async hostPath(): Promise<string> {
    return `/${BUILD_NUMBER}/bundles/standin/${(await this.dependencies.hostBundle).version}/`;
  }

  /** Bundles want no login, and are cached for a year under the version in their address. */
  private async bundle(response: ServerResponse, pathname: string): Promise<void> {
    const { plugin } = this.dependencies;
    const headers = { 'cache-control': `max-age=${YEAR_SECONDS}` };
    const hostPath = await this.hostPath();
    if (pathname.startsWith(hostPath)) {
      const { dir } = await this.dependencies.hostBundle;
      return file(response, dir, pathname.slice(hostPath.length), headers);
    }
    const publicPath = plugin === undefined ? undefined : this.publicPath(plugin.manifest);
    if (plugin === undefined || publicPath === undefined || !pathname.startsWith(publicPath)) {
      throw new BoomError(404, 'Not Found');
    }
    return file(
      response,
      path.join(plugin.dir, 'target', 'public'),
      pathname.slice(publicPath.length),
      headers,
    );
  }

  private async asset(response: ServerResponse, pathname: string): Promise<boolean> {
    const { plugin } = this.dependencies;
    const prefix = `/plugins/${plugin?.manifest.id}/assets/`;
    if (plugin === undefined || !pathname.startsWith(prefix)) return false;
    await file(response, path.join(plugin.dir, 'public', 'assets'), pathname.slice(prefix.length), {});
    return true;
  }
}

function redirect(response: ServerResponse, location: string): void {
  response.writeHead(302, { location, 'cache-control': 'no-store' }).end();
}

function html(response: ServerResponse, head: string, body: string): void {
  send(response, {
    status: 200,
    headers: {
      'content-type': 'text/html; charset=utf-8',
      'content-security-policy': CSP,
      'x-content-type-options': 'nosniff',
    },
    body: `<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><title>Elastic</title>
<link rel="icon" href="data:,">${head}</head><body>${body}</body></html>`,
  });
}

async function file(
  response: ServerResponse,
  folder: string,
  name: string,
  headers: Readonly<Record<string, string>>,
): Promise<void> {
  const root = path.resolve(folder);
  const target = path.resolve(root, decodeURIComponent(name));
  if (!target.startsWith(root + path.sep)) throw new BoomError(404, 'Not Found');
  let body: Buffer;
  try {
    body = await readFile(target);
  } catch {
    throw new BoomError(404, 'Not Found');
  }
  const type = CONTENT_TYPES[path.extname(target)] ?? 'application/octet-stream';
  send(response, { status: 200, body, headers: { ...headers, 'content-type': type } });
}
