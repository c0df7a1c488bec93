/** Builds the server half: CommonJS for Kibana's Node, dependencies inside, heavy parts loaded when first asked for or in the worker thread. */
import { basename, join } from 'node:path';
import { build, transform, type BuildOptions, type Metafile } from 'esbuild';
import type { Bundle, BundleFile } from './browser_bundle';

/** Kibana 8.12 runs Node 18.18; later ones run what is newer. */
const TARGET = 'node18';

/**
 * Kibana loads the start of every plugin before it serves anything, also where nobody uses CloudTrail; what is heavy
 * (the AWS SDK, the geo reader, the services, what panels ask) comes later, by a dynamic import. The schemas of the
 * routes and zod are most of what is left.
 */
const START_LIMIT_BYTES = 400_000;
/** The entry imports it when Kibana asks for the plugin, which it does at its start. */
const PLUGIN = 'server/plugin.ts';

export interface ServerBundle extends Bundle {
  /** Bytes that Node reads until the plugin is set up. */
  readonly startBytes: number;
}

/**
 * The server bundle from `root`/server/index.ts, and the worker thread's, which becomes `server/worker.js`: one file,
 * since a thread shares no code with Kibana's, and what is used for each record is slower from another file.
 *
 * esbuild splits ES modules only, and Kibana requires CommonJS: so the bundle is split first and each file is turned
 * to CommonJS after, where a dynamic import becomes a require at that moment. Every class stays in one file only,
 * which `instanceof` on our errors rests on. All files lie flat in server/, so `__dirname` is the same in each.
 */
export async function bundleServer(root: string): Promise<ServerBundle> {
  const [split, worker] = await Promise.all([
    build({
      ...bundled(root),
      entryPoints: { index: join(root, 'server/index') },
      chunkNames: 'chunk.[hash]',
      splitting: true,
    }),
    // server/fetching/worker/start_worker.ts starts it by this name
    build({ ...bundled(root), entryPoints: { worker: join(root, 'server/fetching/worker/main') } }),
  ]);
  const files = await Promise.all(
    [...split.outputFiles, ...worker.outputFiles].map(async ({ path, text }): Promise<BundleFile> => {
      const name = basename(path);
      const { code, warnings } = await transform(text, {
        format: 'cjs',
        platform: 'node',
        target: TARGET,
        supported: { 'dynamic-import': false },
        minifyWhitespace: true,
        minifySyntax: true,
        legalComments: 'none',
        logLevel: 'silent',
      });
      const [warning] = warnings;
      // Such as import.meta, which CommonJS does not have.
      if (warning) throw new Error(`server/${name} can't become CommonJS: ${warning.text}`);
      return { path: `server/${name}`, text: code };
    }),
  );
  const atStart = loadedAtStart(split.metafile);
  const startBytes = files
    .filter(({ path }) => atStart.has(path))
    .reduce((sum, { text }) => sum + Buffer.byteLength(text), 0);
  if (startBytes > START_LIMIT_BYTES) {
    throw new Error(
      `the server loads ${startBytes} bytes at start, more than ${START_LIMIT_BYTES}: import more of ${PLUGIN} lazily`,
    );
  }
  return { files, metafiles: [split.metafile, worker.metafile], startBytes };
}

/** How both bundles are made: as ES modules, in memory. */
function bundled(root: string) {
  return {
    absWorkingDir: root,
    outdir: join(root, 'server'),
    bundle: true,
    write: false,
    metafile: true,
    format: 'esm',
    platform: 'node',
    target: TARGET,
    // The packages' ES module builds, of which unused parts fall away.
    mainFields: ['module', 'main'],
    // The host's own; never ours to bundle.
    external: ['@kbn/*'],
    // Our errors and the AWS SDK's are told apart by their class names.
    keepNames: true,
    sourcemap: false,
    legalComments: 'none',
    logLevel: 'silent',
  } satisfies BuildOptions;
}

/** The entry, the plugin, all that they import statically, and so on. */
function loadedAtStart({ outputs }: Metafile): Set<string> {
  const plugin = Object.keys(outputs).find((path) => outputs[path]?.entryPoint === PLUGIN);
  if (plugin === undefined) throw new Error(`the server's bundle has no file for ${PLUGIN}`);
  const loaded = new Set(['server/index.js', plugin]);
  for (const path of loaded) {
    for (const imported of outputs[path]?.imports ?? []) {
      if (imported.kind === 'import-statement' && !imported.external) loaded.add(imported.path);
    }
  }
  return loaded;
}
