/** Starts an Elasticsearch and an S3 server for each worker: the test files that a worker runs, one after the other, share them. */
import type { TestProject } from 'vitest/node';
import { ensureBuiltPlugin } from '../e2e/built_plugin';
import { installElasticsearch, startElasticsearch } from '../servers/elasticsearch';
import { installMoto, startS3 } from '../servers/s3';

export interface Servers {
  /** `username` is a superuser; `kibanaUsername` is what a Kibana would connect as. */
  readonly elasticsearch: {
    readonly url: string;
    readonly version: string;
    readonly username: string;
    readonly password: string;
    readonly kibanaUsername: string;
    readonly kibanaPassword: string;
  };
  /** Path style; `reader` may list and get, `owner` may do anything in S3; any other key is refused. */
  readonly s3: {
    readonly url: string;
    readonly region: string;
    readonly reader: { readonly accessKeyId: string; readonly secretAccessKey: string };
    readonly owner: { readonly accessKeyId: string; readonly secretAccessKey: string };
  };
}

declare module 'vitest' {
  interface ProvidedContext {
    /** One pair a worker: a test file takes its own from own_servers.ts. */
    readonly servers: readonly Servers[];
  }
}

const progress = (line: string) => process.stderr.write(`${line}\n`);

export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  // here, where nobody else does the same at the same time
  await installMoto(progress);
  if (!process.env['ELASTICSEARCH_URL']) await installElasticsearch(progress);
  await ensureBuiltPlugin();
  const stops: (() => Promise<void>)[] = [];
  const stopAll = async () => {
    await Promise.all(stops.map((stop) => stop()));
  };
  const started = Array.from({ length: project.config.maxWorkers ?? 1 }, () => startServers(stops));
  const ends = await Promise.allSettled(started);
  for (const end of ends) {
    if (end.status === 'fulfilled') continue;
    await stopAll();
    throw end.reason;
  }
  project.provide('servers', await Promise.all(started));
  return stopAll;
}

async function startServers(stops: (() => Promise<void>)[]): Promise<Servers> {
  const elasticsearch = await startElasticsearch({ progress });
  stops.push(elasticsearch.stop);
  const s3 = await startS3({ progress });
  stops.push(s3.stop);
  const { url, version, username, password, kibanaUsername, kibanaPassword } = elasticsearch;
  return {
    elasticsearch: { url, version, username, password, kibanaUsername, kibanaPassword },
    s3: {
      url: s3.url,
      region: s3.region,
      reader: { accessKeyId: s3.accessKeyId, secretAccessKey: s3.secretAccessKey },
      owner: s3.owner,
    },
  };
}
