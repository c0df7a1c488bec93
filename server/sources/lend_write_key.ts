/** Lends a source the Elasticsearch API key it writes with: granted by the person who asks, or brought along. */
import { createHash } from 'node:crypto';
import type { Client } from '@elastic/elasticsearch';
import type { SourceConfig, SourceNote } from '../../common/sources';
import { toElasticsearchError } from '../indices/elasticsearch_errors';
import { apiKeyCaller, idOfEncodedKey, neededPrivileges, requirePrivileges, writeKeyRole } from './write_key';

/** Lends and revokes Elasticsearch API keys. `Request` is the host's own and only handed on. */
export interface KeyGranter<Request> {
  /** False with Elasticsearch security off. */
  isNeeded(): Promise<boolean>;
  userOf(request: Request): string;
  /** False for a request that itself uses an API key: Elasticsearch grants none to it. */
  canGrant(request: Request): boolean;
  /** Throws SourceError `api_key_caller`. */
  grant(
    request: Request,
    name: string,
    role: Readonly<Record<string, unknown>>,
  ): Promise<{ readonly id: string; readonly encoded: string }>;
  invalidate(id: string): Promise<void>;
}

export interface LendingHost<Request> {
  readonly keys: KeyGranter<Request>;
  clientWithKey(encodedKey: string): Client;
  /** ms since the epoch */
  readonly now: () => number;
}

/** Who writes for which source. */
export interface KeyWanted {
  readonly name: string;
  readonly namespace: string;
  /** The key that the caller brings, base64 of `id:api_key`. */
  readonly write_key?: string;
}

/** Time enough to renew a key. */
const EXPIRES_SOON_MS = 30 * 86_400_000;

export type WriteKey = NonNullable<SourceConfig['write_key']>;

export interface LentKey {
  /** Base64 of `id:api_key`. A secret. */
  readonly encoded: string;
  readonly shown: WriteKey;
}

/** Throws SourceError `missing_privileges`, `api_key_caller` unless the caller could lend a key that may do all it must. */
export async function requireLender<Request>(
  { keys, clientWithKey }: LendingHost<Request>,
  request: Request,
  userClient: Client,
  { namespace, write_key: brought }: Omit<KeyWanted, 'name'>,
): Promise<void> {
  if (brought !== undefined) return requirePrivileges(clientWithKey(brought), namespace, 'The write key');
  if (!keys.canGrant(request)) throw apiKeyCaller();
  await requirePrivileges(userClient, namespace, `User ${keys.userOf(request)}`);
}

/** A key that was found to have all rights; undefined with Elasticsearch security off. Throws as `requireLender`, and ElasticsearchError. */
export async function lendWriteKey<Request>(
  host: LendingHost<Request>,
  request: Request,
  userClient: Client,
  wanted: KeyWanted,
): Promise<LentKey | undefined> {
  const { keys, clientWithKey, now } = host;
  if (!(await keys.isNeeded())) return undefined;
  await requireLender(host, request, userClient, wanted);
  const { namespace, write_key: brought } = wanted;
  const rights = rightsOf(namespace);
  if (brought !== undefined) {
    const whose = await ownerOfKey(clientWithKey(brought), idOfEncodedKey(brought));
    return { encoded: brought, shown: { ...whose, is_granted: false, rights } };
  }
  const granted = await keys.grant(request, `cloudtrail: ${wanted.name}`, writeKeyRole(namespace));
  try {
    await requirePrivileges(clientWithKey(granted.encoded), namespace, 'The granted key');
  } catch (error) {
    await keys.invalidate(granted.id);
    throw error;
  }
  const shown = { id: granted.id, owner: keys.userOf(request), created_at: new Date(now()).toISOString() };
  return { encoded: granted.encoded, shown: { ...shown, is_granted: true, rights } };
}

/** Who made a key, when, and for how long, asked with the key itself: whoever brings it may not be the one. Throws ElasticsearchError. */
async function ownerOfKey(
  client: Client,
  id: string,
): Promise<Pick<WriteKey, 'id' | 'owner' | 'created_at' | 'expires_at'>> {
  try {
    const { username } = await client.security.authenticate();
    return { id, owner: username, ...(await timesOfKey(client, id)) };
  } catch (error) {
    throw toElasticsearchError(error, 'asking whose the write key is');
  }
}

/** When a key was made and when it expires, asked with the key itself. Throws what the client throws. */
export async function timesOfKey(
  client: Client,
  id: string,
): Promise<Pick<WriteKey, 'created_at' | 'expires_at'>> {
  // each key may ask about itself
  const { api_keys: keys } = await client.security.getApiKey({ id });
  const [key] = keys;
  if (key === undefined) throw new Error('a key that is accepted is not known');
  return {
    created_at: new Date(key.creation).toISOString(),
    ...(key.expiration === undefined ? {} : { expires_at: new Date(key.expiration).toISOString() }),
  };
}

/** Asks for a renewal where the plugin needs other rights now than when the key was lent, and where the key expires soon. */
export function keyNotes(
  { namespace, write_key: key }: Pick<SourceConfig, 'namespace' | 'write_key'>,
  now: number,
): readonly SourceNote[] {
  if (key === undefined) return [];
  const notes: SourceNote[] = [];
  if (key.rights !== rightsOf(namespace)) {
    const message =
      'The key with which the source writes was lent for other rights than are needed now. Renew it.';
    notes.push({ code: 'write_key_outdated', message });
  }
  if (key.expires_at !== undefined && Date.parse(key.expires_at) - now < EXPIRES_SOON_MS) {
    const message = `The key with which the source writes expires at ${key.expires_at}: nothing is fetched after that. Renew it before.`;
    notes.push({ code: 'write_key_expires', message });
  }
  return notes;
}

/** Stands for what a key may do: another one after an upgrade that needs more. */
export function rightsOf(namespace: string): string {
  return createHash('sha256')
    .update(JSON.stringify(neededPrivileges(namespace)))
    .digest('hex')
    .slice(0, 12);
}
