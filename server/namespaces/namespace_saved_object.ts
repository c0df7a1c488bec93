/** A namespace as Kibana keeps it: one hidden saved object with an encrypted key, the same in all spaces. */
import { createHash } from 'node:crypto';
import { NAMESPACE_SAVED_OBJECT_TYPE } from '../../common/ids';
import type { NamespaceConfig, NamespaceSecrets } from '../../common/namespaces';
import { namespaceConfigSchema, namespaceSecretsSchema } from '../../common/namespaces';
import { SourceError } from '../errors';
import type { CoreStart, EncryptedSavedObjectsStart, KibanaRequest, SavedObject } from '../kibana/contracts';
import type { HiddenType } from '../kibana/hidden_object';
import { encryptingClient } from '../kibana/hidden_object';
import { savedObjectStatus } from '../kibana/saved_object_status';
import type { NamespaceRepository, StoredNamespace } from './namespace_repository';

interface NamespaceAttributes {
  readonly config: NamespaceConfig;
  readonly secrets: NamespaceSecrets;
}

const TYPE = NAMESPACE_SAVED_OBJECT_TYPE;
const MAX_NAMESPACES = 1000;
/** Ours alone, made by chance: Kibana takes no other ids than UUIDs for what it encrypts. */
const ID_SPACE = Buffer.from('7c1f0b6e52b14a63a6f4d3c09d8e2b15', 'hex');

export const namespaceType: HiddenType = { name: TYPE, encrypted: ['secrets'], plain: ['config'] };

/** The repository over Kibana's saved objects. The secrets are written once, by a client that encrypts, and by no other. */
export function createNamespaceRepository(
  core: CoreStart,
  encryptedSavedObjects: EncryptedSavedObjectsStart,
): NamespaceRepository<KibanaRequest> {
  const internal = core.savedObjects.createInternalRepository([TYPE]);
  return {
    async list() {
      const found = await internal.find<NamespaceAttributes>({ type: TYPE, perPage: MAX_NAMESPACES });
      return found.saved_objects.map(toStored);
    },
    async get(name) {
      try {
        return toStored(await internal.get<NamespaceAttributes>(TYPE, namespaceId(name)));
      } catch (error) {
        if (savedObjectStatus(error) === 404) return undefined;
        throw error;
      }
    },
    async create(request, config, secrets) {
      const client = encryptingClient(core, request, TYPE);
      const attributes: NamespaceAttributes = {
        config: namespaceConfigSchema.parse(config),
        secrets: namespaceSecretsSchema.parse(secrets),
      };
      return isFirst(client.create<NamespaceAttributes>(TYPE, attributes, { id: namespaceId(config.name) }));
    },
    async update(config, version) {
      const change = { config: namespaceConfigSchema.parse(config) };
      const id = namespaceId(config.name);
      return isFirst(internal.update<NamespaceAttributes>(TYPE, id, change, { version }));
    },
    async readSecrets(name) {
      try {
        const client = encryptedSavedObjects.getClient({ includedHiddenTypes: [TYPE] });
        const id = namespaceId(name);
        const { attributes } = await client.getDecryptedAsInternalUser<NamespaceAttributes>(TYPE, id);
        return namespaceSecretsSchema.parse(attributes.secrets);
      } catch (error) {
        if (!(error instanceof Error) || !encryptedSavedObjects.isEncryptionError(error)) throw error;
        throw keyUnreadable(name);
      }
    },
  };
}

/** The same for the same name (UUID version 5, RFC 4122 4.3): so there is one object of a name at most. */
export function namespaceId(name: string): string {
  const bytes = createHash('sha1').update(ID_SPACE).update(name).digest().subarray(0, 16);
  bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x50;
  bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80;
  return bytes.toString('hex').replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-');
}

function toStored({ attributes, version }: SavedObject<NamespaceAttributes>): StoredNamespace {
  return { config: namespaceConfigSchema.parse(attributes.config), version };
}

async function isFirst(written: Promise<unknown>): Promise<boolean> {
  try {
    await written;
    return true;
  } catch (error) {
    if (savedObjectStatus(error) === 409) return false;
    throw error;
  }
}

function keyUnreadable(name: string): SourceError {
  return new SourceError(
    'redaction_key_unreadable',
    `The key with which namespace ${name} redacts can't be decrypted: Kibana's xpack.encryptedSavedObjects.encryptionKey has changed. Nothing is fetched meanwhile, so that nothing is stored unredacted. Set the former key again, or add it to xpack.encryptedSavedObjects.keyRotation.decryptionOnlyKeys; else let the sources write to another namespace.`,
  );
}
