/** Builds what the browser loads: a tiny script for every page of Kibana, and the app for those who open it. */
import { join } from 'node:path';
import { build, type BuildOptions, type Metafile, type Plugin } from 'esbuild';
import { sharedDeps } from './shared_deps';

export interface BundleFile {
  /** Relative to the plugin's folder. */
  readonly path: string;
  readonly text: string;
}
export interface Bundle {
  readonly files: readonly BundleFile[];
  readonly metafiles: readonly Metafile[];
}

/** The public half's lazily loaded entry, as public/plugin.ts imports it and as Kibana serves it. */
const APP_IMPORT = './app/mount';
const APP_FILE = 'cloudtrail.app.js';

/** Where Kibana serves target/public from; it holds the plugin's version, hence fresh files after an upgrade. */
const PUBLIC_PATH = 'window.__kbnPublicPath__.cloudtrail';

/** The folder's name in the plugin, fixed by Kibana. */
export const PUBLIC_FOLDER = 'target/public';
/** The one file that Kibana asks for by name. */
export const ENTRY_FILE = 'cloudtrail.plugin.js';
/** Every page of Kibana loads the entry, also for those who never open the app. */
const ENTRY_LIMIT_BYTES = 15_000;

/** Both bundles from `root`/public. Throws on anything that Kibana's page could not run. */
export async function bundleBrowser(root: string): Promise<Bundle> {
  const shared = {
    absWorkingDir: root,
    bundle: true,
    write: false,
    metafile: true,
    outdir: join(root, PUBLIC_FOLDER),
    platform: 'browser',
    target: 'es2020',
    jsx: 'transform',
    minify: true,
    sourcemap: false,
    legalComments: 'none',
    define: { 'process.env.NODE_ENV': '"production"' },
    logLevel: 'silent',
  } as const satisfies BuildOptions;
  const entry = await build({
    ...shared,
    stdin: {
      contents: `import * as module from './index';
__kbnBundles__.define('plugin/cloudtrail/public', () => module, 0);`,
      resolveDir: join(root, 'public'),
    },
    entryNames: ENTRY_FILE.replace(/\.js$/, ''),
    format: 'iife',
    plugins: [appIsLoadedByAddress(), sharedDeps()],
  });
  const app = await build({
    ...shared,
    entryPoints: { [APP_FILE.replace(/\.js$/, '')]: join(root, 'public', APP_IMPORT) },
    chunkNames: 'cloudtrail.chunk.[hash]',
    format: 'esm',
    splitting: true,
    plugins: [sharedDeps()],
  });

  const files: BundleFile[] = [];
  for (const { path, text } of [...entry.outputFiles, ...app.outputFiles]) {
    const name = path.slice(path.lastIndexOf('/') + 1);
    if (!name.endsWith('.js')) throw new Error(`the browser bundle holds ${name}, which nothing would load`);
    files.push({
      path: `${PUBLIC_FOLDER}/${name}`,
      text: name === ENTRY_FILE ? withAppAddress(text) : text,
    });
  }
  return { files, metafiles: [entry.metafile, app.metafile] };
}

/** Leaves the import of the app out of the entry's bundle. */
function appIsLoadedByAddress(): Plugin {
  return {
    name: 'app-is-loaded-by-address',
    setup(pluginBuild) {
      pluginBuild.onResolve({ filter: /^\.\/app\/mount$/ }, ({ kind }) =>
        kind === 'dynamic-import' ? { path: APP_FILE, external: true } : undefined,
      );
    },
  };
}

/** A native import from Kibana's own address: the only form of lazy loading that its CSP and caching serve as they are. */
function withAppAddress(entry: string): string {
  const parts = entry.split(`import("${APP_FILE}")`);
  if (parts.length !== 2) {
    throw new Error(`public/plugin.ts must import('${APP_IMPORT}') in one place; found ${parts.length - 1}`);
  }
  const text = parts.join(`import(${PUBLIC_PATH}+"${APP_FILE}")`);
  if (text.length > ENTRY_LIMIT_BYTES) {
    throw new Error(
      `${ENTRY_FILE} has ${text.length} bytes, more than ${ENTRY_LIMIT_BYTES}: import less in public/plugin.ts`,
    );
  }
  return text;
}
