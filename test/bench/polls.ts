/** What polls of a bucket with two million keys cost when nothing is new: listings, and the memory they take. */
import type { ManyKeys } from '../servers/many_keys_s3';
import { startManyKeysS3 } from '../servers/many_keys_s3';
import { PolledBucket } from './polled_bucket';
import type { Section } from './section';

const SIZES: readonly ManyKeys[] = [
  { accounts: 1, regions: 1, days: 365, keysADay: 5480 },
  { accounts: 10, regions: 10, days: 200, keysADay: 100 },
  { accounts: 100, regions: 17, days: 168, keysADay: 7 },
].map((size) => ({ ...size, lastDay: '2026-03-10' }));
/** An hour and more: some polls list whole days. */
const POLLS = 70;
const MEBIBYTE = 2 ** 20;

export const polls: Section = async ({ client, progress }, rounds) => {
  for (const size of SIZES) {
    const places = size.accounts * size.regions;
    progress(`polls: ${places} account × regions`);
    const s3 = await startManyKeysS3(size);
    const polled = new PolledBucket(client, s3, size);
    const of = `of ${places.toLocaleString('en-US')} account × regions`;
    try {
      await polled.seed();
      for (let i = 0; i < POLLS; i++) {
        const { listings, gets, ms, rss } = await polled.poll();
        if (gets > 0) throw new Error(`a poll with nothing new read ${gets} objects`);
        rounds.note(`listings a poll ${of}`, listings, '');
        rounds.note(`a poll ${of}`, ms, 'ms');
        rounds.note(`memory in polls ${of}, S3 server included`, rss / MEBIBYTE, 'MiB');
      }
    } finally {
      await polled.remove();
      await s3.close();
    }
  }
};
