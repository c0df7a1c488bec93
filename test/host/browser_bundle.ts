/** Bundles the host's own browser code from npm packages, once for each state of it and of the packages. */
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Plugin } from 'esbuild';

/** The folder of the project, seen from this file or from a bundle of it. */
export function projectRoot(): string {
  let folder = path.dirname(fileURLToPath(import.meta.url));
  while (!existsSync(path.join(folder, 'package.json'))) folder = path.dirname(folder);
  return folder;
}

export interface HostBundle {
  readonly dir: string;
  /** Changes with the content. */
  readonly version: string;
}

/** EUI imports its icons by a name without ending, which only webpack finds. */
const euiIcons: Plugin = {
  name: 'eui-icons',
  setup(build) {
    build.onLoad({ filter: /@elastic[/\\]eui[/\\]es[/\\]components[/\\]icon[/\\]icon\.js$/ }, (args) => ({
      contents: readFileSync(args.path, 'utf8').replace(
        "'./assets/' + typeToPathMap[iconType]",
        "'./assets/' + typeToPathMap[iconType] + '.js'",
      ),
    }));
  },
};

/** Gives the folder with main.js, login.js and a style sheet for each colour mode. Some seconds the first time. */
export async function buildHostBundle(): Promise<HostBundle> {
  const root = projectRoot();
  const sources = path.join(root, 'test/host/browser');
  const hash = createHash('sha256');
  for (const file of ['package-lock.json', 'test/host/browser_bundle.ts']) {
    hash.update(readFileSync(path.join(root, file)));
  }
  for (const name of readdirSync(sources).sort())
    hash.update(name).update(readFileSync(path.join(sources, name)));
  const version = hash.digest('hex').slice(0, 16);
  const dir = path.join(root, '.cache', 'host', `browser-${version}`);
  if (existsSync(dir)) return { dir, version };

  const temporary = `${dir}.${process.pid}`;
  mkdirSync(temporary, { recursive: true });
  const { build } = await import('esbuild');
  const styles = (mode: 'light' | 'dark') =>
    [
      ...['@elastic/eui/dist/eui_theme', '@elastic/charts/dist/theme_only'].map(
        (file) => `@import '${file}_${mode}.css';`,
      ),
      // as Kibana's own page makes room, so that no app lies under the fixed header
      '.kbnAppWrapper { padding-top: var(--euiFixedHeadersOffset, 0); }',
    ].join('\n');
  await build({
    entryPoints: { main: path.join(sources, 'main.tsx'), login: path.join(sources, 'login.ts') },
    outdir: temporary,
    bundle: true,
    // classic scripts
    format: 'iife',
    target: 'es2020',
    minify: true,
    plugins: [euiIcons],
    define: { 'process.env.NODE_ENV': '"production"', 'process.env': '{}', global: 'window' },
    logLevel: 'error',
  });
  for (const mode of ['light', 'dark'] as const) {
    await build({
      stdin: { contents: styles(mode), loader: 'css', resolveDir: root },
      outfile: path.join(temporary, `styles_${mode}.css`),
      bundle: true,
      minify: true,
      loader: { '.woff2': 'dataurl', '.woff': 'dataurl', '.svg': 'dataurl', '.png': 'dataurl' },
      logLevel: 'error',
    });
  }
  try {
    renameSync(temporary, dir);
  } catch {
    // another host was faster
    rmSync(temporary, { recursive: true, force: true });
  }
  return { dir, version };
}
