/** Runs the fetcher on a bucket of its own and a namespace of its own, against the real servers, without a Kibana. */
import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { CreateBucketCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { Client } from '@elastic/elasticsearch';

import { DEFAULT_NAMESPACE_SETTINGS } from '../../common/namespaces';
import type { SourceConfig, SourceSecrets, SourceStatusAttributes } from '../../common/sources';
import type { MessageQueue } from '../../server/aws/message_queue';
import { openSourceQueue } from '../../server/aws/open_source_queue';
import { createS3ObjectStore } from '../../server/aws/s3_object_store';
import type { ObjectStore } from '../../server/aws/object_store';
import { FetchRunner } from '../../server/fetching/fetch_runner';
import { LocalThread } from '../../server/fetching/local_thread';
import type { GeoLookup } from '../../server/geo/geo_lookup';
import { openGeo } from '../../server/geo/open_geo';
import type { RunRules } from '../../server/namespaces/run_rules';
import type { StoredSource } from '../../server/sources/source_repository';
import type { BucketObject } from '../generate/bucket_object';
import { elasticsearch, s3 } from './own_servers';

const COUNTRIES = fileURLToPath(
  new URL('../../node_modules/@ip-location-db/geo-whois-asn-country-mmdb', import.meta.url),
);
export const FIXTURES = join(fileURLToPath(new URL('.', import.meta.url)), '../fixtures');

export const admin = new Client({
  node: elasticsearch.url,
  auth: { username: elasticsearch.username, password: elasticsearch.password },
});
const owner = new S3Client({
  endpoint: s3.url,
  region: s3.region,
  forcePathStyle: true,
  credentials: s3.owner,
});

/** Stands between the fetcher and the servers: a test makes them fail here. */
export interface Faults {
  client?: (client: Client) => Client;
  store?: (store: ObjectStore) => ObjectStore;
  queue?: (queue: MessageQueue) => MessageQueue;
  limits?: { readonly maxObjectBytes: number; readonly maxRecordBytes: number };
}

let geo: Promise<GeoLookup> | undefined;

/** One source over one bucket; `run` is what a task does. */
export class FetchHarness {
  readonly sourceId = randomUUID();
  readonly namespace = `t${randomUUID().slice(0, 8)}`;
  status: SourceStatusAttributes = { problem: null, asked_at: null };
  readonly log: string[] = [];
  /** ms since the epoch; a test moves it. */
  now: () => number = () => Date.now();
  /** What the namespace decides. */
  rules: RunRules = { settings: DEFAULT_NAMESPACE_SETTINGS, redactionKey: undefined };
  config: SourceConfig;
  secrets: SourceSecrets;

  constructor(
    readonly bucket: string,
    change: Partial<SourceConfig> = {},
    private readonly faults: Faults = {},
  ) {
    this.config = {
      name: 'test',
      bucket,
      prefix: '',
      endpoint: s3.url,
      force_path_style: true,
      requester_pays: false,
      namespace: this.namespace,
      start: '2013-11-01',
      interval: '1m',
      credentials: { type: 'access_key' },
      slices: 2,
      created_at: new Date().toISOString(),
      created_by: 'test',
      ...change,
    };
    this.secrets = {
      credentials: {
        type: 'access_key',
        access_key_id: s3.reader.accessKeyId,
        secret_access_key: s3.reader.secretAccessKey,
      },
    };
  }

  private get source(): StoredSource {
    return { id: this.sourceId, config: this.config, status: this.status };
  }

  /** A process of its own: nothing is shared with another runner but the servers. */
  runner(): FetchRunner {
    const { faults } = this;
    const client = faults.client?.(admin) ?? admin;
    return new FetchRunner({
      repository: {
        get: async () => this.source,
        readSecrets: async () => this.secrets,
        updateStatus: async (_id, change) => {
          const before = this.status;
          this.status = change(before);
          return { before, after: this.status };
        },
      },
      internalClient: client,
      clientWithKey: (encodedKey) => new Client({ node: elasticsearch.url, auth: { apiKey: encodedKey } }),
      namespaces: { rulesOf: async () => this.rules, settingsOf: async () => this.rules.settings },
      thread: new LocalThread({
        openStore: async ({ bucket, region, endpoint, force_path_style: pathStyle }, credentials) => {
          const store = await createS3ObjectStore({
            location: { bucket, region, endpoint, force_path_style: pathStyle },
            credentials,
            policy: { allowedEndpoints: [s3.url, endpoint ?? s3.url], allowServerIdentity: false },
            sessionName: 'test',
          });
          return faults.store?.(store) ?? store;
        },
        openQueue: async (config, credentials) => {
          const queue = await openSourceQueue(config, credentials, {
            allowedEndpoints: [s3.url],
            allowServerIdentity: false,
          });
          return queue && (faults.queue?.(queue) ?? queue);
        },
        openGeo: () => (geo ??= openGeo({ bundledDir: COUNTRIES })),
        now: this.now,
      }),
      limits: faults.limits ?? { maxObjectBytes: 512 * 2 ** 20, maxRecordBytes: 2 * 2 ** 20 },
      log: {
        debug: (line) => this.log.push(line),
        info: (line) => this.log.push(line),
        warn: (line) => this.log.push(line),
      },
      now: this.now,
    });
  }

  async run(slice = 0, signal = new AbortController().signal, runner = this.runner()) {
    return runner.run(this.sourceId, slice, signal);
  }

  /** Runs until the source is idle, or at most `runs` times. */
  async runToEnd(runs = 20): Promise<void> {
    for (let i = 0; i < runs; i++) {
      await this.run();
      const { state, backfill } = await this.progress();
      // where a test moves the clock by days, nothing comes for longer than is usual
      if (state === 'idle' || (state === 'silent' && backfill.state === 'done')) return;
    }
    throw new Error(`Not idle after ${runs} runs: ${JSON.stringify(await this.progress())}`);
  }

  async progress() {
    return this.runner().status(this.source);
  }

  async accountRegions() {
    return this.runner().accountRegions(this.source);
  }

  /** As when the source is deleted. */
  async forget(): Promise<void> {
    await this.runner().forget(this.secrets, this.sourceId);
  }

  async failures() {
    return (await this.failuresStore()).list({ size: 1000 });
  }

  async failuresStore() {
    return this.runner().failures(this.source);
  }

  async runs() {
    return this.runner().runs(this.source);
  }

  /** Documents of this source's namespace. */
  async documents(): Promise<number> {
    const index = `cloudtrail-events-${this.namespace}-*`;
    await admin.indices.refresh({ index, allow_no_indices: true });
    return (await admin.count({ index, allow_no_indices: true })).count;
  }
}

export async function makeBucket(objects: Iterable<BucketObject> = []): Promise<string> {
  const bucket = `b-${randomUUID()}`;
  await owner.send(new CreateBucketCommand({ Bucket: bucket }));
  await putObjects(bucket, objects);
  return bucket;
}

export async function putObjects(bucket: string, objects: Iterable<BucketObject>): Promise<void> {
  const waiting = [...objects];
  const putNext = async (): Promise<void> => {
    for (let object = waiting.pop(); object; object = waiting.pop()) {
      await owner.send(new PutObjectCommand({ Bucket: bucket, Key: object.key, Body: object.body }));
    }
  };
  await Promise.all([putNext(), putNext(), putNext(), putNext()]);
}
