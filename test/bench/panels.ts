/** Each panel's search over many events, as a ratio to the barest one of its kind; and all of the Overview at once, searched and drawn. */
import type { estypes } from '@elastic/elasticsearch';
import { PANEL_IDS, type PanelId, type PanelRequest } from '../../common/panels';
import { SHOWN_PANELS } from '../../public/pages/overview/panel_loader';
import type { SearchParameters } from '../../server/queries/panel_query';
import { runPanel, type PanelHost } from '../../server/queries/run_panel';
import { ESTATE_END } from './bench_bucket';
import { bodiesOf, takeIn } from './elasticsearch_alone';
import { overviewDrawn } from './overview_drawn';
import type { Section } from './section';

const INDEX = 'cloudtrail-events-bench_panels-2026.03';
const EVERYTHING: SearchParameters = { size: 0, track_total_hits: true, query: { match_all: {} } };
/** An Elasticsearch that people use has compiled what it is asked, as one that has just been started has not. */
const WARM_UP = { batch: 25, atLeast: 100, atMost: 500, steady: 0.97 } as const;
const DAY_MS = 86_400_000;
const REQUEST = lastDays(7);
/** Before the week there is nothing, so that no value of it is looked at as new. These are compared with a day, and with six. */
const SIX_DAYS = lastDays(6);
const LAST_DAY = lastDays(1);
type Kind = 'count by hour' | 'count by value' | 'count by map tile' | 'newest events' | 'newest time';
/** What Elasticsearch takes for the least of each kind, over all events. */
const BARE: Readonly<Record<Kind, SearchParameters>> = {
  'count by hour': bareCount({ date_histogram: { field: '@timestamp', fixed_interval: '1h' } }),
  'count by value': bareCount({ terms: { field: 'cloudtrail.actor.id', size: 100 } }),
  'count by map tile': bareCount({ geotile_grid: { field: 'source.geo.location', precision: 6 } }),
  'newest events': { ...EVERYTHING, size: 50, sort: [{ '@timestamp': 'desc' }] },
  'newest time': bareCount({ max: { field: '@timestamp' } }),
};
const KIND_OF: Readonly<Record<PanelId, Kind>> = {
  accounts_and_regions: 'count by value',
  newest_event: 'newest time',
  data_range: 'newest time',
  summary: 'count by hour',
  events_over_time: 'count by hour',
  geo_access: 'count by map tile',
  geo_clusters: 'count by map tile',
  users: 'count by value',
  root_use: 'newest events',
  failed_sign_ins: 'count by value',
  access_denied: 'count by value',
  instances: 'newest events',
  network_changes: 'newest events',
  important_changes: 'newest events',
  new_values: 'count by value',
  latest_events: 'newest events',
};
const KINDS = Object.keys(BARE) as readonly Kind[];

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
  const host: PanelHost = {
    ...{ asCurrentUser: client, asInternalUser: client },
    ...{ geo: { available: true, attributions: [] }, homeCountries: [] },
  };
  const ask = async (id: PanelId, request = REQUEST): Promise<void> => {
    const { state } = await runPanel(id, request, host);
    if (state !== 'data') throw new Error(`The panel ${id} answered ${state}.`);
  };
  const msOf = async (work: () => Promise<unknown>): Promise<number> => {
    // answers are not to come from Elasticsearch's cache
    await client.indices.clearCache({ index: INDEX, request: true });
    const startedAt = performance.now();
    await work();
    return performance.now() - startedAt;
  };
  const overview = (request = REQUEST) => Promise.all(SHOWN_PANELS.map((id) => ask(id, request)));
  const bareMs = (kind: Kind) => msOf(() => client.search({ ...BARE[kind], index: INDEX }));
  for (const id of PANEL_IDS) await msOf(() => ask(id));
  for (const kind of KINDS) await bareMs(kind);
  rounds.note('times that the Overview was asked for before', await warmUp(), '');
  rounds.note('events', await countOf(), '');
  for (let round = 0; round < bench.rounds; round++) {
    bench.progress(`panels, round ${round + 1} of ${bench.rounds}`);
    const bare = new Map<Kind, number>();
    for (const kind of KINDS) {
      bare.set(kind, await bareMs(kind));
      rounds.note(`bare ${kind}`, bare.get(kind) ?? NaN, 'ms');
    }
    const alone = new Map<PanelId, number>();
    for (const id of PANEL_IDS) {
      const ms = await msOf(() => ask(id));
      alone.set(id, ms);
      const kind = KIND_OF[id];
      rounds.note(`panel ${id}`, ms / (bare.get(kind) ?? NaN), `× ${kind}`);
    }
    const ms = await msOf(() => ask('new_values', LAST_DAY));
    rounds.note('panel new_values, of a day', ms / (bare.get('count by value') ?? NaN), '× count by value');
    const slowest = Math.max(...SHOWN_PANELS.map((id) => alone.get(id) ?? 0));
    const atOnce = await msOf(() => overview());
    rounds.note('slowest panel of the Overview', slowest, 'ms');
    rounds.note('Overview at once', atOnce / slowest, '× its slowest alone');
    let slowestOfSix = 0;
    for (const id of SHOWN_PANELS) slowestOfSix = Math.max(slowestOfSix, await msOf(() => ask(id, SIX_DAYS)));
    const sixAtOnce = await msOf(() => overview(SIX_DAYS));
    rounds.note(
      'Overview at once, of six days after another',
      sixAtOnce / slowestOfSix,
      '× its slowest alone',
    );
  }
  await overviewDrawn(bench, REQUEST, await inRange(), rounds);
  await client.indices.delete({ index: INDEX });

  /** Asks for the Overview, of both ranges by turns, until it is answered no faster. Returns how often that was. */
  async function warmUp(): Promise<number> {
    let asked = 0;
    for (let before = Infinity; asked < WARM_UP.atMost;) {
      const times: number[] = [];
      while (times.length < WARM_UP.batch) {
        times.push(await msOf(() => overview()));
        await overview(SIX_DAYS);
      }
      asked += times.length;
      const median = times.sort((a, b) => a - b)[times.length >> 1] ?? NaN;
      if (asked >= WARM_UP.atLeast && median > before * WARM_UP.steady) break;
      before = median;
    }
    return asked;
  }

  async function inRange(): Promise<number> {
    const { from: gte, to: lt } = REQUEST;
    return (await client.count({ index: INDEX, query: { range: { '@timestamp': { gte, lt } } } })).count;
  }

  async function countOf(): Promise<number> {
    await client.indices.refresh({ index: INDEX });
    return (await client.count({ index: INDEX })).count;
  }
};

function lastDays(days: number): PanelRequest {
  const from = new Date(ESTATE_END.getTime() - days * DAY_MS).toISOString();
  return { from, to: ESTATE_END.toISOString(), time_zone: 'UTC' };
}

function bareCount(aggregation: estypes.AggregationsAggregationContainer): SearchParameters {
  return { ...EVERYTHING, aggs: { bare: aggregation } };
}
