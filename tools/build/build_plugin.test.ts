/** Tests of the whole build on a small tree: what is in the folder and the zip, and that it runs. */
import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { runInNewContext } from 'node:vm';
import { inflateRawSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { buildPlugin, type BuildResult } from './build_plugin';
import { makeTestTree, type TestTree } from './test_tree';

let tree: TestTree;
beforeEach(() => {
  tree = makeTestTree();
});
afterEach(() => tree.remove());

const build = (kibanaVersion = '8.12.2'): Promise<BuildResult> =>
  buildPlugin({ root: tree.root, kibanaVersion });
const readBuilt = (path: string): string =>
  readFileSync(join(tree.root, 'build/kibana/cloudtrail', path), 'utf8');

interface ZipEntry {
  readonly name: string;
  readonly mode: number;
  readonly content: Buffer;
}

/** Reads a zip by its central directory (APPNOTE.TXT 4.3.12). */
function readZip(path: string): ZipEntry[] {
  const zip = readFileSync(path);
  const end = zip.lastIndexOf(Buffer.from('PK\x05\x06'));
  const entries: ZipEntry[] = [];
  let at = zip.readUInt32LE(end + 16);
  for (let count = zip.readUInt16LE(end + 10); count > 0; count -= 1) {
    const nameLength = zip.readUInt16LE(at + 28);
    const local = zip.readUInt32LE(at + 42);
    const data = local + 30 + zip.readUInt16LE(local + 26) + zip.readUInt16LE(local + 28);
    const stored = zip.subarray(data, data + zip.readUInt32LE(at + 20));
    entries.push({
      name: zip.toString('utf8', at + 46, at + 46 + nameLength),
      mode: zip.readUInt32LE(at + 38) >>> 16,
      content: zip.readUInt16LE(at + 10) === 8 ? inflateRawSync(stored) : stored,
    });
    at += 46 + nameLength + zip.readUInt16LE(at + 30) + zip.readUInt16LE(at + 32);
  }
  return entries;
}

describe('the zip', () => {
  it('holds kibana/cloudtrail/… with files that everybody may read (pain 45)', async () => {
    const { zip } = await build('8.12.3');
    expect(zip).toBe(join(tree.root, 'build/cloudtrail-1.2.3_8.12.3.zip'));
    const entries = readZip(zip);
    const names = entries.map(({ name }) => name);
    expect(names).toEqual(
      expect.arrayContaining([
        'kibana/cloudtrail/LICENSE',
        'kibana/cloudtrail/NOTICE',
        'kibana/cloudtrail/data/geo/country_ipv4.mmdb',
        'kibana/cloudtrail/data/geo/country_ipv6.mmdb',
        'kibana/cloudtrail/kibana.json',
        'kibana/cloudtrail/package.json',
        'kibana/cloudtrail/server/index.js',
        'kibana/cloudtrail/server/worker.js',
        'kibana/cloudtrail/target/public/cloudtrail.app.js',
        'kibana/cloudtrail/target/public/cloudtrail.plugin.js',
      ]),
    );
    expect(names.every((name) => name.startsWith('kibana/cloudtrail/'))).toBe(true);
    expect(new Set(entries.map(({ mode }) => mode))).toEqual(new Set([0o100644]));

    const contentOf = (name: string): string =>
      entries.find((entry) => entry.name === `kibana/cloudtrail/${name}`)?.content.toString() ?? '';
    expect(JSON.parse(contentOf('kibana.json'))).toMatchObject({ version: '1.2.3', kibanaVersion: '8.12.3' });
    expect(JSON.parse(contentOf('package.json'))).toEqual({
      name: 'cloudtrail',
      version: '1.2.3',
      kibana: { version: '8.12.3' },
    });
    expect(contentOf('data/geo/country_ipv6.mmdb')).toBe('six');
    expect(contentOf('saved_objects/cloudtrail.ndjson')).toBe('the dashboards');
  });

  it('is the same, byte by byte, when built again', async () => {
    const first = readFileSync((await build()).zip);
    expect(readFileSync((await build()).zip).equals(first)).toBe(true);
  });

  it('names the licences of what is bundled, and leaves out what is only in the repository', async () => {
    await build();
    const notice = readBuilt('NOTICE');
    expect(notice).toContain('our notice');
    expect(notice).toContain('small-lib 4.5.6 (MIT)\n\nCopyright of small-lib');
    expect(notice).toContain('world-atlas 2.0.0 (ISC)\n\nCopyright of world-atlas');
    expect(notice).not.toContain('fixtures by others');
  });

  it('is not made with a licence that nobody has accepted', async () => {
    tree.write({
      'node_modules/small-lib/package.json':
        '{ "name": "small-lib", "version": "4.5.6", "license": "AGPL-3.0", "main": "index.js" }',
    });
    await expect(build()).rejects.toThrow('small-lib 4.5.6 is bundled under "AGPL-3.0"');
  });

  it('is not made when a file names the folder of the build, and the old one stays', async () => {
    const { zip } = await build();
    tree.write({
      'server/errors.ts': `export class Refused extends Error { at = ${JSON.stringify(tree.root)}; }`,
    });
    await expect(build()).rejects.toThrow('names the folder it was built in');
    expect(readZip(zip).length).toBeGreaterThan(0);
  });

  it('is not made with test code inside', async () => {
    tree.write({
      'test/generate.ts': 'export const n = 1;',
      'server/errors.ts': `export { n } from '../test/generate'; export class Refused extends Error {}`,
      'server/heavy.ts': `import { n } from './errors'; export const work = (m: number) => n + m;`,
    });
    await expect(build()).rejects.toThrow('test/generate.ts got into the bundle');
  });
});

describe('the server half', () => {
  /** Kibana's own module, where the plugin finds it: in a node_modules above. */
  function installHostModule(): void {
    const folder = join(tree.root, 'build/node_modules/@kbn/config-schema');
    mkdirSync(folder, { recursive: true });
    writeFileSync(join(folder, 'index.js'), 'exports.schema = { object: () => "from the host" };');
  }
  const runInNode = (script: string): unknown =>
    JSON.parse(
      execFileSync(process.execPath, ['-e', script], {
        cwd: join(tree.root, 'build/kibana/cloudtrail'),
        encoding: 'utf8',
      }),
    );

  it("is required as CommonJS, with the host's @kbn modules and its own dependencies", async () => {
    await build();
    installHostModule();
    expect(
      runInNode(`const { plugin, config } = require('./server');
        plugin().then((p) => console.log(JSON.stringify({ schema: config.schema, made: p.setup() })));`),
    ).toEqual({ schema: 'from the host', made: 42 });
  });

  it('loads the heavy part only when it is asked for', async () => {
    await build();
    installHostModule();
    expect(readBuilt('server/index.js')).not.toContain('the heavy part');
    expect(
      runInNode(`const { plugin } = require('./server');
        const loaded = () => Object.keys(require.cache).filter((f) => /server.chunk/.test(f)).length;
        const before = loaded();
        plugin().then(() => console.log(JSON.stringify(loaded() > before)));`),
    ).toBe(true);
  });

  it('has the worker thread in a file of its own, which nothing in Kibana’s thread loads', async () => {
    const { folder } = await build();
    installHostModule();
    expect(
      runInNode(`const { Worker } = require('worker_threads');
        new Worker('./server/worker.js').on('message', (said) => console.log(JSON.stringify(said)));`),
    ).toEqual(['in the worker', 42, true, join(folder, 'server')]);
    expect(
      runInNode(`require('./server').plugin().then((p) => { p.setup(); console.log(JSON.stringify(
          Object.keys(require.cache).filter((file) => file.endsWith('worker.js')))); });`),
    ).toEqual([]);
  });

  it('keeps a class one and the same in both parts, so that instanceof holds', async () => {
    await build();
    installHostModule();
    expect(
      runInNode(`require('./server').plugin().then((p) => console.log(JSON.stringify(p.refuses())));`),
    ).toBe(true);
  });

  it('is not made with a heavy part that every start of Kibana would pay for', async () => {
    tree.write({
      'server/heavy.ts': `export const work = () => ${JSON.stringify('x'.repeat(410_000))};`,
    });
    await expect(build()).resolves.toBeDefined();
    tree.write({
      'server/plugin.ts': `import { work } from './heavy'; export const plugin = async () => work();`,
    });
    await expect(build()).rejects.toThrow('import more of server/plugin.ts lazily');
  });

  it('is not made with import.meta, which CommonJS does not have', async () => {
    tree.write({ 'server/heavy.ts': 'export const work = () => import.meta.url;' });
    await expect(build()).rejects.toThrow("can't become CommonJS");
  });
});

describe('the browser half', () => {
  it('registers a cached module under the name that Kibana looks for', async () => {
    await build();
    const defined: { key: string; get: (id: unknown) => unknown; id: unknown }[] = [];
    const bundles = {
      define: (key: string, get: (id: unknown) => unknown, id: unknown) => defined.push({ key, get, id }),
    };
    runInNewContext(readBuilt('target/public/cloudtrail.plugin.js'), { __kbnBundles__: bundles });
    expect(defined.map(({ key }) => key)).toEqual(['plugin/cloudtrail/public']);
    const [entry] = defined;
    const module = entry?.get(entry.id);
    expect(module).toHaveProperty('plugin', expect.any(Function));
    expect(entry?.get(entry.id)).toBe(module);
  });

  it('loads the app from where Kibana serves this version, when it is opened', async () => {
    await build();
    expect(readBuilt('target/public/cloudtrail.plugin.js')).toContain(
      'import(window.__kbnPublicPath__.cloudtrail+"cloudtrail.app.js")',
    );
  });

  it("takes React and emotion from Kibana's page, and the later part from a chunk of its own", async () => {
    const { folder } = await build();
    const script = `globalThis.window = globalThis;
      globalThis.__kbnSharedDeps__ = {
        React: { createElement: (tag) => 'shared ' + tag },
        EmotionCache: { __esModule: true, default: ({ key }) => 'cache ' + key },
      };
      import('./target/public/cloudtrail.app.js')
        .then(({ mountApp }) => mountApp())
        .then((made) => console.log(JSON.stringify(made)));`;
    writeFileSync(join(folder, 'target/public/package.json'), '{ "type": "module" }');
    const made = execFileSync(process.execPath, ['--input-type=module', '-e', script], {
      cwd: folder,
      encoding: 'utf8',
    });
    expect(JSON.parse(made)).toEqual(['shared b', 'cache x', 'loaded later']);
    expect(readBuilt('target/public/cloudtrail.app.js')).not.toContain('loaded later');
  });

  it.each([
    '@kbn/react-kibana-mount',
    'react/jsx-runtime',
    'react-dom/client',
    'lodash/fp',
    'rxjs/operators',
  ])('is not made with an import of %s, which Kibana does not share', async (name) => {
    tree.write({ 'public/app/later.ts': `import * as it from '${name}'; export const text = it;` });
    await expect(build()).rejects.toThrow(`"${name}" can't be imported in browser code`);
  });

  it("is not made with code from text, which Kibana's CSP forbids", async () => {
    tree.write({ 'public/app/later.ts': `export const text = new Function('return 1')();` });
    await expect(build()).rejects.toThrow('makes code from text');
  });

  it('is not made with a stylesheet that nothing would load', async () => {
    tree.write({
      'public/app/x.css': 'b { color: red }',
      'public/app/later.ts': `import './x.css'; export const text = 1;`,
    });
    await expect(build()).rejects.toThrow('.css, which nothing would load');
  });

  it('is not made with an entry that every page of Kibana would suffer from', async () => {
    tree.write({
      'public/plugin.ts': `export const big = ${JSON.stringify('x'.repeat(20_000))};
      export class CloudTrailPlugin { big = big; async setup() { return import('./app/mount'); } }`,
    });
    await expect(build()).rejects.toThrow('import less in public/plugin.ts');
  });

  it('is not made when the app would be in the entry itself', async () => {
    tree.write({
      'public/plugin.ts': `import { mountApp } from './app/mount';
        export class CloudTrailPlugin { setup() { return mountApp(); } }`,
    });
    await expect(build()).rejects.toThrow("must import('./app/mount') in one place");
  });
});
