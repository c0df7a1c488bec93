/**
 * Wires the parts to Kibana. What costs CPU or memory is not done here but in the worker thread; the AWS SDK is loaded here
 * only when a source is tried, made or changed, and for original records.
 */
import { join } from 'node:path';
import type { SetupResponse } from '../common/setup';
import type { CloudTrailConfig } from './config';
import { registerFetchTask, RunningTasks } from './fetching/fetch_task';
import { startWorker } from './fetching/worker/start_worker';
import { WorkerThread } from './fetching/worker/worker_thread';
import { SearchPriority } from './indices/search_priority';
import type { CoreSetup, Logger, PluginInitializerContext, PluginsSetup } from './kibana/contracts';
import { registerFeatures } from './kibana/features';
import { registerHiddenType } from './kibana/hidden_object';
import { namespaceType } from './namespaces/namespace_saved_object';
import { defineRoutes } from './routes/define_routes';
import type { Services } from './services';
import type { DeclaredSource } from './sources/declared_source';
import { declaredSources } from './sources/declared_source';
import { signingKeyType } from './sources/signing_key_saved_object';
import { sourceType } from './sources/source_saved_object';

/** Below the plugin's root, where the build puts it; the server's files lie flat in `server/`. */
const BUNDLED_GEO = join(__dirname, '..', 'data', 'geo');
const SAVED_OBJECTS = join(__dirname, '..', 'saved_objects', 'cloudtrail.ndjson');

export class CloudTrailPlugin {
  private readonly log: Logger;
  private readonly config: CloudTrailConfig;
  private readonly kibanaVersion: string;
  private readonly running = new RunningTasks();
  private readonly priority = new SearchPriority();
  private readonly thread: WorkerThread;
  private readonly declared: readonly DeclaredSource[];
  private getServices: (() => Promise<Services>) | undefined;

  constructor(context: PluginInitializerContext) {
    this.log = context.logger.get();
    this.config = context.config.get<CloudTrailConfig>();
    this.kibanaVersion = context.env.packageInfo.version;
    const { aws, geo, fetch, sources } = this.config;
    this.declared = declaredSources(sources, aws, Date.now());
    const settings = { aws, geo: { bundledDir: BUNDLED_GEO, ...geo } };
    this.thread = new WorkerThread(() => startWorker(settings, fetch.maxHeapBytes), this.log, this.priority);
  }

  setup(core: CoreSetup, plugins: PluginsSetup): void {
    const { config, declared, thread, log } = this;
    const { canEncrypt } = plugins.encryptedSavedObjects;
    registerFeatures(plugins.features, this.kibanaVersion);
    for (const type of [sourceType, namespaceType, signingKeyType]) registerHiddenType(core, plugins, type);
    let services: Promise<Services> | undefined;
    const getServices = () =>
      (services ??= core.getStartServices().then(async ([coreStart, pluginsStart]) => {
        // most of the plugin: read once Kibana has started, not while it does
        const { assembleServices } = await import('./services');
        return assembleServices(coreStart, pluginsStart, { config, declared, thread, canEncrypt, log });
      }));
    this.getServices = getServices;
    registerFetchTask(plugins.taskManager, this.running, async () => (await getServices()).runner, log);
    defineRoutes(core.http.createRouter(), {
      getServices,
      geoFacts: () => thread.geoFacts(),
      homeCountries: config.homeCountries,
      priority: this.priority,
      setup: this.setupFacts(canEncrypt),
      kibanaVersion: this.kibanaVersion,
      savedObjectsFile: SAVED_OBJECTS,
      now: () => Date.now(),
      log,
    });
  }

  start(): void {
    const tell = (what: string) => (error: unknown) =>
      this.log.error(`${what}: ${error instanceof Error ? error.message : String(error)}`);
    this.applyDeclared()
      .catch(tell('Could not bring the sources up to date that kibana.yml declares'))
      .then(() => this.scheduleAll())
      .catch(tell('Could not schedule the sources'));
  }

  async stop(): Promise<void> {
    this.running.stopAll();
    await this.thread.stop();
  }

  private setupFacts(canEncrypt: boolean): Omit<SetupResponse, 'manages_sources'> {
    const { allowServerIdentity, allowedEndpoints } = this.config.aws;
    return {
      can_encrypt: canEncrypt,
      is_server_identity_allowed: allowServerIdentity,
      allowed_endpoints: allowedEndpoints,
    };
  }

  private async applyDeclared(): Promise<void> {
    const { declared, sources } = (await this.getServices?.()) ?? {};
    await declared?.apply(async (id) => sources?.remove(id));
  }

  private async scheduleAll(): Promise<void> {
    await (await this.getServices?.())?.sources.scheduleAll();
  }
}
