/** Tests of the manifest that Kibana reads. */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { makeManifest } from './manifest';

const source = (more: Record<string, unknown> = {}): string =>
  JSON.stringify({ id: 'cloudtrail', owner: { name: 'Somebody' }, server: true, ...more });

describe('makeManifest', () => {
  it('writes the exact Kibana version, which the installer compares (pain 44)', () => {
    expect(makeManifest(source(), '0.1.0', '8.12.3')).toEqual({
      id: 'cloudtrail',
      owner: { name: 'Somebody' },
      server: true,
      version: '0.1.0',
      kibanaVersion: '8.12.3',
    });
  });

  it("takes this project's own kibana.jsonc", () => {
    const own = readFileSync(new URL('../../kibana.jsonc', import.meta.url), 'utf8');
    expect(makeManifest(own, '0.1.0', '8.12.2')).toMatchObject({ id: 'cloudtrail', ui: true, server: true });
  });

  it.each([
    ['an unknown key', source({ nonsense: 1 }), '"nonsense"'],
    ['a version of its own', source({ version: '1.0.0' }), '"version"'],
    ['no owner', source({ owner: undefined }), '"owner"'],
    ['an id that is not camelCase', source({ id: 'cloud-trail' }), '"id"'],
    ['neither half', source({ server: false }), '"server": true or "ui": true'],
    ['a required plugin that is no text', source({ requiredPlugins: [1] }), '"requiredPlugins"'],
    ['broken JSON', '{ "id": ', 'not JSON'],
    ['a list', '[]', 'object'],
  ])('refuses %s and says so', (_, text, why) => {
    expect(() => makeManifest(text, '0.1.0', '8.12.2')).toThrow(why);
  });

  it.each(['8.12', 'kibana', '8.12.2-SNAPSHOT', ''])('refuses to build for Kibana "%s"', (kibanaVersion) => {
    expect(() => makeManifest(source(), '0.1.0', kibanaVersion)).toThrow('give x.y.z');
  });
});
