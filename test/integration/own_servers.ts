/** The Elasticsearch and the S3 server that this test file has for itself while it runs. */
import { inject } from 'vitest';

/** 1 to the number of workers; no two files run under the same one at the same time. */
const worker = Number(process.env['VITEST_POOL_ID'] ?? 1);
const own = inject('servers')[worker - 1];
if (own === undefined) throw new Error(`There are no servers for worker ${worker}.`);

export const { elasticsearch, s3 } = own;
