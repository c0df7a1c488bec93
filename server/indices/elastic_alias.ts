/** The alias by which Elastic's own CloudTrail rules, and all readers of `logs-*`, find the events of a namespace. */
import type { Client } from '@elastic/elasticsearch';
import { toElasticsearchError } from './elasticsearch_errors';
import { eventsPattern } from './index_names';
import { deleteTemplate, ensureTemplate, eventsTemplateOf } from './templates';

const OURS = 'logs-aws.cloudtrail-plugin-';
/** What Elastic's rules search; its own integration writes to the data stream `logs-aws.cloudtrail-<namespace>`. */
const ELASTICS = 'logs-aws.cloudtrail-*';

/** `logs-aws.cloudtrail-plugin-<namespace>`: a Fleet namespace holds no hyphen, so no data stream of Fleet's is called so. */
export function elasticAlias(namespace: string): string {
  return `${OURS}${namespace}`;
}

/** The index privileges for switching the alias; tried on 8.19: `manage` on both names. */
export function aliasPrivileges(
  namespace: string,
): readonly { readonly names: readonly string[]; readonly privileges: readonly string[] }[] {
  return [{ names: [eventsPattern(namespace), elasticAlias(namespace)], privileges: ['manage'] }];
}

/**
 * Makes new indices of the namespace come with the alias: by a template of the namespace's own, since a create call that
 * names an alias takes `manage`, which a source's key has not. As Kibana's own user. Throws ElasticsearchError.
 */
export async function aliasNewIndices(internalClient: Client, namespace: string): Promise<void> {
  // not a write index: nobody writes to the alias, and no template can make a data stream of that name
  const aliases = { [elasticAlias(namespace)]: { is_write_index: false } };
  await ensureTemplate(internalClient, eventsTemplateOf(namespace, aliases));
}

/** The opposite. Throws ElasticsearchError. */
export async function aliasNoNewIndices(internalClient: Client, namespace: string): Promise<void> {
  await deleteTemplate(internalClient, eventsTemplateOf(namespace, {}));
}

/** Adds the alias to the indices that are there and have it not, or takes it from those that have it. Throws ElasticsearchError. */
export async function switchAlias(client: Client, namespace: string, isOn: boolean): Promise<void> {
  const alias = elasticAlias(namespace);
  const doing = `${isOn ? 'adding' : 'removing'} the alias ${alias}`;
  try {
    const actions = (await aliasesOf(client, namespace))
      .filter(({ has }) => has !== isOn)
      .map(({ index }) =>
        isOn
          ? { add: { index, alias, is_write_index: false } }
          : { remove: { index, alias, must_exist: false } },
      );
    if (actions.length > 0) await client.indices.updateAliases({ actions });
  } catch (error) {
    throw toElasticsearchError(error, doing);
  }
}

/** True where all indices of the namespace, and those to come, have the alias (`isOn`), or none. As Kibana's own user. Throws ElasticsearchError. */
export async function isAliasSwitched(
  internalClient: Client,
  namespace: string,
  isOn: boolean,
): Promise<boolean> {
  try {
    const name = eventsTemplateOf(namespace, {}).name;
    if ((await internalClient.indices.existsIndexTemplate({ name })) !== isOn) return false;
    return (await aliasesOf(internalClient, namespace)).every(({ has }) => has === isOn);
  } catch (error) {
    throw toElasticsearchError(error, `looking for the alias ${elasticAlias(namespace)}`);
  }
}

async function aliasesOf(
  client: Client,
  namespace: string,
): Promise<readonly { readonly index: string; readonly has: boolean }[]> {
  const found = await client.indices.getAlias({ index: eventsPattern(namespace), expand_wildcards: 'all' });
  return Object.entries(found).map(([index, { aliases }]) => ({
    index,
    has: elasticAlias(namespace) in aliases,
  }));
}

/** What `logs-aws.cloudtrail-*` finds and is not ours, sorted. As Kibana's own user, who may see all names. Throws ElasticsearchError. */
export async function otherCloudTrail(internalClient: Client): Promise<readonly string[]> {
  try {
    const found = await internalClient.indices.resolveIndex({ name: ELASTICS });
    const names = [
      ...found.data_streams.map(({ name }) => name),
      ...found.indices.filter(({ data_stream: stream }) => stream === undefined).map(({ name }) => name),
      ...found.aliases.map(({ name }) => name),
    ];
    return names.filter((name) => !name.startsWith(OURS)).sort();
  } catch (error) {
    throw toElasticsearchError(error, `looking for what ${ELASTICS} finds`);
  }
}
