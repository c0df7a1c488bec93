/** Starts the one Elasticsearch and the one S3 server that all integration tests share. */
import type { TestProject } from 'vitest/node';
import { startElasticsearch } from '../servers/elasticsearch';
import { startS3 } from '../servers/s3';

declare module 'vitest' {
  /** Take it by `inject('elasticsearch')`, `inject('s3')`. */
  interface ProvidedContext {
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
}

export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const progress = (line: string) => process.stderr.write(`${line}\n`);
  const elasticsearch = await startElasticsearch({ progress });
  const s3 = await startS3({ progress }).catch(async (error: unknown) => {
    await elasticsearch.stop();
    throw error;
  });
  const { url, version, username, password, kibanaUsername, kibanaPassword } = elasticsearch;
  project.provide('elasticsearch', { url, version, username, password, kibanaUsername, kibanaPassword });
  project.provide('s3', {
    url: s3.url,
    region: s3.region,
    reader: { accessKeyId: s3.accessKeyId, secretAccessKey: s3.secretAccessKey },
    owner: s3.owner,
  });
  return async () => {
    await Promise.all([elasticsearch.stop(), s3.stop()]);
  };
}
