/** Each panel's search over many events, as a ratio to a bare count of them by hour; and all of the Overview at once. */
import { PANEL_IDS, type PanelId, type PanelRequest } from '../../common/panels';
import { PANEL_QUERIES } from '../../server/queries/panel_queries';
import { SHOWN_PANELS } from '../../public/pages/overview/panel_loader';
import type { SearchParameters } from '../../server/queries/panel_query';
import { ESTATE_END } from './bench_bucket';
import { bodiesOf, takeIn } from './elasticsearch_alone';
import type { Section } from './section';

const INDEX = 'cloudtrail-events-bench_panels-2026.03';
const WEEK_MS = 7 * 86_400_000;
const REQUEST: PanelRequest = {
  from: new Date(ESTATE_END.getTime() - WEEK_MS).toISOString(),
  to: ESTATE_END.toISOString(),
  time_zone: 'UTC',
};
const BARE: SearchParameters = {
  size: 0,
  track_total_hits: true,
  query: { match_all: {} },
  aggs: { by_hour: { date_histogram: { field: '@timestamp', fixed_interval: '1h' } } },
};

export const panels: Section = async (bench, rounds) => {
  const { client, bucket, panelEvents } = bench;
  bench.progress(`panels: indexing ${panelEvents.toLocaleString('en-US')} events`);
  const bodies = await bodiesOf(bucket.objects, bench, INDEX);
  await takeIn(bench, INDEX, bodies);
  // the same events again under other ids, until there are enough
  for (let copy = 1; (await countOf()) < panelEvents; copy++) {
    for (const body of bodies) {
      const text = body.toString().replaceAll('"_id":"', `"_id":"${copy}_`);
      await client.bulk({ operations: Buffer.from(text) as unknown as object[], filter_path: ['errors'] });
    }
  }
  await client.indices.forcemerge({ index: INDEX, max_num_segments: 5 });
  const search = async (parameters: SearchParameters): Promise<number> => {
    const startedAt = performance.now();
    await client.search({ ...parameters, index: INDEX, request_cache: false });
    return performance.now() - startedAt;
  };
  const ask = (id: PanelId) => search(PANEL_QUERIES[id].searchRequest(REQUEST));
  for (const id of PANEL_IDS) await ask(id);
  await search(BARE);
  rounds.note('events', await countOf(), '');
  for (let round = 0; round < bench.rounds; round++) {
    bench.progress(`panels, round ${round + 1} of ${bench.rounds}`);
    const bare = await search(BARE);
    rounds.note('bare count by hour', bare, 'ms');
    const alone = new Map<PanelId, number>();
    for (const id of PANEL_IDS) {
      const ms = await ask(id);
      alone.set(id, ms);
      rounds.note(`panel ${id}`, ms / bare, '× bare');
    }
    const slowest = Math.max(...SHOWN_PANELS.map((id) => alone.get(id) ?? 0));
    const startedAt = performance.now();
    await Promise.all(SHOWN_PANELS.map(ask));
    rounds.note('Overview at once', (performance.now() - startedAt) / slowest, '× its slowest alone');
  }
  await client.indices.delete({ index: INDEX });

  async function countOf(): Promise<number> {
    await client.indices.refresh({ index: INDEX });
    return (await client.count({ index: INDEX })).count;
  }
};
