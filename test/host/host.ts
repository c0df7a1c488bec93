/** Puts the parts together: loads one built plugin, sets it up and starts it, and serves it on loopback. */
import { randomUUID } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import type { CoreSetup, CoreStart, PluginsSetup, PluginsStart } from '../../server/kibana/contracts';
import { BoomError } from './boom';
import { buildHostBundle } from './browser_bundle';
import { createElasticsearchService } from './elasticsearch';
import { AttributeEncryption } from './encrypted_attributes';
import { FeaturesService } from './features';
import { createLogger } from './logger';
import { DEFAULT_KIBANA_VERSION, DEFAULT_TASK_POLL_MS, type HostOptions } from './options';
import { BROWSER_BUNDLES, BROWSER_PLUGINS, Pages } from './pages';
import {
  browserBundleExists,
  FatalError,
  loadedFiles,
  loadServerModule,
  readManifest,
  type ServerModule,
  type ServerPlugin,
} from './plugin_loader';
import { RouterService, send, type RegisteredRoute } from './router';
import { ImportedObjects } from './imported_objects';
import { SavedObjectsService } from './saved_objects';
import { SecurityService } from './security';
import { spaceOf } from './spaces';
import { ElasticsearchTaskStore, TaskManagerService } from './task_manager';

const SERVER_PLUGINS = ['features', 'taskManager', 'encryptedSavedObjects'];
const ELASTICSEARCH_RETRY_MS = 500;

/** What the plugin cost until the host listened. */
export interface PluginStart {
  /** Loading it, its setup and its start. */
  readonly ms: number;
  /** Its files that were loaded for that. */
  readonly files: readonly string[];
}

export interface RunningHost {
  readonly url: string;
  /** Those of the plugin. */
  readonly routes: readonly RegisteredRoute[];
  readonly pluginStart: PluginStart;
  /** Stops the plugin, then the server. Tasks under way are not cancelled. */
  stop(): Promise<void>;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The part of the config that `exposeToBrowser` names; it may be nested. */
export function exposed(config: unknown, keys: unknown): unknown {
  if (keys === true) return config;
  if (!isRecord(keys) || !isRecord(config)) return {};
  return Object.fromEntries(
    Object.entries(keys)
      .filter(([key, wanted]) => wanted !== false && key in config)
      .map(([key, wanted]) => [key, exposed(config[key], wanted)]),
  );
}

/** Checks the settings as Kibana does at its start. Throws FatalError. */
export function validatedConfig(
  module: ServerModule | undefined,
  configPath: string,
  settings: Readonly<Record<string, unknown>>,
): unknown {
  const schema = module?.config?.schema;
  if (schema === undefined) {
    const [first] = Object.keys(settings);
    if (first !== undefined) throw new FatalError(`Unknown configuration key(s): "${configPath}.${first}"`);
    return {};
  }
  try {
    // an absent section is undefined, as in Kibana
    const given = Object.keys(settings).length === 0 ? undefined : settings;
    return schema.validate(given, {}, `config validation of [${configPath}]`);
  } catch (error) {
    throw new FatalError(error instanceof Error ? error.message : String(error));
  }
}

/** Starts the host. Throws FatalError where Kibana would refuse to start; waits for an Elasticsearch that is not there yet. */
export async function runHost(options: HostOptions): Promise<RunningHost> {
  const log = createLogger();
  const kibanaVersion = options.kibanaVersion ?? DEFAULT_KIBANA_VERSION;
  const instanceUuid = options.instanceUuid ?? randomUUID();
  const secure = options.securityEnabled !== false;
  const manifest = readManifest(options.pluginDir, kibanaVersion);
  const offered = [...SERVER_PLUGINS, ...BROWSER_PLUGINS].filter((id) => id !== 'security' || secure);
  const missing = manifest.requiredPlugins.filter((id) => !offered.includes(id));
  const missingBundles = manifest.requiredBundles.filter((id) => !BROWSER_BUNDLES.includes(id));
  if (missingBundles.length > 0) {
    throw new FatalError(
      `Plugin bundle with id "${missingBundles[0]}" is required by plugin "${manifest.id}" but it is missing.`,
    );
  }
  let pluginMs = 0;
  const timed = async <T>(work: () => T): Promise<Awaited<T>> => {
    const startedAt = performance.now();
    const result = await work();
    pluginMs += performance.now() - startedAt;
    return result;
  };
  const module = manifest.server ? await timed(() => loadServerModule(options.pluginDir)) : undefined;
  const config = validatedConfig(module, manifest.configPath, options.settings ?? {});
  const isDisabled = missing.length > 0 || (isRecord(config) && config['enabled'] === false);
  if (missing.length > 0) {
    log.info(
      `Plugin "${manifest.id}" has been disabled since the following direct or transitive dependencies are missing, disabled, or have incompatible types: [${missing.join(', ')}]`,
    );
  }
  if (manifest.ui && !browserBundleExists(options.pluginDir, manifest.id)) {
    log.warn(`The browser bundle of "${manifest.id}" is not there: every page will fail.`);
  }

  const elasticsearch = createElasticsearchService(options);
  const security = new SecurityService(secure, elasticsearch);
  const encryption = new AttributeEncryption(options.encryptionKey);
  const savedObjects = new SavedObjectsService(
    elasticsearch.asInternalUser,
    encryption,
    async (request, type, operation) => {
      const action = `saved_object:${type}/${operation}`;
      return (await security.granted(request, [action], spaceOf('/').space)).has(action);
    },
  );
  const taskStore = new ElasticsearchTaskStore(elasticsearch.asInternalUser);
  const taskManager = new TaskManagerService(
    taskStore,
    log.get('plugins', 'taskManager'),
    `kibana:${instanceUuid}`,
    options.taskPollMs ?? DEFAULT_TASK_POLL_MS,
  );
  const importedObjects = new ImportedObjects();
  const features = new FeaturesService();
  const routers = new RouterService({
    log: log.get('http'),
    routeSecurity: options.routeSecurity ?? '8.x',
    authenticate: (request) => security.authenticate(request),
    granted: (request, actions, space) => security.granted(request, actions, space),
    contextOf: (request) => ({
      core: Promise.resolve({
        elasticsearch: { client: elasticsearch.asScoped(request) },
        savedObjects: importedObjects.of((actions) => security.granted(request, actions, spaceOf('/').space)),
      }),
    }),
  });

  const coreStart: CoreStart = {
    elasticsearch: {
      client: { asInternalUser: elasticsearch.asInternalUser, asScoped: elasticsearch.asScoped },
    },
    savedObjects: {
      getScopedClient: (request, given) => savedObjects.getScopedClient(request, given),
      createInternalRepository: (hiddenTypes) => savedObjects.createInternalRepository(hiddenTypes),
    },
  };
  const allSetup: PluginsSetup = {
    features,
    taskManager,
    encryptedSavedObjects: {
      canEncrypt: encryption.canEncrypt,
      registerType: (registration) => encryption.registerType(registration),
    },
  };
  const allStart: PluginsStart = {
    taskManager,
    encryptedSavedObjects: {
      isEncryptionError: (error) => savedObjects.isEncryptionError(error),
      getClient: ({ includedHiddenTypes }) => ({
        getDecryptedAsInternalUser: (type, id) => savedObjects.getDecrypted(type, id, includedHiddenTypes),
      }),
    },
    ...(secure ? { security: security.contract((request) => routers.identityOf(request)?.user) } : {}),
  };
  // a plugin gets only what its manifest names
  const named = (all: object) =>
    Object.fromEntries(
      Object.entries(all).filter(
        ([id]) => manifest.requiredPlugins.includes(id) || manifest.optionalPlugins.includes(id),
      ),
    );

  let plugin: ServerPlugin | undefined;
  let announceStart: (services: [CoreStart, PluginsStart, unknown]) => void = () => undefined;
  if (module !== undefined && !isDisabled) {
    const made = await timed(() =>
      module.plugin({
        logger: log.get('plugins', manifest.id),
        config: { get: () => config },
        env: { packageInfo: { version: kibanaVersion } },
      }),
    );
    plugin = made;
    const startServices = new Promise<[CoreStart, PluginsStart, unknown]>((resolve) => {
      announceStart = resolve;
    });
    const coreSetup: CoreSetup = {
      http: { createRouter: () => routers.createRouter() },
      savedObjects: { registerType: (type) => savedObjects.registerType(type) },
      getStartServices: () => startServices,
    };
    await timed(() => made.setup(coreSetup, named(allSetup)));
  }

  await whenElasticsearchAnswers(async () => {
    if (secure) await features.putPrivileges(elasticsearch.asInternalUser);
    await savedObjects.start();
    await taskStore.start();
  }, log.get('elasticsearch-service').error);
  const pluginsStart = named(allStart);
  const contract = await timed(() => plugin?.start?.(coreStart, pluginsStart));
  const pluginStart = { ms: pluginMs, files: loadedFiles(options.pluginDir) };
  announceStart([coreStart, pluginsStart as unknown as PluginsStart, contract]);
  taskManager.start();

  const pages = new Pages({
    kibanaVersion,
    security,
    plugin: isDisabled
      ? undefined
      : { manifest, dir: options.pluginDir, browserConfig: exposed(config, module?.config?.exposeToBrowser) },
    hostBundle: buildHostBundle(),
    capabilities: (identity, space) =>
      features.capabilities((actions) =>
        security.granted(
          { headers: { ...(identity.authorization && { authorization: identity.authorization }) } },
          actions,
          space,
        ),
      ),
  });
  const handle = async (request: IncomingMessage, response: ServerResponse) => {
    try {
      const url = new URL(request.url ?? '/', 'http://localhost');
      if (!(await routers.handle(request, response, url))) await pages.handle(request, response, url);
    } catch (error) {
      if (error instanceof BoomError) {
        send(response, { status: error.output.statusCode, body: error.output.payload });
      } else {
        log.get('http').error(error instanceof Error ? error : String(error));
        send(response, { status: 500, body: new BoomError(500, 'The stand-in host failed').output.payload });
      }
    }
  };
  const server = createServer((request, response) => void handle(request, response));
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(options.port ?? 0, '127.0.0.1', resolve);
  });
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  log.get('http', 'server').info(`stand-in host listening at ${url}`);

  return {
    url,
    routes: routers.registered(),
    pluginStart,
    stop: async () => {
      taskManager.stop();
      await plugin?.stop?.();
      server.closeAllConnections();
      await new Promise<void>((resolve) => server.close(() => resolve()));
      // runs under way may still store their end, until the process ends
    },
  };
}

/** Kibana waits for Elasticsearch without end; so does this. */
async function whenElasticsearchAnswers(
  work: () => Promise<void>,
  complain: (message: string) => void,
): Promise<void> {
  for (let told = false; ; told = true) {
    try {
      await work();
      return;
    } catch (error) {
      const { name, message, meta } = error as Error & { meta?: { statusCode?: number } };
      // a refusal will not heal by itself
      if (name === 'ResponseError' && meta?.statusCode !== 503 && meta?.statusCode !== 429) throw error;
      if (!told) complain(`Unable to retrieve version information from Elasticsearch nodes. ${message}`);
      await sleep(ELASTICSEARCH_RETRY_MS);
    }
  }
}
