/** Puts the services behind the routes and the task together, over what Kibana hands out at its start. */
import { API_PRIVILEGES } from '../common/ids';
import { openSourceQueue } from './aws/open_source_queue';
import { openSourceStore } from './aws/open_source_store';
import type { CloudTrailConfig } from './config';
import { FetchRunner } from './fetching/fetch_runner';
import { FetchSchedule } from './fetching/fetch_task';
import type { WorkerThread } from './fetching/worker/worker_thread';
import { holdsInAllSpaces } from './kibana/all_spaces';
import { createKeyGranter } from './kibana/api_keys';
import type { CoreStart, KibanaRequest, Logger, PluginsStart } from './kibana/contracts';
import { createNamespaceRepository } from './namespaces/namespace_saved_object';
import { Namespaces } from './namespaces/namespaces';
import { SYSTEM_REQUEST } from './kibana/system_request';
import { awsOfDrafts } from './sources/aws_of_drafts';
import type { DeclaredSource } from './sources/declared_source';
import { DeclaredSources } from './sources/declared_sources';
import { ExternalIds } from './sources/external_ids';
import { createSigningKeys } from './sources/signing_key_saved_object';
import { OriginalRecords } from './sources/original_records';
import { SourceControl } from './sources/source_control';
import { SourceDrafts } from './sources/source_drafts';
import { SourceEdits } from './sources/source_edits';
import { createSourceRepository } from './sources/source_saved_object';
import type { SourcesHost } from './sources/sources';
import { Sources } from './sources/sources';

export interface Services {
  readonly sources: Sources<KibanaRequest>;
  readonly namespaces: Namespaces<KibanaRequest>;
  readonly control: SourceControl<KibanaRequest>;
  readonly declared: DeclaredSources<KibanaRequest>;
  readonly drafts: SourceDrafts<KibanaRequest>;
  readonly edits: SourceEdits<KibanaRequest>;
  readonly runner: FetchRunner;
  /** Whether the one who asks may change sources: in all spaces. */
  managesSources(request: KibanaRequest): Promise<boolean>;
  readonly originals: OriginalRecords;
}

/** What the plugin itself brings along. */
export interface OwnParts {
  readonly config: CloudTrailConfig;
  /** In kibana.yml. */
  readonly declared: readonly DeclaredSource[];
  readonly thread: WorkerThread;
  /** False where Kibana has no encryption key. */
  readonly canEncrypt: boolean;
  readonly log: Logger;
}

export function assembleServices(
  core: CoreStart,
  plugins: PluginsStart,
  { config: { aws, fetch }, declared, thread, canEncrypt, log }: OwnParts,
): Services {
  const repository = createSourceRepository(core, plugins.encryptedSavedObjects);
  const { asInternalUser: internalClient } = core.elasticsearch.client;
  const clientWithKey = (encodedKey: string) =>
    core.elasticsearch.client.asScoped({ headers: { authorization: `ApiKey ${encodedKey}` } }).asCurrentUser;
  const now = () => Date.now();
  const openStore: SourcesHost<KibanaRequest>['openStore'] = (config, { credentials }) =>
    openSourceStore(config, credentials, aws, log);
  const openQueue: SourcesHost<KibanaRequest>['openQueue'] = (config, { credentials }) =>
    openSourceQueue(config, credentials, aws);
  const keys = createKeyGranter(plugins.security);
  const namespaces = new Namespaces<KibanaRequest>({
    repository: createNamespaceRepository(core, plugins.encryptedSavedObjects),
    namesOfSources: async () => (await repository.list()).map(({ config }) => config.namespace),
    isSecured: () => keys.isNeeded(),
    internalClient,
    canEncrypt,
    now,
  });
  const limits = { maxObjectBytes: fetch.maxObjectBytes, maxRecordBytes: fetch.maxRecordBytes };
  const runner = new FetchRunner({
    repository,
    namespaces,
    internalClient,
    clientWithKey,
    thread,
    limits,
    log,
    now,
  });
  const schedule = new FetchSchedule(plugins.taskManager);
  const externalIds = new ExternalIds(createSigningKeys(core, plugins.encryptedSavedObjects));
  const shared = { repository, keys, namespaces, externalIds, clientWithKey, canEncrypt, now };
  const host = { ...shared, schedule, runner, openStore, openQueue };
  return {
    sources: new Sources<KibanaRequest>({ ...host, slices: fetch.slices }),
    edits: new SourceEdits<KibanaRequest>({ ...host, log }),
    drafts: new SourceDrafts<KibanaRequest>({
      ...shared,
      ...awsOfDrafts(aws, log),
      previews: thread,
      geoFacts: () => thread.geoFacts(),
      limits,
      log,
    }),
    namespaces,
    control: new SourceControl({ repository, schedule, runner, keys, now }),
    declared: new DeclaredSources({
      ...shared,
      declared,
      schedule,
      systemRequest: SYSTEM_REQUEST,
      slices: fetch.slices,
    }),
    runner,
    managesSources: (request) => holdsInAllSpaces(plugins.security, request, API_PRIVILEGES.manageSources),
    originals: new OriginalRecords({ repository, namespaces, openStore, limits }),
  };
}
