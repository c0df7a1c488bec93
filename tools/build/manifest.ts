/** Makes kibana.json, which Kibana reads, from kibana.jsonc, which people write. */
import { parse, printParseErrorCode, type ParseError } from 'jsonc-parser';

/**
 * Every key that Kibana 8.12 to 9.x knows in a manifest. Any other stops the whole of Kibana at its start
 * (plugin_manifest_parser in @kbn/core-plugins-server-internal).
 */
const KNOWN_KEYS: ReadonlySet<string> = new Set([
  'id',
  'kibanaVersion',
  'type',
  'version',
  'configPath',
  'requiredPlugins',
  'optionalPlugins',
  'runtimePluginDependencies',
  'ui',
  'server',
  'extraPublicDirs',
  'requiredBundles',
  'serviceFolders',
  'owner',
  'description',
  'enabledOnAnonymousPages',
]);

/** Said by package.json and by the build's command line, never by kibana.jsonc. */
const GENERATED_KEYS = ['version', 'kibanaVersion'];

const VERSION = /^\d+\.\d+\.\d+(-[0-9A-Za-z.-]+)?$/;
/** The installer compares the exact patch, so a zip is for one Kibana. */
const KIBANA_VERSION = /^\d+\.\d+\.\d+$/;
const PLUGIN_ID = /^[a-z][a-zA-Z0-9]*$/;

export interface Manifest extends Readonly<Record<string, unknown>> {
  readonly id: string;
  readonly version: string;
  readonly kibanaVersion: string;
}

/**
 * The manifest for one Kibana version. `source` is the text of kibana.jsonc.
 * Throws an Error that names the fault where Kibana would refuse the manifest.
 */
export function makeManifest(source: string, version: string, kibanaVersion: string): Manifest {
  const errors: ParseError[] = [];
  const parsed: unknown = parse(source, errors, { allowTrailingComma: true });
  const [error] = errors;
  if (error) fail(`is not JSON with comments: ${printParseErrorCode(error.error)} at offset ${error.offset}`);
  if (!isObject(parsed)) fail('does not hold an object');

  for (const key of Object.keys(parsed)) {
    if (!KNOWN_KEYS.has(key)) fail(`has the key "${key}", which stops Kibana at its start`);
    if (GENERATED_KEYS.includes(key)) fail(`has the key "${key}", which the build writes`);
  }
  const { id, owner, server, ui } = parsed;
  if (typeof id !== 'string' || !PLUGIN_ID.test(id)) fail('needs an "id" in camelCase');
  if (!isObject(owner) || typeof owner['name'] !== 'string') fail('needs an "owner" with a "name"');
  if (server !== true && ui !== true) fail('needs "server": true or "ui": true');
  for (const key of ['requiredPlugins', 'optionalPlugins', 'requiredBundles']) {
    if (key in parsed && !isStringArray(parsed[key])) fail(`needs a list of plugin ids in "${key}"`);
  }
  if (!VERSION.test(version)) fail(`can't be built: package.json has the version "${version}", not x.y.z`);
  if (!KIBANA_VERSION.test(kibanaVersion)) fail(`can't be built for Kibana "${kibanaVersion}": give x.y.z`);

  return { ...parsed, id, version, kibanaVersion };
}

function fail(why: string): never {
  throw new Error(`kibana.jsonc ${why}`);
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isStringArray(value: unknown): value is string[] {
  return Array.isArray(value) && value.every((item) => typeof item === 'string');
}
