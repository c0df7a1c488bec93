/** Elasticsearch's own work for our documents: by our template, of what it is by Elastic's own types for the same fields. */
import { elasticMapping, ELASTIC_SETTINGS } from './elastic_types';
import { bodiesOf, bytesMerged, takeIn } from './elasticsearch_alone';
import type { Section } from './section';

/** About 90,000 events. */
const MOST_OBJECTS = 700;
const OURS = 'cloudtrail-events-bench_work-2026.03';
const ELASTICS = 'bench-elastic_types';

export const elasticsearchWork: Section = async (bench, rounds) => {
  const { client, bucket } = bench;
  const objects = bucket.objects.slice(0, MOST_OBJECTS);
  const ours = await bodiesOf(objects, bench, OURS);
  const elastics = await bodiesOf(objects, bench, ELASTICS);
  // the first is of a cold Elasticsearch
  await takeIn(bench, OURS, ours);
  for (let round = 0; round < bench.rounds; round++) {
    bench.progress(`Elasticsearch's work, round ${round + 1} of ${bench.rounds}`);
    const by = {
      ours: await takeIn(bench, OURS, ours),
      elastics: await takeIn(bench, ELASTICS, elastics, {
        mappings: elasticMapping,
        settings: ELASTIC_SETTINGS,
      }),
    };
    if (by.ours.documents !== by.elastics.documents) throw new Error('not the same documents');
    const bytes = { ours: await bytesMerged(client, OURS), elastics: await bytesMerged(client, ELASTICS) };
    rounds.note('disk an event', bytes.ours / by.ours.documents, 'bytes');
    rounds.note('disk an event, Elastic’s types', bytes.elastics / by.elastics.documents, 'bytes');
    rounds.note('disk, of Elastic’s types', bytes.ours / bytes.elastics, '');
    rounds.note('CPU an event', by.ours.elasticsearchCpu / by.ours.documents, 'µs');
    rounds.note('CPU, of Elastic’s types', by.ours.elasticsearchCpu / by.elastics.elasticsearchCpu, '');
  }
  await client.indices.delete({ index: [OURS, ELASTICS] });
};
