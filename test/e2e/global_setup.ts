/** Starts what the browser tests look at, or uses the Kibana of KIBANA_URL, and has the plugin fetch a known bucket. */
import { randomBytes } from 'node:crypto';
import { Client } from '@elastic/elasticsearch';
import type { TestProject } from 'vitest/node';
import { SOURCES_API } from '../../common/ids';
import type { CreateSourceRequest, SourceResponse } from '../../common/sources';
import { followFetch } from '../../tools/demo/follow_fetch';
import { logIn } from '../../tools/demo/kibana_client';
import type { BucketObject } from '../generate/bucket_object';
import { countDistinct } from '../generate/count_distinct';
import { startHost } from '../host/start_host';
import { startElasticsearch, type Elasticsearch } from '../servers/elasticsearch';
import { startS3, type S3Server } from '../servers/s3';
import { bucketObjects } from './bucket';
import { copyOfBuiltPlugin } from './built_plugin';

const BUCKET = 'browser-tests';
/** A bucket that no source reads until a test adds one. */
const SMALL_BUCKET = 'browser-tests-small';
const SMALL_BUCKET_OBJECTS = 12;
const REAL_KIBANA_S3_PORT = 5555;
const MOST_OBJECTS = 250;
const FETCH_TIMEOUT_MS = 240_000;
const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

export interface Login {
  readonly username: string;
  readonly password: string;
}

declare module 'vitest' {
  /** Take it by `inject('kibana')`. */
  interface ProvidedContext {
    readonly kibana: {
      readonly url: string;
      /** False for the stand-in host. */
      readonly isReal: boolean;
      /** The end of the estate in the bucket (ISO): `bucketObjects` of it gives the bucket again. */
      readonly estateEnd: string;
      /** May do all, and sees the events of other sources in the cluster, too. */
      readonly admin: Login;
      /** May open CloudTrail and read this bucket's events, and no others. */
      readonly reader: Login;
      /** May open CloudTrail, and read no index. */
      readonly withoutIndexRight: Login;
      /** May see sources, and nothing else. */
      readonly sourcesViewer: Login;
      /** May log in. */
      readonly withoutFeature: Login;
      /** For sources that tests add; what is written to its indices is removed in the end. */
      readonly spareNamespace: string;
      readonly s3: {
        readonly url: string;
        readonly accessKeyId: string;
        readonly secretAccessKey: string;
        readonly bucket: string;
        /** How many events the bucket holds, all of the newest two days. */
        readonly events: number;
      };
    };
  }
}

type Stop = () => Promise<unknown>;

export default async function setup(project: TestProject): Promise<Stop> {
  const stops: Stop[] = [];
  const stopAll = async () => {
    for (const stop of stops.reverse()) {
      await stop().catch((error: unknown) => process.stderr.write(`${String(error)}\n`));
    }
  };
  try {
    await setUp(project, stops);
    return stopAll;
  } catch (error) {
    await stopAll();
    throw error;
  }
}

async function setUp(project: TestProject, stops: Stop[]): Promise<void> {
  const realUrl = process.env['KIBANA_URL'] || undefined;
  if (realUrl !== undefined && !process.env['ELASTICSEARCH_URL']) {
    throw new Error(
      'KIBANA_URL wants ELASTICSEARCH_URL (with user and password), too: users for the tests are made there',
    );
  }
  const progress = (line: string) => process.stderr.write(`${line}\n`);
  const elasticsearch = await startElasticsearch({ progress });
  stops.push(elasticsearch.stop);
  const s3Port =
    realUrl === undefined ? undefined : Number(process.env['KIBANA_S3_PORT'] ?? REAL_KIBANA_S3_PORT);
  const s3 = await startS3({ progress, ...(s3Port !== undefined && { port: s3Port }) });
  stops.push(s3.stop);

  // the newest event is an hour old: the default range of 15 minutes holds nothing
  const estateEnd = new Date(Date.now() - HOUR_MS);
  const objects = bucketObjects(estateEnd);
  if (objects.length > MOST_OBJECTS)
    throw new Error(`${objects.length} objects are too many for these tests`);
  await s3.createBucket(BUCKET);
  await s3.putObjects(BUCKET, objects);
  const newest = newestObjects(objects, estateEnd);
  await s3.createBucket(SMALL_BUCKET);
  await s3.putObjects(SMALL_BUCKET, newest);

  const kibana =
    realUrl === undefined
      ? await startStandIn(elasticsearch, s3, stops)
      : {
          url: realUrl,
          admin: {
            username: process.env['KIBANA_USER'] ?? 'elastic',
            password: process.env['KIBANA_PASSWORD'] ?? 'changeme',
          },
        };
  const namespace = `e2e_${randomBytes(4).toString('hex')}`;
  const { url: node, username, password } = elasticsearch;
  const client = new Client({ node, auth: { username, password } });
  stops.push(() => client.close());
  const spareNamespace = `${namespace}_spare`;
  stops.push(() => dropIndices(client, namespace));
  stops.push(() => dropIndices(client, spareNamespace));
  const users = await makeUsers(client, namespace, stops);
  const events = await fetchBucket(kibana.url, kibana.admin, s3, namespace, stops);
  // events can be found some seconds after they were written, by default
  await client.indices.refresh({ index: `cloudtrail-events-${namespace}-*` });
  const expected = countDistinct(objects).expectedDocuments;
  if (events !== expected) throw new Error(`the plugin created ${events} events of ${expected}`);
  project.provide('kibana', {
    ...kibana,
    ...users,
    isReal: realUrl !== undefined,
    estateEnd: estateEnd.toISOString(),
    spareNamespace,
    s3: {
      url: s3.url,
      accessKeyId: s3.accessKeyId,
      secretAccessKey: s3.secretAccessKey,
      bucket: SMALL_BUCKET,
      events: countDistinct(newest).expectedDocuments,
    },
  });
}

/** Some objects of the day on which the estate ends and of the one before. */
function newestObjects(objects: readonly BucketObject[], estateEnd: Date): readonly BucketObject[] {
  const days = [estateEnd, new Date(estateEnd.getTime() - DAY_MS)].map(
    (day) => `/${day.toISOString().slice(0, 'yyyy-mm-dd'.length).replaceAll('-', '/')}/`,
  );
  return objects.filter(({ key }) => days.some((day) => key.includes(day))).slice(-SMALL_BUCKET_OBJECTS);
}

async function startStandIn(
  elasticsearch: Elasticsearch,
  s3: S3Server,
  stops: Stop[],
): Promise<{ url: string; admin: Login }> {
  const plugin = await copyOfBuiltPlugin();
  stops.push(plugin.remove);
  const host = await startHost({
    pluginDir: plugin.folder,
    elasticsearchUrl: elasticsearch.url,
    systemUser: { username: elasticsearch.kibanaUsername, password: elasticsearch.kibanaPassword },
    settings: { aws: { allowedEndpoints: [s3.url] } },
    encryptionKey: randomBytes(24).toString('hex'),
    taskPollMs: 200,
  });
  stops.push(() => host.stop());
  return {
    url: host.url,
    admin: { username: elasticsearch.username, password: elasticsearch.password },
  };
}

/** Written to Elasticsearch as Kibana's role management writes them. */
async function makeUsers(
  client: Client,
  namespace: string,
  stops: Stop[],
): Promise<{ reader: Login; withoutIndexRight: Login; sourcesViewer: Login; withoutFeature: Login }> {
  const make = async (name: string, feature: string, indices: readonly string[]): Promise<Login> => {
    const login = { username: `cloudtrail_${namespace}_${name}`, password: randomBytes(18).toString('hex') };
    await client.security.putRole({
      name: login.username,
      indices: indices.map((index) => ({ names: [index], privileges: ['read', 'view_index_metadata'] })),
      applications: [{ application: 'kibana-.kibana', privileges: [feature], resources: ['space:default'] }],
    });
    await client.security.putUser({ ...login, roles: [login.username] });
    stops.push(async () => {
      await client.security.deleteUser({ username: login.username });
      await client.security.deleteRole({ name: login.username });
    });
    return login;
  };
  return {
    reader: await make('reader', 'feature_cloudtrail.read', [`cloudtrail-events-${namespace}-*`]),
    withoutIndexRight: await make('no_index_right', 'feature_cloudtrail.all', []),
    sourcesViewer: await make('sources_viewer', 'feature_cloudtrailSources.read', []),
    // another app's feature: in a real Kibana this user may log in and be somewhere
    withoutFeature: await make('no_feature', 'feature_discover.read', []),
  };
}

/** Somebody else's cluster keeps nothing of ours. */
async function dropIndices(client: Client, namespace: string): Promise<void> {
  const ours = [`cloudtrail-events-${namespace}-*`, `cloudtrail-failures-${namespace}`];
  // by name: clusters refuse to delete by pattern
  const names = Object.keys(await client.indices.get({ index: ours, ignore_unavailable: true }));
  if (names.length > 0) await client.indices.delete({ index: names });
}

/** Gives how many events the plugin says it created. */
async function fetchBucket(
  url: string,
  admin: Login,
  s3: S3Server,
  namespace: string,
  stops: Stop[],
): Promise<number> {
  const signal = AbortSignal.timeout(FETCH_TIMEOUT_MS);
  const kibana = await logIn(url, admin.username, admin.password, signal);
  const request: Partial<CreateSourceRequest> = {
    name: `Browser tests ${namespace}`,
    bucket: BUCKET,
    region: s3.region,
    endpoint: s3.url,
    force_path_style: true,
    namespace,
    start: '2013-11-01',
    interval: '1m',
    credentials: {
      type: 'access_key',
      access_key_id: s3.accessKeyId,
      secret_access_key: s3.secretAccessKey,
    },
  };
  const source = await kibana.request<SourceResponse>('POST', SOURCES_API, request);
  // in a Kibana that goes on living the source must not look for a bucket that is gone
  stops.push(async () => {
    const response = await fetch(`${url}${SOURCES_API}/${source.id}`, {
      method: 'DELETE',
      headers: {
        authorization: `Basic ${Buffer.from(`${admin.username}:${admin.password}`).toString('base64')}`,
        'kbn-xsrf': 'true',
      },
    });
    if (!response.ok) throw new Error(`deleting the source of the tests answered ${response.status}`);
  });
  const { counts } = await followFetch(kibana, source.id, () => undefined, signal);
  return counts.events;
}
