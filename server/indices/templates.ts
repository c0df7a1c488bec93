/** Index templates for events, failures, state and health: put before the first document, and never over a newer version. */
import type { Client, estypes } from '@elastic/elasticsearch';
import { EVENTS_INDEX_PATTERN, FAILURES_INDEX_PATTERN, HEALTH_INDEX, STATE_INDEX } from '../../common/ids';
import { statusOf, toElasticsearchError } from './elasticsearch_errors';
import { EVENTS_MAPPING_VERSION, eventsMapping } from './events_mapping';
import { eventsPattern } from './index_names';

const STATE_VERSION = 1;
const FAILURES_VERSION = 2;
const HEALTH_VERSION = 1;
/** Above what anybody's catch-all template would have, below 500 where Elastic's own begin to be defended. */
const PRIORITY = 350;

const failuresMapping: estypes.MappingTypeMapping = {
  dynamic: false,
  properties: {
    '@timestamp': { type: 'date' },
    source_id: { type: 'keyword' },
    reason: { type: 'keyword' },
    message: { type: 'text', norms: false },
    key: { type: 'keyword', ignore_above: 1024 },
    offset: { type: 'long' },
    retry_requested_at: { type: 'date' },
  },
};

const stateMapping: estypes.MappingTypeMapping = {
  dynamic: false,
  properties: {
    kind: { type: 'keyword' },
    source_id: { type: 'keyword' },
    account_region_id: { type: 'keyword' },
    day: { type: 'date' },
  },
};

const keyword = { type: 'keyword' } as const;
const date = { type: 'date' } as const;
/** The fields of docs/health.md. */
const healthMapping: estypes.MappingTypeMapping = {
  dynamic: false,
  properties: {
    '@timestamp': date,
    message: { type: 'text', norms: false },
    'ecs.version': keyword,
    'event.kind': keyword,
    'event.module': keyword,
    'event.dataset': keyword,
    'event.action': keyword,
    'event.reason': keyword,
    'event.start': date,
    'event.end': date,
    'event.ingested': date,
    'cloud.provider': keyword,
    'cloud.account.id': keyword,
    'cloud.region': keyword,
    'data_stream.namespace': keyword,
    'cloudtrail.source.id': keyword,
    'cloudtrail.source.name': keyword,
    'cloudtrail.gap.state': keyword,
    'cloudtrail.gap.place': keyword,
    'cloudtrail.gap.usual_seconds': { type: 'long' },
  },
};

/** One index template as this plugin puts it; higher priority goes first. */
export interface TemplateDefinition {
  readonly name: string;
  readonly version: number;
  readonly pattern: string;
  readonly mappings: estypes.MappingTypeMapping;
  readonly settings: Readonly<Record<string, unknown>>;
  readonly priority?: number;
  readonly aliases?: Readonly<Record<string, estypes.IndicesAlias>>;
}

const common = { number_of_shards: 1, auto_expand_replicas: '0-1' };
/** Events of one actor and one kind side by side: an eighth less on disk, and searches are no slower (docs/performance.md). */
const EVENTS_ORDER = {
  field: ['cloudtrail.actor.id', 'event.action', '@timestamp'],
  order: ['asc', 'asc', 'asc'],
};
const EVENTS_TEMPLATE: TemplateDefinition = {
  name: 'cloudtrail-events',
  version: EVENTS_MAPPING_VERSION,
  pattern: EVENTS_INDEX_PATTERN,
  mappings: eventsMapping,
  // measured: a third less on disk, for no more processor time
  settings: { ...common, refresh_interval: '10s', codec: 'best_compression', sort: EVENTS_ORDER },
};
const TEMPLATES: readonly TemplateDefinition[] = [
  EVENTS_TEMPLATE,
  {
    name: 'cloudtrail-failures',
    version: FAILURES_VERSION,
    pattern: FAILURES_INDEX_PATTERN,
    mappings: failuresMapping,
    settings: { ...common },
  },
  {
    name: 'cloudtrail-state',
    version: STATE_VERSION,
    pattern: STATE_INDEX,
    mappings: stateMapping,
    settings: { ...common, hidden: true },
  },
  {
    name: 'cloudtrail-health',
    version: HEALTH_VERSION,
    pattern: HEALTH_INDEX,
    mappings: healthMapping,
    settings: { ...common },
  },
];

/**
 * Puts the templates that are missing or older, as Kibana's own user (who may). An older Kibana beside a newer one
 * leaves the newer's alone. `allow_auto_create: false` keeps a stray write from making an index without the writer.
 */
export async function ensureTemplates(client: Client): Promise<void> {
  for (const template of TEMPLATES) await ensureTemplate(client, template);
}

/** The template of one namespace's events: like that of all, but with aliases. It goes before it. */
export function eventsTemplateOf(
  namespace: string,
  aliases: Readonly<Record<string, estypes.IndicesAlias>>,
): TemplateDefinition {
  const { name, ...rest } = EVENTS_TEMPLATE;
  return {
    ...rest,
    name: `${name}-${namespace}`,
    pattern: eventsPattern(namespace),
    priority: PRIORITY + 1,
    aliases,
  };
}

/** Puts one template unless it is there in this version or a newer one. Throws ElasticsearchError. */
export async function ensureTemplate(client: Client, template: TemplateDefinition): Promise<void> {
  try {
    if ((await installedVersion(client, template.name)) >= template.version) return;
    // not indices.putIndexTemplate: the client of Kibana 8.12 takes allow_auto_create for a query parameter
    await client.transport.request({
      method: 'PUT',
      path: `/_index_template/${template.name}`,
      body: templateBody(template),
    });
  } catch (error) {
    throw toElasticsearchError(error, `putting the index template ${template.name}`);
  }
}

/** Removes one where it is there. Throws ElasticsearchError. */
export async function deleteTemplate(
  client: Client,
  { name }: Pick<TemplateDefinition, 'name'>,
): Promise<void> {
  try {
    await client.indices.deleteIndexTemplate({ name });
  } catch (error) {
    if (statusOf(error) !== 404) throw toElasticsearchError(error, `removing the index template ${name}`);
  }
}

async function installedVersion(client: Client, name: string): Promise<number> {
  try {
    const { index_templates: found } = await client.indices.getIndexTemplate({ name });
    return Number(found[0]?.index_template._meta?.['version'] ?? 0);
  } catch (error) {
    if (statusOf(error) === 404) return 0;
    throw error;
  }
}

function templateBody(template: TemplateDefinition): object {
  const { version, pattern, mappings, settings, aliases, priority = PRIORITY } = template;
  return {
    index_patterns: [pattern],
    priority,
    allow_auto_create: false,
    _meta: { version, managed_by: 'cloudtrail' },
    template: { settings, mappings, aliases },
  };
}
