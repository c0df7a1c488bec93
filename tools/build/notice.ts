/** Writes the zip's NOTICE: the licences of every package whose code or data is bundled. */
import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { Metafile } from 'esbuild';

export interface BundledPackage {
  readonly name: string;
  readonly version: string;
  /** SPDX, as its package.json says. */
  readonly licence: string;
  /** Its licence and notice files; empty when it ships none. */
  readonly text: string;
}

/** Licences that let us bundle when their text goes along. Any other stops the build until somebody has read it. */
const ACCEPTED = new Set(['Apache-2.0', 'MIT', 'ISC', '0BSD', 'BSD-2-Clause', 'BSD-3-Clause', 'CC0-1.0']);

const LICENCE_FILE = /^(licen[cs]e|copying|notice)(\.(md|txt))?$/i;

/** In the repository's NOTICE, what follows is about files that are not in the zip. */
export const REPOSITORY_ONLY = '## Only in the repository';

/** Every source that left something in a bundle, relative to the project. */
export function bundledInputs(metafiles: readonly Metafile[]): string[] {
  const inputs = new Set<string>();
  for (const { outputs } of metafiles) {
    for (const output of Object.values(outputs)) {
      for (const [input, { bytesInOutput }] of Object.entries(output.inputs)) {
        if (bytesInOutput > 0) inputs.add(input);
      }
    }
  }
  return [...inputs].sort();
}

/** The packages that the inputs belong to, by name and version. Throws on a licence that nobody has accepted. */
export function bundledPackages(root: string, inputs: readonly string[]): BundledPackage[] {
  const folders = new Set<string>();
  for (const input of inputs) {
    const folder = /^(.*node_modules\/(?:@[^/]+\/)?[^/]+)\//.exec(input)?.[1];
    if (folder) folders.add(folder);
  }
  const packages = new Map<string, BundledPackage>();
  for (const folder of folders) {
    const found = readPackage(resolve(root, folder));
    packages.set(`${found.name}@${found.version}`, found);
  }
  return [...packages.values()].sort((a, b) => (a.name < b.name ? -1 : 1));
}

/** The zip's NOTICE. `repositoryNotice` is the repository's, of which the part that ships is kept. */
export function makeNotice(repositoryNotice: string, packages: readonly BundledPackage[]): string {
  const shipped = repositoryNotice.split(REPOSITORY_ONLY)[0] ?? '';
  const byText = new Map<string, BundledPackage[]>();
  for (const bundled of packages) {
    byText.set(bundled.text, [...(byText.get(bundled.text) ?? []), bundled]);
  }
  const sections = [...byText].map(([text, group]) =>
    [
      ...group.map(({ name, version, licence }) => `${name} ${version} (${licence})`),
      '',
      text || 'The package ships no licence file; its package.json names the licence above.',
    ].join('\n'),
  );
  const line = '-'.repeat(100);
  return [shipped.trimEnd(), '', '## Bundled packages', '', sections.join(`\n\n${line}\n\n`), ''].join('\n');
}

function readPackage(folder: string): BundledPackage {
  const description = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as {
    name: string;
    version: string;
    license?: string;
  };
  const { name, version, license: licence = 'none named' } = description;
  // "(MIT OR CC0-1.0)": one accepted choice is enough.
  const choices = licence.replace(/[()]/g, '').split(' OR ');
  if (!choices.some((choice) => ACCEPTED.has(choice))) {
    throw new Error(
      `${name} ${version} is bundled under "${licence}", which tools/build/notice.ts does not accept`,
    );
  }
  const text = readdirSync(folder)
    .filter((file) => LICENCE_FILE.test(file))
    .sort()
    .map((file) => readFileSync(join(folder, file), 'utf8').trim())
    .join('\n\n');
  return { name, version, licence, text };
}
