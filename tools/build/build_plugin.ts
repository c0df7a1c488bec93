/** Builds the plugin: the folder that Kibana loads, and the zip that it installs. */
import { copyFile, mkdir, mkdtemp, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { bundleBrowser, ENTRY_FILE, PUBLIC_FOLDER } from './browser_bundle';
import { findCodeFromText, findLeaks, findTestCode, findTooLarge } from './checks';
import { makeManifest } from './manifest';
import { bundledInputs, bundledPackages, makeNotice } from './notice';
import { bundleServer } from './server_bundle';
import { listFiles, zipPlugin } from './zip';

/** Where the country databases come from (server/geo finds them under the names below). */
const GEO_PACKAGE = 'node_modules/@ip-location-db/geo-whois-asn-country-mmdb';
const DATA_FILES: Readonly<Record<string, string>> = {
  'data/geo/country_ipv4.mmdb': `${GEO_PACKAGE}/geo-whois-asn-country-ipv4.mmdb`,
  'data/geo/country_ipv6.mmdb': `${GEO_PACKAGE}/geo-whois-asn-country-ipv6.mmdb`,
  'saved_objects/cloudtrail.ndjson': 'saved_objects/cloudtrail.ndjson',
};

/** Packages whose data went into our generated files (tools/geo), where no bundler sees them. */
const DATA_PACKAGES = ['countries-list', 'world-atlas'];

export interface BuildOptions {
  /** The project's folder. */
  readonly root: string;
  /** x.y.z; the zip installs into this Kibana only. */
  readonly kibanaVersion: string;
  /** Default: `root`/build. */
  readonly outFolder?: string;
}

export interface BuildResult {
  /** The unpacked plugin. */
  readonly folder: string;
  readonly zip: string;
  readonly sizes: readonly Size[];
}

/** Bytes of one part of the plugin; `gzipped` where browsers get it compressed. */
export interface Size {
  readonly what: string;
  readonly bytes: number;
  readonly gzipped?: number;
}

/** Builds both halves, checks them, writes the folder and the zip. Throws an Error that says what must be mended. */
export async function buildPlugin({
  root,
  kibanaVersion,
  outFolder = join(root, 'build'),
}: BuildOptions): Promise<BuildResult> {
  const read = (file: string): Promise<string> => readFile(join(root, file), 'utf8');
  const { version } = JSON.parse(await read('package.json')) as { version: string };
  const manifest = makeManifest(await read('kibana.jsonc'), version, kibanaVersion);

  const [server, browser] = await Promise.all([bundleServer(root), bundleBrowser(root)]);
  const inputs = bundledInputs([...server.metafiles, ...browser.metafiles]);
  const texts = [
    ...server.files,
    ...browser.files,
    { path: 'kibana.json', text: toJson(manifest) },
    {
      path: 'package.json',
      text: toJson({ name: manifest.id, version, kibana: { version: kibanaVersion } }),
    },
    { path: 'LICENSE', text: await read('LICENSE') },
    {
      path: 'NOTICE',
      text: makeNotice(
        await read('NOTICE'),
        bundledPackages(root, [...inputs, ...DATA_PACKAGES.map(asInput)]),
      ),
    },
  ];
  const faults = [
    ...findTestCode(inputs),
    ...browser.files.flatMap(findCodeFromText),
    ...browser.files.flatMap(findTooLarge),
    ...texts.flatMap((file) => findLeaks(file, root)),
  ];
  if (faults.length > 0) throw new Error(`the plugin must not ship like this:\n  ${faults.join('\n  ')}`);

  const folder = join(outFolder, 'kibana', manifest.id);
  const zip = join(outFolder, `${manifest.id}-${version}_${kibanaVersion}.zip`);
  await mkdir(dirname(folder), { recursive: true });
  // Written aside and moved at the end: nobody loads half a plugin.
  const draft = await mkdtemp(join(outFolder, '.draft-'));
  try {
    const unpacked = join(draft, 'plugin');
    for (const { path, text } of texts) await put(unpacked, path, (to) => writeFile(to, text));
    for (const [path, from] of Object.entries(DATA_FILES)) {
      await put(unpacked, path, (to) => copyFile(join(root, from), to));
    }
    await zipPlugin(unpacked, join(draft, 'zip'));
    await rm(folder, { recursive: true, force: true });
    await rename(unpacked, folder);
    await rename(join(draft, 'zip'), zip);
  } finally {
    await rm(draft, { recursive: true, force: true });
  }
  return { folder, zip, sizes: await measure(folder, zip, server.startBytes) };
}

function asInput(packageName: string): string {
  return `node_modules/${packageName}/package.json`;
}

async function put(folder: string, path: string, write: (to: string) => Promise<void>): Promise<void> {
  const to = join(folder, path);
  await mkdir(dirname(to), { recursive: true });
  await write(to);
}

function toJson(value: unknown): string {
  return `${JSON.stringify(value, null, 2)}\n`;
}

async function measure(folder: string, zip: string, serverStartBytes: number): Promise<Size[]> {
  const files = await Promise.all(
    (await listFiles(folder)).map(async (path) => ({ path, content: await readFile(join(folder, path)) })),
  );
  const bytesOf = (prefix: string): number =>
    files.filter(({ path }) => path.startsWith(prefix)).reduce((sum, { content }) => sum + content.length, 0);
  const browserFiles = files
    .filter(({ path }) => path.startsWith(PUBLIC_FOLDER))
    .map(({ path, content }) => ({
      what: path.slice(PUBLIC_FOLDER.length + 1),
      bytes: content.length,
      gzipped: gzipSync(content).length,
    }))
    .sort((a, b) => Number(b.what === ENTRY_FILE) - Number(a.what === ENTRY_FILE));
  return [
    { what: 'zip', bytes: (await stat(zip)).size },
    { what: 'server at start', bytes: serverStartBytes },
    { what: 'server in all', bytes: bytesOf('server/') },
    ...browserFiles,
    { what: 'data', bytes: bytesOf('data/') },
  ];
}
