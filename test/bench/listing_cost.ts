/** Prints what polls of a bucket with two million keys cost: `npx tsx test/bench/listing_cost.ts`. Uses `ELASTICSEARCH_URL`, else its own. */
import { Client } from '@elastic/elasticsearch';
import { startElasticsearch } from '../servers/elasticsearch';
import type { ManyKeys } from '../servers/many_keys_s3';
import { startManyKeysS3 } from '../servers/many_keys_s3';
import { PolledBucket } from './polled_bucket';

const SIZES: readonly (ManyKeys & { readonly polls: number })[] = [
  { accounts: 1, regions: 1, days: 365, keysADay: 5480, polls: 150 },
  { accounts: 10, regions: 10, days: 200, keysADay: 100, polls: 90 },
  { accounts: 100, regions: 17, days: 168, keysADay: 7, polls: 70 },
].map((size) => ({ ...size, lastDay: '2026-03-10' }));

const elasticsearch = await startElasticsearch({ progress: () => undefined });
const { url, username, password } = elasticsearch;
const client = new Client({ node: url, auth: { username, password } });
try {
  for (const size of SIZES) await measure(size);
} finally {
  await client.close();
  await elasticsearch.stop();
}

async function measure({ polls, ...keys }: (typeof SIZES)[number]): Promise<void> {
  const s3 = await startManyKeysS3(keys);
  const polled = new PolledBucket(client, s3, keys);
  try {
    await polled.seed();
    const costs = [];
    for (let i = 0; i < polls; i++) costs.push(await polled.poll());
    const places = keys.accounts * keys.regions;
    const listings = costs.map((cost) => cost.listings);
    const sum = listings.reduce((a, b) => a + b, 0);
    const mebibytes = costs.map(({ rss }) => Math.round(rss / 2 ** 20));
    process.stdout.write(
      `${places} account × regions, ${s3.totalKeys} keys, ${polls} polls with nothing new, a minute apart:\n` +
        `  listings a poll: at most ${Math.max(...listings)} (${(Math.max(...listings) / places).toFixed(2)} an account × region), on average ${(sum / polls).toFixed(1)}; reads: ${costs.reduce((all, { gets }) => all + gets, 0)}\n` +
        `  RSS in MiB after the first poll, after ten, at the end, at most: ${mebibytes[0]}, ${mebibytes[9]}, ${mebibytes.at(-1)}, ${Math.max(...mebibytes)} (the S3 server in it)\n` +
        `  the longest poll: ${Math.max(...costs.map(({ ms }) => ms))} ms, half of them below ${costs.map(({ ms }) => ms).sort((a, b) => a - b)[polls >> 1]} ms\n`,
    );
  } finally {
    await polled.remove();
    await s3.close();
  }
}
