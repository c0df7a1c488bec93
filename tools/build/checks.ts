/** Looks at what was built for things that must never ship. */
import { gzipSync } from 'node:zlib';
import type { BundleFile } from './browser_bundle';

/** One fault, as a sentence that names the file. */
export type Fault = string;

/**
 * Code made from text, which Kibana's Content-Security-Policy forbids in the page: one such call, and a part of the app
 * dies there. Matches minified code too; `x.eval(` and `isFunction(` are other things' names.
 */
const CODE_FROM_TEXT =
  /(?<![\w$.])(?:(?:window|globalThis|self)\.)?(?:new\s+Function\b|(?:Function|eval)\s*\()/;

const SECRETS: readonly { readonly what: string; readonly pattern: RegExp }[] = [
  // AWS's documentation uses keys that end in EXAMPLE; so do our messages.
  { what: 'an AWS access key', pattern: /\b(?:AKIA|ASIA)(?![A-Z2-7]{9}EXAMPLE\b)[A-Z2-7]{16}\b/ },
  { what: 'a private key', pattern: /-----BEGIN [A-Z ]*PRIVATE KEY-----/ },
];

/** Where a browser file makes code from text; empty when it nowhere does. */
export function findCodeFromText(file: BundleFile): Fault[] {
  const found = CODE_FROM_TEXT.exec(file.text);
  if (!found) return [];
  const excerpt = file.text.slice(Math.max(0, found.index - 40), found.index + 60).replace(/\s+/g, ' ');
  return [`${file.path} makes code from text, which Kibana's CSP forbids: …${excerpt}…`];
}

/** What one browser file may weigh on the wire: a page must not wait for what another needs. */
const MOST_GZIPPED_BYTES = 300_000;

/** Whether a browser file is too large to be loaded at once. */
export function findTooLarge({ path, text }: BundleFile): Fault[] {
  const bytes = gzipSync(text).length;
  return bytes > MOST_GZIPPED_BYTES
    ? [`${path} has ${bytes} bytes gzipped, more than ${MOST_GZIPPED_BYTES}: load a part of it later`]
    : [];
}

/** What of the builder's machine, or of a secret, got into a file. `root` is the project's folder. */
export function findLeaks(file: BundleFile, root: string): Fault[] {
  const faults: Fault[] = [];
  if (file.text.includes(root)) faults.push(`${file.path} names the folder it was built in`);
  if (file.text.includes('sourceMappingURL=')) faults.push(`${file.path} points to a source map`);
  for (const { what, pattern } of SECRETS) {
    if (pattern.test(file.text)) faults.push(`${file.path} holds ${what}`);
  }
  return faults;
}

/** Sources, relative to the project, that are bundled although they serve tests or tools only. */
export function findTestCode(inputs: readonly string[]): Fault[] {
  return inputs
    .filter((input) => !input.includes('node_modules/'))
    .filter((input) => /^(test|tools)\/|\.test\.tsx?$/.test(input))
    .map((input) => `${input} got into the bundle: product code imports it`);
}
