/** A tiny plugin in a temporary folder, for the build's tests. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

export interface TestTree {
  readonly root: string;
  /** Adds files, or replaces them; paths are relative to the root. */
  write(files: Readonly<Record<string, string>>): void;
  remove(): void;
}

const GEO = 'node_modules/@ip-location-db/geo-whois-asn-country-mmdb';

const FILES: Readonly<Record<string, string>> = {
  'package.json': '{ "name": "tree", "version": "1.2.3", "type": "module" }',
  'kibana.jsonc': `// a comment
    { "id": "cloudtrail", "owner": { "name": "Somebody" }, "server": true, "ui": true, "requiredPlugins": ["data"] }`,
  LICENSE: 'the licence',
  NOTICE: 'our notice\n\n## Only in the repository\n\nfixtures by others\n',
  [`${GEO}/geo-whois-asn-country-ipv4.mmdb`]: 'four',
  [`${GEO}/geo-whois-asn-country-ipv6.mmdb`]: 'six',
  'saved_objects/cloudtrail.ndjson': 'the dashboards',
  'node_modules/small-lib/package.json':
    '{ "name": "small-lib", "version": "4.5.6", "license": "MIT", "main": "index.js" }',
  'node_modules/countries-list/package.json':
    '{ "name": "countries-list", "version": "3.0.0", "license": "MIT" }',
  'node_modules/world-atlas/package.json': '{ "name": "world-atlas", "version": "2.0.0", "license": "ISC" }',
  'node_modules/world-atlas/LICENSE': 'Copyright of world-atlas',
  'node_modules/small-lib/LICENSE': 'Copyright of small-lib',
  'node_modules/small-lib/index.js': 'exports.double = (n) => n * 2;',

  'server/errors.ts': 'export class Refused extends Error {}',
  'server/heavy.ts': `import { double } from 'small-lib';
    import { Refused } from './errors';
    export const HEAVY = 'the heavy part';
    export const work = (n: number) => { if (n < 0) throw new Refused('no'); return double(n); };`,
  'server/fetching/worker/main.ts': `import { parentPort } from 'node:worker_threads';
    import { work } from '../../heavy';
    import { Refused } from '../../errors';
    const refuses = () => { try { work(-1); } catch (e) { return e instanceof Refused; } };
    parentPort?.postMessage(['in the worker', work(21), refuses(), __dirname]);`,
  'server/index.ts': `import { schema } from '@kbn/config-schema';
    export const config = { schema: schema.object({}) };
    export const plugin = async () => (await import('./plugin')).plugin();`,
  'server/plugin.ts': `import { Refused } from './errors';
    export const plugin = async () => {
      const { work } = await import('./heavy');
      return { setup: () => work(21), refuses: () => { try { work(-1); } catch (e) { return e instanceof Refused; } } };
    };`,

  'public/index.ts': `import { CloudTrailPlugin } from './plugin';
    export const plugin = () => new CloudTrailPlugin();`,
  'public/plugin.ts': `export class CloudTrailPlugin {
      async setup() { return (await import('./app/mount')).mountApp(); }
    }`,
  'public/app/mount.tsx': `import React from 'react';
    import createCache from '@emotion/cache';
    export const mountApp = async () => {
      const { text } = await import('./later');
      return [React.createElement('b'), createCache({ key: 'x' }), text];
    };`,
  'public/app/later.ts': `export const text = 'loaded later';`,
};

/** A complete tree that builds; the caller removes it. */
export function makeTestTree(): TestTree {
  const root = mkdtempSync(join(tmpdir(), 'cloudtrail-build-'));
  const write = (files: Readonly<Record<string, string>>): void => {
    for (const [path, text] of Object.entries(files)) {
      mkdirSync(dirname(join(root, path)), { recursive: true });
      writeFileSync(join(root, path), text);
    }
  };
  write(FILES);
  return { root, write, remove: () => rmSync(root, { recursive: true, force: true }) };
}
