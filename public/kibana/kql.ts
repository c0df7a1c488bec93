/** KQL over events as an Elasticsearch query, by Kibana's own parser. */
import { buildEsQuery } from '@kbn/es-query';
import { DATA_VIEW_FIELDS } from '../../common/data_view_fields';
import { EVENTS_INDEX_PATTERN } from '../../common/ids';

/** With the fields of our own mapping, as the data view in a rule has them once there is an index. */
const VIEW = { title: EVENTS_INDEX_PATTERN, fields: Object.values(DATA_VIEW_FIELDS) };

/** Some rules look for the end of a value; Kibana's own default, where nobody has switched it off. */
const CONFIG = { allowLeadingWildcards: true, queryStringOptions: {}, ignoreFilterIfFieldNotInIndex: false };

/** Throws on KQL that can't be parsed. */
export function kqlToQuery(kql: string): Record<string, unknown> {
  return buildEsQuery(VIEW, [{ language: 'kuery', query: kql }], [], CONFIG);
}
