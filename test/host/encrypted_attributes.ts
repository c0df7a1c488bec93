/** Encrypts attributes of saved objects: AES-256-GCM, bound to the object and to its other attributes (AAD). */
import { createCipheriv, createDecipheriv, pbkdf2Sync, randomBytes } from 'node:crypto';
import { BoomError } from './boom';

export type Attributes = Record<string, unknown>;
export interface EncryptedType {
  readonly type: string;
  readonly attributesToEncrypt: ReadonlySet<string>;
  readonly attributesToExcludeFromAAD: ReadonlySet<string>;
}

const IV_BYTES = 12;
const TAG_BYTES = 16;

export class EncryptionError extends Error {
  override readonly name = 'EncryptionError';
}

/** JSON with sorted keys, so that equal attributes give equal bytes. */
function stableJson(value: unknown): string {
  return JSON.stringify(value, (_key, item: unknown) =>
    typeof item === 'object' && item !== null && !Array.isArray(item)
      ? Object.fromEntries(Object.entries(item).sort(([a], [b]) => (a < b ? -1 : 1)))
      : item,
  );
}

/** All attributes that are neither encrypted nor excluded, as they stand in *this* write: an update must repeat them. */
function additionalData(definition: EncryptedType, id: string, attributes: Attributes): Buffer {
  const bound = Object.entries(attributes).filter(
    ([name]) => !definition.attributesToEncrypt.has(name) && !definition.attributesToExcludeFromAAD.has(name),
  );
  return Buffer.from(stableJson([definition.type, id, Object.fromEntries(bound)]));
}

export class AttributeEncryption {
  private readonly types = new Map<string, EncryptedType>();
  private readonly key: Buffer | undefined;

  constructor(encryptionKey: string | undefined) {
    this.key =
      encryptionKey === undefined
        ? undefined
        : pbkdf2Sync(encryptionKey, 'stand-in host', 10_000, 32, 'sha512');
  }

  get canEncrypt(): boolean {
    return this.key !== undefined;
  }

  registerType(definition: EncryptedType): void {
    if (definition.attributesToEncrypt.size === 0) {
      throw new Error(`The "attributesToEncrypt" array for "${definition.type}" is empty.`);
    }
    if (this.types.has(definition.type)) {
      throw new Error(`The "${definition.type}" saved object type is already registered.`);
    }
    this.types.set(definition.type, definition);
  }

  isRegistered(type: string): boolean {
    return this.types.has(type);
  }

  /** The attributes with ciphertext (a string) in place of what is to be encrypted. */
  encrypt(type: string, id: string, attributes: Attributes): Attributes {
    const definition = this.types.get(type);
    if (definition === undefined) return attributes;
    const aad = additionalData(definition, id, attributes);
    const result = { ...attributes };
    for (const name of definition.attributesToEncrypt) {
      const value = attributes[name];
      if (value === undefined || value === null) continue;
      if (this.key === undefined) throw new EncryptionError(`Unable to encrypt attribute "${name}"`);
      const iv = randomBytes(IV_BYTES);
      const cipher = createCipheriv('aes-256-gcm', this.key, iv).setAAD(aad);
      const body = Buffer.concat([cipher.update(JSON.stringify(value), 'utf8'), cipher.final()]);
      result[name] = Buffer.concat([iv, cipher.getAuthTag(), body]).toString('base64');
    }
    return result;
  }

  /** The opposite of `encrypt`. Throws EncryptionError when the key or the AAD is another one. */
  decrypt(type: string, id: string, attributes: Attributes): Attributes {
    const definition = this.types.get(type);
    if (definition === undefined) return attributes;
    const aad = additionalData(definition, id, attributes);
    const result = { ...attributes };
    for (const name of definition.attributesToEncrypt) {
      const value = attributes[name];
      if (value === undefined || value === null) continue;
      try {
        if (typeof value !== 'string' || this.key === undefined) throw new Error('no key, or not a string');
        const bytes = Buffer.from(value, 'base64');
        const decipher = createDecipheriv('aes-256-gcm', this.key, bytes.subarray(0, IV_BYTES))
          .setAAD(aad)
          .setAuthTag(bytes.subarray(IV_BYTES, IV_BYTES + TAG_BYTES));
        const body = bytes.subarray(IV_BYTES + TAG_BYTES);
        result[name] = JSON.parse(
          Buffer.concat([decipher.update(body), decipher.final()]).toString('utf8'),
        ) as unknown;
      } catch {
        throw new EncryptionError(`Unable to decrypt attribute "${name}"`);
      }
    }
    return result;
  }

  /** What a scoped client answers: encrypted attributes left out. */
  strip(type: string, attributes: Attributes): Attributes {
    const encrypted = this.types.get(type)?.attributesToEncrypt;
    return Object.fromEntries(Object.entries(attributes).filter(([name]) => encrypted?.has(name) !== true));
  }
}

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[1-5][0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/i;

/** Kibana's rule for ids of types with encrypted attributes. */
export function assertUuid(id: string): void {
  if (!UUID.test(id)) {
    throw new BoomError(
      400,
      'Predefined IDs are not allowed for saved objects with encrypted attributes unless the ID is a UUID.: Bad Request',
    );
  }
}
