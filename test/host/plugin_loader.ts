/** Reads a plugin's manifest and loads its server half, as Kibana 8.12 does. */
import { existsSync, readFileSync, realpathSync } from 'node:fs';
import Module, { createRequire } from 'node:module';
import path from 'node:path';
import * as configSchema from './config_schema';

/** All other keys stop Kibana (plugin_manifest_parser.js). */
const KNOWN_KEYS = new Set([
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
const CAMEL_CASE = /^[a-z][a-zA-Z0-9]*$/;

export interface Manifest {
  readonly id: string;
  readonly version: string;
  readonly kibanaVersion: string;
  readonly configPath: string;
  readonly requiredPlugins: readonly string[];
  readonly optionalPlugins: readonly string[];
  readonly requiredBundles: readonly string[];
  readonly server: boolean;
  readonly ui: boolean;
}

/** Kibana's fatal faults end the host. */
export class FatalError extends Error {
  override readonly name = 'FatalError';
}

function strings(value: unknown): readonly string[] {
  return Array.isArray(value) ? value.filter((item): item is string => typeof item === 'string') : [];
}

const coerced = (version: string) => /\d+\.\d+\.\d+/.exec(version)?.[0];

/** The checked manifest of `pluginDir`. Throws FatalError in Kibana's words where Kibana would die. */
export function readManifest(pluginDir: string, kibanaVersion: string): Manifest {
  const file = path.join(pluginDir, 'kibana.json');
  const fail = (why: string): never => {
    throw new FatalError(`Failed to initialize plugins:\n\t${why} (invalid-manifest, ${file})`);
  };
  let raw: Record<string, unknown>;
  try {
    raw = JSON.parse(readFileSync(file, 'utf8')) as Record<string, unknown>;
  } catch (error) {
    return fail(error instanceof Error ? error.message : String(error));
  }
  const { id, version, owner } = raw;
  if (typeof id !== 'string' || id === '') return fail('Plugin manifest must contain an "id" property.');
  if (!CAMEL_CASE.test(id)) return fail('Plugin "id" must be camelCase, but found: ' + id + '.');
  if (typeof version !== 'string' || version === '') {
    return fail(`Plugin manifest for "${id}" must contain a "version" property.`);
  }
  if (typeof owner !== 'object' || owner === null || !('name' in owner) || typeof owner.name !== 'string') {
    return fail(`Plugin manifest for "${id}" must contain an "owner" property with a "name".`);
  }
  const forVersion = typeof raw['kibanaVersion'] === 'string' ? raw['kibanaVersion'] : version;
  if (forVersion !== 'kibana' && coerced(forVersion) !== coerced(kibanaVersion)) {
    return fail(
      `Plugin "${id}" is only compatible with Kibana version "${forVersion}", but used Kibana version is "${kibanaVersion}".`,
    );
  }
  const server = raw['server'] === true;
  const ui = raw['ui'] === true;
  if (!server && !ui)
    return fail(`Both "server" and "ui" are missing or set to "false" in plugin manifest for "${id}".`);
  const unknown = Object.keys(raw).filter((key) => !KNOWN_KEYS.has(key));
  if (unknown.length > 0) {
    return fail(
      `Manifest for plugin "${id}" contains the following unrecognized properties: ${unknown.join(',')}.`,
    );
  }
  const configPath = raw['configPath'];
  return {
    id,
    version,
    kibanaVersion: forVersion,
    configPath:
      typeof configPath === 'string'
        ? configPath
        : strings(configPath).join('.') || id.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`),
    requiredPlugins: strings(raw['requiredPlugins']),
    optionalPlugins: strings(raw['optionalPlugins']),
    requiredBundles: strings(raw['requiredBundles']),
    server,
    ui,
  };
}

/** A plugin's instance: only `setup` is mandatory. */
export interface ServerPlugin {
  setup(core: unknown, plugins: unknown): unknown;
  start?(core: unknown, plugins: unknown): unknown;
  stop?(): unknown;
}
export interface ServerModule {
  readonly plugin: (context: unknown) => ServerPlugin | Promise<ServerPlugin>;
  readonly config?: {
    readonly schema: { validate(value: unknown, context: unknown, namespace: string): unknown };
    readonly exposeToBrowser?: unknown;
  };
}

// The members of node's CommonJS loader that are hooked below; @types/node leaves them out.
interface CommonJsLoader {
  _load(request: string, ...rest: unknown[]): unknown;
}

/**
 * Requires `<pluginDir>/server` as CommonJS. Of `@kbn/*` it finds `@kbn/config-schema` alone.
 * Kibana's plugins folder has no `"type": "module"` above it; where the folder here has, it needs a package.json of its own.
 */
export function loadServerModule(pluginDir: string): ServerModule {
  const loader = Module as unknown as CommonJsLoader;
  const load = loader._load.bind(loader);
  loader._load = (request, ...rest) => {
    if (request === '@kbn/config-schema') return configSchema;
    if (request.startsWith('@kbn/')) {
      throw Object.assign(new Error(`Cannot find module '${request}' (not offered by the stand-in host)`), {
        code: 'MODULE_NOT_FOUND',
      });
    }
    return load(request, ...rest);
  };
  const loaded = createRequire(path.join(realpathSync(pluginDir), 'kibana.json'))(
    './server',
  ) as Partial<ServerModule>;
  if (typeof loaded.plugin !== 'function') {
    throw new FatalError(
      `Plugin in ${pluginDir} does not export a "plugin" function from its server folder.`,
    );
  }
  return loaded as ServerModule;
}

/** The plugin's files that have been required so far. */
export function loadedFiles(pluginDir: string): readonly string[] {
  const folder = realpathSync(pluginDir);
  return Object.keys(createRequire(import.meta.url).cache).filter((file) => file.startsWith(folder));
}

/** The browser bundle's file, whether it is there or not (Kibana starts without it and then fails on every page). */
export function browserBundleExists(pluginDir: string, id: string): boolean {
  return existsSync(path.join(pluginDir, 'target', 'public', `${id}.plugin.js`));
}
