/** The key that signs external ids as Kibana keeps it: one hidden, encrypted saved object, the same for all nodes and spaces. */
import { randomBytes } from 'node:crypto';
import { schema } from '@kbn/config-schema';
import { SIGNING_KEY_SAVED_OBJECT_TYPE } from '../../common/ids';
import type {
  CoreSetup,
  CoreStart,
  EncryptedSavedObjectsStart,
  KibanaRequest,
  PluginsSetup,
} from '../kibana/contracts';
import type { SigningKeys } from './external_ids';

interface SigningKeyAttributes {
  /** 32 bytes as base64. */
  readonly key: string;
}

const TYPE = SIGNING_KEY_SAVED_OBJECT_TYPE;
/** There is one. Made by chance: Kibana takes no other ids than UUIDs for what it encrypts. */
const ID = '0d6ad2e5-0f0c-4d0f-9a53-1c0be4f3a1d7';
const KEY_BYTES = 32;

export function registerSigningKeyType(core: CoreSetup, { encryptedSavedObjects }: PluginsSetup): void {
  const attributes = { key: schema.any() };
  core.savedObjects.registerType({
    name: TYPE,
    hidden: true,
    namespaceType: 'agnostic',
    mappings: { dynamic: false, properties: {} },
    modelVersions: {
      1: {
        changes: [],
        schemas: {
          create: schema.object(attributes),
          forwardCompatibility: schema.object(attributes, { unknowns: 'ignore' }),
        },
      },
    },
  });
  encryptedSavedObjects.registerType({
    type: TYPE,
    attributesToEncrypt: new Set(['key']),
    attributesToExcludeFromAAD: new Set(),
  });
}

export function createSigningKeys(
  core: CoreStart,
  encryptedSavedObjects: EncryptedSavedObjectsStart,
): SigningKeys<KibanaRequest> {
  const decrypting = encryptedSavedObjects.getClient({ includedHiddenTypes: [TYPE] });
  const stored = async (): Promise<Buffer | 'absent' | 'unreadable'> => {
    try {
      const { attributes } = await decrypting.getDecryptedAsInternalUser<SigningKeyAttributes>(TYPE, ID);
      return Buffer.from(attributes.key, 'base64');
    } catch (error) {
      if (statusOf(error) === 404) return 'absent';
      if (error instanceof Error && encryptedSavedObjects.isEncryptionError(error)) return 'unreadable';
      throw error;
    }
  };
  return {
    async read(request) {
      const found = await stored();
      if (Buffer.isBuffer(found)) return found;
      // without the security extension the route's privilege decides; the encryption extension stays
      const client = core.savedObjects.getScopedClient(request, {
        includedHiddenTypes: [TYPE],
        excludedExtensions: ['security', 'spaces'],
      });
      const made = { key: randomBytes(KEY_BYTES).toString('base64') };
      try {
        await client.create<SigningKeyAttributes>(TYPE, made, { id: ID, overwrite: found === 'unreadable' });
      } catch (error) {
        // another node was first
        if (statusOf(error) !== 409) throw error;
      }
      const agreed = await stored();
      if (Buffer.isBuffer(agreed)) return agreed;
      throw new Error('the signing key can not be read back');
    },
  };
}

function statusOf(error: unknown): number | undefined {
  return (error as { output?: { statusCode?: number } } | undefined)?.output?.statusCode;
}
