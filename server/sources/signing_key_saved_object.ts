/** The key that signs external ids as Kibana keeps it: one hidden, encrypted saved object, the same for all nodes and spaces. */
import { randomBytes } from 'node:crypto';
import { SIGNING_KEY_SAVED_OBJECT_TYPE } from '../../common/ids';
import type { CoreStart, EncryptedSavedObjectsStart, KibanaRequest } from '../kibana/contracts';
import type { HiddenType } from '../kibana/hidden_object';
import { encryptingClient } from '../kibana/hidden_object';
import { savedObjectStatus } from '../kibana/saved_object_status';
import type { SigningKeys } from './external_ids';

interface SigningKeyAttributes {
  /** 32 bytes as base64. */
  readonly key: string;
}

const TYPE = SIGNING_KEY_SAVED_OBJECT_TYPE;
/** There is one. Made by chance: Kibana takes no other ids than UUIDs for what it encrypts. */
const ID = '0d6ad2e5-0f0c-4d0f-9a53-1c0be4f3a1d7';
const KEY_BYTES = 32;

export const signingKeyType: HiddenType = { name: TYPE, encrypted: ['key'], plain: [] };

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
      if (savedObjectStatus(error) === 404) return 'absent';
      if (error instanceof Error && encryptedSavedObjects.isEncryptionError(error)) return 'unreadable';
      throw error;
    }
  };
  return {
    async read(request) {
      const found = await stored();
      if (Buffer.isBuffer(found)) return found;
      const client = encryptingClient(core, request, TYPE);
      const made = { key: randomBytes(KEY_BYTES).toString('base64') };
      try {
        await client.create<SigningKeyAttributes>(TYPE, made, { id: ID, overwrite: found === 'unreadable' });
      } catch (error) {
        // another node was first
        if (savedObjectStatus(error) !== 409) throw error;
      }
      const agreed = await stored();
      if (Buffer.isBuffer(agreed)) return agreed;
      throw new Error('the signing key can not be read back');
    },
  };
}
