/** Wires the parts to Kibana. Nothing heavy is loaded before it is needed: not the AWS SDK, not a geo database. */
import { join } from 'node:path';
import type { CloudTrailConfig } from './config';
import { FetchRunner } from './fetching/fetch_runner';
import { FetchSchedule, registerFetchTask, RunningTasks } from './fetching/fetch_task';
import type { GeoLookup } from './geo/geo_lookup';
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
import { errorResponse } from './routes/error_response';
import { definePanelRoute } from './routes/panels';
import { defineSourceRoutes } from './routes/sources';
import { createSourceRepository, registerSourceType } from './sources/source_saved_object';
import type { SourcesHost } from './sources/sources';
import { Sources } from './sources/sources';

/** Below the plugin's root, where the build puts it; the server's files lie flat in `server/`. */
const BUNDLED_GEO = join(__dirname, '..', 'data', 'geo');

interface Started {
  readonly sources: Sources<KibanaRequest>;
  readonly runner: FetchRunner;
}

export class CloudTrailPlugin {
  private readonly log: Logger;
  private readonly config: CloudTrailConfig;
  private readonly running = new RunningTasks();
  private geo: Promise<GeoLookup> | undefined;
  private canEncrypt = false;

  constructor(context: PluginInitializerContext) {
    this.log = context.logger.get();
    this.config = context.config.get<CloudTrailConfig>();
  }

  setup(core: CoreSetup, plugins: PluginsSetup): void {
    this.canEncrypt = plugins.encryptedSavedObjects.canEncrypt;
    registerFeatures(plugins.features);
    registerSourceType(core, plugins);
    let started: Promise<Started> | undefined;
    const getStarted = () =>
      (started ??= core
        .getStartServices()
        .then(([coreStart, pluginsStart]) => this.assemble(coreStart, pluginsStart)));
    registerFetchTask(plugins.taskManager, this.running, async () => (await getStarted()).runner, this.log);
    const onError: OnError = (error, response) => errorResponse(error, response, this.log);
    const router = core.http.createRouter();
    defineSourceRoutes(router, async () => (await getStarted()).sources, onError);
    definePanelRoute(router, () => this.openGeo(), onError);
    this.scheduleAll = async () => (await getStarted()).sources.scheduleAll();
  }

  start(): void {
    this.scheduleAll().catch((error: unknown) => {
      this.log.error(
        `Could not schedule the sources: ${error instanceof Error ? error.message : String(error)}`,
      );
    });
  }

  stop(): void {
    this.running.stopAll();
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
    const openStore: SourcesHost<KibanaRequest>['openStore'] = async (
      { bucket, region, endpoint, ...config },
      secrets,
    ) => {
      const { createS3ObjectStore } = await import('./aws/s3_object_store');
      return createS3ObjectStore({
        location: { bucket, region, endpoint, force_path_style: config.force_path_style },
        credentials: secrets.credentials,
        externalId: config.credentials.external_id,
        policy: aws,
        sessionName: 'cloudtrail-for-kibana',
        logger: this.log,
      });
    };
    const runner = new FetchRunner({
      repository,
      internalClient,
      clientWithKey,
      openStore,
      openGeo: () => this.openGeo(),
      limits: fetch,
      log: this.log,
      now,
    });
    const sources = new Sources<KibanaRequest>({
      repository,
      keys: createKeyGranter(plugins.security),
      schedule: new FetchSchedule(plugins.taskManager),
      runner,
      clientWithKey,
      openStore,
      canEncrypt: this.canEncrypt,
      slices: fetch.slices,
      now,
    });
    return { sources, runner };
  }

  /** Opened once for all runs; a database that can't be opened costs the place of events, not the events. */
  private openGeo(): Promise<GeoLookup> {
    this.geo ??= import('./geo/open_geo').then(async ({ openGeo }) => {
      const geo = await openGeo({ bundledDir: BUNDLED_GEO, database: this.config.geo.database });
      for (const problem of geo.problems) this.log.warn(problem);
      return geo;
    });
    return this.geo;
  }
}
