/**
 * `npx tsx test/kql/compare_with_kibana.ts FOLDER_OF_KIBANA`: whether our reading of the catalogue's KQL is that of the
 * parser in an unpacked Kibana. Prints each rule whose query differs; exits with 1 if any does.
 */
import { createRequire } from 'node:module';
import { join, resolve } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { DATA_VIEW_FIELDS } from '../../common/data_view_fields';
import { EVENTS_INDEX_PATTERN } from '../../common/ids';
import { CATALOGUE } from '../../common/detections/catalogue';
import type { DetectionSettings } from '../../common/detections/settings';
import { ruleKql } from '../../common/detections/settings';
import { kqlQuery } from './kql_query';

interface KbnEsQuery {
  fromKueryExpression(kql: string): unknown;
  toElasticsearchQuery(node: unknown, dataView: unknown, config: unknown): unknown;
}

const SETTINGS: readonly DetectionSettings[] = [
  {},
  {
    homeCountries: ['US', 'IL'],
    leavesOutAws: true,
    instanceIds: ['i-0123456789abcdef0', 'i-00000001'],
    includesBackfill: true,
  },
];

const [folder] = process.argv.slice(2);
if (folder === undefined) throw new Error('Give the folder of an unpacked Kibana.');
const requireOfKibana = createRequire(join(resolve(folder), 'package.json'));
const { fromKueryExpression, toElasticsearchQuery } = requireOfKibana('@kbn/es-query') as KbnEsQuery;
const dataView = { title: EVENTS_INDEX_PATTERN, fields: Object.values(DATA_VIEW_FIELDS) };

let compared = 0;
let different = 0;
for (const detection of CATALOGUE) {
  for (const settings of SETTINGS) {
    const kql = ruleKql(detection, settings);
    const kibana = plain(toElasticsearchQuery(fromKueryExpression(kql), dataView, {}));
    const ours = plain(kqlQuery(kql));
    compared += 1;
    if (isDeepStrictEqual(ours, kibana)) continue;
    different += 1;
    process.stdout.write(
      `${detection.id}\n  KQL    ${kql}\n  Kibana ${JSON.stringify(kibana)}\n  ours   ${JSON.stringify(ours)}\n`,
    );
  }
}
process.stdout.write(`${compared} queries compared, ${different} differ\n`);
process.exitCode = different === 0 ? 0 : 1;

/** Without the wrapping of single clauses in `should`, which means nothing. */
function plain(query: unknown): unknown {
  if (Array.isArray(query)) return query.map(plain);
  if (typeof query !== 'object' || query === null) return query;
  const entries = Object.entries(query).map(([key, value]): [string, unknown] => [key, plain(value)]);
  const [bool] = entries;
  if (entries.length === 1 && bool?.[0] === 'bool') {
    const inner = bool[1] as Record<string, unknown>;
    const { should } = inner;
    if (Array.isArray(should) && should.length === 1 && inner['filter'] === undefined) return should[0];
  }
  return Object.fromEntries(entries);
}
