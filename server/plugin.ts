/** Wires the parts to Kibana. What costs CPU or memory is not done here but in the worker thread; the AWS SDK is loaded for checks only. */
import { join } from 'node:path';
import type { SetupResponse } from '../common/setup';
import { openSourceQueue } from './aws/open_source_queue';
import { openSourceStore } from './aws/open_source_store';
import type { CloudTrailConfig } from './config';
import { FetchRunner } from './fetching/fetch_runner';
import { FetchSchedule, registerFetchTask, RunningTasks } from './fetching/fetch_task';
import { startWorker } from './fetching/worker/start_worker';
import { WorkerThread } from './fetching/worker/worker_thread';
import { createKeyGranter } from './kibana/api_keys';
import type {
  CoreSetup,
  CoreStart,
  KibanaRequest,
  Logger,
  PluginInitializerContext,
  PluginsSetup,
  PluginsStart,
} from './kibana/contracts';
import type { OnError } from './kibana/define_route';
import { registerFeatures } from './kibana/features';
import { createNamespaceRepository, registerNamespaceType } from './namespaces/namespace_saved_object';
import { Namespaces } from './namespaces/namespaces';
import { errorResponse } from './routes/error_response';
import { defineFailureRoutes } from './routes/failures';
import { defineMappingRoute } from './routes/mapping';
import { defineNamespaceRoutes } from './routes/namespaces';
import { definePanelRoute } from './routes/panels';
import { defineSetupRoute } from './routes/setup';
import { defineSourceControlRoutes } from './routes/source_control';
import { defineSourceDraftRoutes } from './routes/source_drafts';
import { defineSourceEditRoutes } from './routes/source_edits';
import { defineSourceRoutes } from './routes/sources';
import { ExternalIds } from './sources/external_ids';
import { createSigningKeys, registerSigningKeyType } from './sources/signing_key_saved_object';
import { awsOfDrafts } from './sources/aws_of_drafts';
import { SourceDrafts } from './sources/source_drafts';
import { SourceEdits } from './sources/source_edits';
import { createSourceRepository, registerSourceType } from './sources/source_saved_object';
import { SourceControl } from './sources/source_control';
import type { SourcesHost } from './sources/sources';
import { Sources } from './sources/sources';

/** Below the plugin's root, where the build puts it; the server's files lie flat in `server/`. */
const BUNDLED_GEO = join(__dirname, '..', 'data', 'geo');

interface Started {
  readonly sources: Sources<KibanaRequest>;
  readonly namespaces: Namespaces<KibanaRequest>;
  readonly control: SourceControl;
  readonly drafts: SourceDrafts<KibanaRequest>;
  readonly edits: SourceEdits<KibanaRequest>;
  readonly runner: FetchRunner;
}

export class CloudTrailPlugin {
  private readonly log: Logger;
  private readonly config: CloudTrailConfig;
  private readonly running = new RunningTasks();
  private readonly thread: WorkerThread;
  private canEncrypt = false;

  constructor(context: PluginInitializerContext) {
    this.log = context.logger.get();
    this.config = context.config.get<CloudTrailConfig>();
    const { aws, geo, fetch } = this.config;
    const settings = { aws, geo: { bundledDir: BUNDLED_GEO, ...geo } };
    this.thread = new WorkerThread(() => startWorker(settings, fetch.maxHeapBytes), this.log);
  }

  setup(core: CoreSetup, plugins: PluginsSetup): void {
    this.canEncrypt = plugins.encryptedSavedObjects.canEncrypt;
    registerFeatures(plugins.features);
    registerSourceType(core, plugins);
    registerNamespaceType(core, plugins);
    registerSigningKeyType(core, plugins);
    let started: Promise<Started> | undefined;
    const getStarted = () =>
      (started ??= core
        .getStartServices()
        .then(([coreStart, pluginsStart]) => this.assemble(coreStart, pluginsStart)));
    registerFetchTask(plugins.taskManager, this.running, async () => (await getStarted()).runner, this.log);
    const onError: OnError = (error, response) => errorResponse(error, response, this.log);
    const router = core.http.createRouter();
    defineSourceRoutes(router, async () => (await getStarted()).sources, onError);
    defineNamespaceRoutes(router, async () => (await getStarted()).namespaces, onError);
    defineSourceDraftRoutes(router, async () => (await getStarted()).drafts, this.log, onError);
    defineSourceEditRoutes(router, async () => (await getStarted()).edits, onError);
    defineSourceControlRoutes(router, async () => (await getStarted()).control, onError);
    defineFailureRoutes(router, async () => (await getStarted()).sources, onError);
    definePanelRoute(router, () => this.thread.geoFacts(), onError);
    defineMappingRoute(router, () => Date.now(), onError);
    defineSetupRoute(router, this.setupFacts(), onError);
    this.scheduleAll = async () => (await getStarted()).sources.scheduleAll();
  }

  start(): void {
    this.scheduleAll().catch((error: unknown) => {
      this.log.error(
        `Could not schedule the sources: ${error instanceof Error ? error.message : String(error)}`,
      );
    });
  }

  async stop(): Promise<void> {
    this.running.stopAll();
    await this.thread.stop();
  }

  private setupFacts(): SetupResponse {
    const { allowServerIdentity, allowedEndpoints } = this.config.aws;
    return {
      can_encrypt: this.canEncrypt,
      is_server_identity_allowed: allowServerIdentity,
      allowed_endpoints: allowedEndpoints,
    };
  }

  private scheduleAll: () => Promise<void> = async () => undefined;

  private assemble(core: CoreStart, plugins: PluginsStart): Started {
    const { aws, fetch } = this.config;
    const repository = createSourceRepository(core, plugins.encryptedSavedObjects);
    const { asInternalUser: internalClient } = core.elasticsearch.client;
    const clientWithKey = (encodedKey: string) =>
      core.elasticsearch.client.asScoped({ headers: { authorization: `ApiKey ${encodedKey}` } })
        .asCurrentUser;
    const now = () => Date.now();
    const openStore: SourcesHost<KibanaRequest>['openStore'] = (config, { credentials }) =>
      openSourceStore(config, credentials, aws, this.log);
    const openQueue: SourcesHost<KibanaRequest>['openQueue'] = (config, { credentials }) =>
      openSourceQueue(config, credentials, aws);
    const keys = createKeyGranter(plugins.security);
    const namespaces = new Namespaces<KibanaRequest>({
      repository: createNamespaceRepository(core, plugins.encryptedSavedObjects),
      namesOfSources: async () => (await repository.list()).map(({ config }) => config.namespace),
      isSecured: () => keys.isNeeded(),
      internalClient,
      canEncrypt: this.canEncrypt,
      now,
    });
    const limits = { maxObjectBytes: fetch.maxObjectBytes, maxRecordBytes: fetch.maxRecordBytes };
    const runner = new FetchRunner({
      repository,
      namespaces,
      internalClient,
      clientWithKey,
      thread: this.thread,
      limits,
      log: this.log,
      now,
    });
    const schedule = new FetchSchedule(plugins.taskManager);
    const externalIds = new ExternalIds(createSigningKeys(core, plugins.encryptedSavedObjects));
    const { canEncrypt } = this;
    const shared = { repository, keys, namespaces, externalIds, clientWithKey, canEncrypt, now };
    const host = { ...shared, schedule, runner, openStore, openQueue };
    return {
      sources: new Sources<KibanaRequest>({ ...host, slices: fetch.slices }),
      edits: new SourceEdits<KibanaRequest>(host),
      drafts: new SourceDrafts<KibanaRequest>({
        ...shared,
        ...awsOfDrafts(aws, this.log),
        previews: this.thread,
        geoFacts: () => this.thread.geoFacts(),
        limits,
        log: this.log,
      }),
      namespaces,
      control: new SourceControl({ repository, schedule, runner, now }),
      runner,
    };
  }
}
