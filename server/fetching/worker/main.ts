/** The worker thread's entry, a file of its own in the plugin: all that costs CPU or memory is loaded here and not in Kibana's thread. */
import { parentPort, workerData } from 'node:worker_threads';
import { openSourceQueue } from '../../aws/open_source_queue';
import type { BucketOfSource } from '../../aws/open_source_store';
import { openSourceStore } from '../../aws/open_source_store';
import type { Credentials } from '../../../common/sources';
import { openGeo } from '../../geo/open_geo';
import type { OpenedGeo } from '../../geo/open_geo';
import { localPreviews } from '../../sources/preview_thread';
import { LocalThread } from '../local_thread';
import type { FromWorker, WorkerSettings } from './messages';
import { serveRuns } from './serve_runs';

const port = parentPort;
if (port === null) throw new Error('This file is the entry of a worker thread.');
const settings = workerData as WorkerSettings;
const log = (level: 'debug' | 'warn') => (message: string) =>
  port.postMessage({ kind: 'log', level, message } satisfies FromWorker);
const logger = { debug: log('debug'), warn: log('warn') };

let geo: Promise<OpenedGeo> | undefined;
/** Opened once for all runs; a database that can't be opened costs the place of events, not the events. */
const getGeo = () =>
  (geo ??= openGeo(settings.geo).then((opened) => {
    for (const problem of opened.problems) logger.warn(problem);
    return opened;
  }));

const openStore = (bucket: BucketOfSource, credentials: Credentials) =>
  openSourceStore(bucket, credentials, settings.aws, logger);
const now = () => Date.now();
const slices = new LocalThread({
  openStore,
  openQueue: (config, credentials) => openSourceQueue(config, credentials, settings.aws),
  openGeo: getGeo,
  now,
});
const previews = localPreviews({ openStore, openGeo: getGeo, now });

serveRuns(
  port,
  {
    run: (request, client, signal) => slices.run(request, client, signal),
    preview: (request, signal) => previews.preview(request, signal),
  },
  async () => {
    const { available, attributions } = await getGeo();
    return { available, attributions };
  },
);
