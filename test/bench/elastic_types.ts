/** The mapping and settings that Elastic's own integration would give the same documents, as near as any Elasticsearch can be told. */
import type { estypes } from '@elastic/elasticsearch';
import { EVENT_FIELDS } from '../../common/event_fields';

/**
 * From the integration's fields (github.com/elastic/integrations, packages/aws, cloudtrail) and ECS. A constant_keyword
 * costs an index nothing, and match_only_text has neither norms nor positions: where the distribution has neither type,
 * what costs the same stands in for them.
 */
const CONSTANT = [
  'data_stream.type',
  'data_stream.dataset',
  'data_stream.namespace',
  'event.module',
  'event.dataset',
];
/** `.text` beside the keyword: match_only_text of ECS. */
const ECS_TEXT = [
  'user_agent.original',
  'user_agent.os.name',
  'user_agent.os.full',
  'user.name',
  'source.as.organization.name',
  'log.file.path',
  'user.target.name',
  'user.changes.name',
];
/** The integration's own text: with norms and positions. */
const STRING_FORMS = [
  'request_parameters',
  'response_elements',
  'additional_eventdata',
  'service_event_details',
].map((name) => `aws.cloudtrail.${name}`);
const MATCH_ONLY_TEXT = { type: 'text', norms: false, index_options: 'docs' } as const;

export const ELASTIC_SETTINGS: estypes.IndicesIndexSettings = {
  number_of_shards: 1,
  number_of_replicas: 0,
  // as the component template logs@settings has it
  codec: 'best_compression',
  refresh_interval: '10s',
  mapping: { total_fields: { limit: 2000 } },
};

export const elasticMapping: estypes.MappingTypeMapping = {
  dynamic: false,
  properties: Object.fromEntries(EVENT_FIELDS.map((field) => [field.name, propertyOf(field)])),
};

function propertyOf({
  name,
  type,
  ignoreAbove,
  isStoredOnly,
}: (typeof EVENT_FIELDS)[number]): estypes.MappingProperty {
  if (CONSTANT.includes(name) || isStoredOnly === true)
    return { type: 'keyword', index: false, doc_values: false };
  if (name === 'error.message') return MATCH_ONLY_TEXT;
  if (type === 'flattened') return { type };
  if (type !== 'keyword') return { type } as estypes.MappingProperty;
  const text = ECS_TEXT.includes(name)
    ? MATCH_ONLY_TEXT
    : STRING_FORMS.includes(name)
      ? ({ type: 'text' } as const)
      : undefined;
  return { type, ignore_above: ignoreAbove ?? 1024, ...(text && { fields: { text } }) };
}
