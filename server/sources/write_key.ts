/** The Elasticsearch API key with which a source writes: Kibana's own user may not, so a person lends the least rights needed. */
import type { Client } from '@elastic/elasticsearch';
import { HEALTH_INDEX, STATE_INDEX } from '../../common/ids';
import { eventsPattern, failuresIndex } from '../indices/index_names';
import { statusOf, toElasticsearchError } from '../indices/elasticsearch_errors';
import { SourceError } from '../errors';

export interface IndexPrivileges {
  readonly names: readonly string[];
  readonly privileges: readonly string[];
}

/** What writing one namespace needs, found by trying: events can be added and read, never changed. */
export function neededPrivileges(namespace: string): readonly IndexPrivileges[] {
  const shared = ['create_index', 'read', 'view_index_metadata', 'maintenance'];
  return [
    { names: [eventsPattern(namespace)], privileges: [...shared, 'create_doc', 'delete_index'] },
    {
      names: [STATE_INDEX, HEALTH_INDEX, failuresIndex(namespace)],
      privileges: [...shared, 'index', 'delete'],
    },
  ];
}

/** The `role_descriptors` of a grant. */
export function writeKeyRole(namespace: string): Readonly<Record<string, unknown>> {
  return { cloudtrail_writer: { cluster: [], indices: neededPrivileges(namespace) } };
}

/**
 * Returns when `client` has every needed right; throws SourceError `missing_privileges` that names what `who` lacks.
 * A grant always succeeds, also for somebody without rights: the key is then powerless. So ask before, and after.
 */
export async function requirePrivileges(client: Client, namespace: string, who: string): Promise<void> {
  await requireIndexPrivileges(client, neededPrivileges(namespace), who);
}

/** The same for other rights. */
export async function requireIndexPrivileges(
  client: Client,
  needed: readonly IndexPrivileges[],
  who: string,
): Promise<void> {
  let answer;
  try {
    answer = await client.security.hasPrivileges({
      index: needed.map(({ names, privileges }) => ({ names: [...names], privileges: [...privileges] })),
    });
  } catch (error) {
    if (statusOf(error) === 401)
      throw new SourceError('missing_privileges', `${who} is not accepted by Elasticsearch.`);
    throw toElasticsearchError(error, 'checking rights');
  }
  const missing = Object.entries(answer.index).flatMap(([index, rights]) => {
    const lacking = Object.entries(rights).flatMap(([right, has]) => (has ? [] : right));
    return lacking.length === 0 ? [] : `${lacking.join(', ')} on ${index}`;
  });
  if (missing.length === 0) return;
  throw new SourceError(
    'missing_privileges',
    `${who} lacks index privileges in Elasticsearch: ${missing.join('; ')}. Ask an administrator for a role with them, or to do it for you.`,
  );
}

/** For a caller that itself uses an API key. */
export function apiKeyCaller(): SourceError {
  return new SourceError(
    'api_key_caller',
    'A request that itself uses an API key can be granted no other. Send the key that is to write as write_key (base64 of id:api_key), or sign in with user and password.',
  );
}

/** The id in an encoded key (base64 of `id:api_key`). */
export function idOfEncodedKey(encoded: string): string {
  return Buffer.from(encoded, 'base64').toString().split(':')[0] ?? '';
}
