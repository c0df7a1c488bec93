/** The host loads what Kibana loads and dies of what Kibana dies of (contract 1 and 8.5). */
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { exposed, validatedConfig } from './host';
import { FatalError, loadServerModule, readManifest } from './plugin_loader';

const FIXTURE = path.join(import.meta.dirname, 'fixture');
const VERSION = '8.12.2';

const folders: string[] = [];
afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true });
});

/** A copy of the fixture with another manifest. */
function fixtureWith(changes: Readonly<Record<string, unknown>>): string {
  const folder = mkdtempSync(path.join(tmpdir(), 'stand-in-host-'));
  folders.push(folder);
  cpSync(FIXTURE, folder, { recursive: true });
  const file = path.join(folder, 'kibana.json');
  const manifest = JSON.parse(readFileSync(file, 'utf8')) as object;
  writeFileSync(file, JSON.stringify({ ...manifest, ...changes }));
  return folder;
}

describe('a manifest', () => {
  it('is read with its defaults', () => {
    expect(readManifest(fixtureWith({ id: 'twoWords' }), VERSION)).toMatchObject({
      id: 'twoWords',
      configPath: 'two_words',
      requiredBundles: [],
    });
  });

  it.each([
    ['an unknown key', { nonsense: 1 }, 'unrecognized properties: nonsense'],
    ['no owner', { owner: undefined }, '"owner"'],
    ['another Kibana version', { kibanaVersion: '8.12.1' }, 'only compatible with Kibana version "8.12.1"'],
    ['neither half', { server: false, ui: false }, 'Both "server" and "ui" are missing'],
    ['an id that is not in camel case', { id: 'two_words' }, 'camelCase'],
  ])('is refused with %s', (_fault, changes, message) => {
    expect(() => readManifest(fixtureWith(changes), VERSION)).toThrow(message);
  });

  it('takes a version with a suffix, and the word kibana', () => {
    expect(readManifest(fixtureWith({ kibanaVersion: '8.12.2-1' }), VERSION).id).toBe('fixture');
    expect(readManifest(fixtureWith({ kibanaVersion: 'kibana' }), VERSION).id).toBe('fixture');
  });
});

describe('the server half', () => {
  it('is loaded with @kbn/config-schema, which checks its settings', () => {
    const module = loadServerModule(FIXTURE);
    expect(validatedConfig(module, 'fixture', {})).toEqual({
      enabled: true,
      greeting: 'hello',
      hidden: 'server only',
    });
    expect(() => validatedConfig(module, 'fixture', { nonsense: 1 })).toThrow(
      new FatalError('[config validation of [fixture].nonsense]: definition for this key is missing'),
    );
  });

  it('finds no other @kbn package', () => {
    const folder = fixtureWith({});
    writeFileSync(
      path.join(folder, 'server/index.js'),
      "require('@kbn/core/server'); exports.plugin = () => ({});",
    );
    expect(() => loadServerModule(folder)).toThrow("Cannot find module '@kbn/core/server'");
  });

  it('shows the browser only the settings that it names', () => {
    const config = { a: 1, b: { c: 2, d: 3 }, e: 4 };
    expect(exposed(config, { a: true, b: { c: true } })).toEqual({ a: 1, b: { c: 2 } });
    expect(exposed(config, undefined)).toEqual({});
  });
});
