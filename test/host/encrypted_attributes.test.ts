/** Encrypted attributes behave as contract 8.2 says. */
import { describe, expect, it } from 'vitest';
import { AttributeEncryption, EncryptionError } from './encrypted_attributes';

const KEY = 'k'.repeat(32);
const TYPE = 'source';
const ID = '0c1d5f9e-5f0a-4d57-9f1e-6f6f0a5f0b11';

function service(key: string | undefined, excluded: string[] = ['config']) {
  const encryption = new AttributeEncryption(key);
  encryption.registerType({
    type: TYPE,
    attributesToEncrypt: new Set(['secrets']),
    attributesToExcludeFromAAD: new Set(excluded),
  });
  return encryption;
}

describe('encrypted attributes', () => {
  const attributes = { secrets: { key: 'hunter2' }, config: { bucket: 'b' }, name: 'n' };

  it('writes a string that does not hold the secret, and reads it back', () => {
    const stored = service(KEY).encrypt(TYPE, ID, attributes);
    expect(typeof stored['secrets']).toBe('string');
    expect(JSON.stringify(stored)).not.toContain('hunter2');
    expect(service(KEY).decrypt(TYPE, ID, stored)).toEqual(attributes);
  });

  it('cannot be read with another key, for another object, or after another attribute changed', () => {
    const stored = service(KEY).encrypt(TYPE, ID, attributes);
    const unreadable = 'Unable to decrypt attribute "secrets"';
    expect(() => service('o'.repeat(32)).decrypt(TYPE, ID, stored)).toThrow(unreadable);
    expect(() => service(KEY).decrypt(TYPE, 'another', stored)).toThrow(unreadable);
    expect(() => service(KEY).decrypt(TYPE, ID, { ...stored, name: 'm' })).toThrow(EncryptionError);
  });

  it('can be read after an excluded attribute changed', () => {
    const stored = service(KEY).encrypt(TYPE, ID, attributes);
    expect(service(KEY).decrypt(TYPE, ID, { ...stored, config: 1 })['secrets']).toEqual({ key: 'hunter2' });
  });

  it('refuses to write a secret without an encryption key', () => {
    expect(service(undefined).canEncrypt).toBe(false);
    expect(() => service(undefined).encrypt(TYPE, ID, attributes)).toThrow(
      'Unable to encrypt attribute "secrets"',
    );
  });

  it('leaves secrets out of what a scoped client answers', () => {
    expect(service(KEY).strip(TYPE, attributes)).toEqual({ config: { bucket: 'b' }, name: 'n' });
  });
});
