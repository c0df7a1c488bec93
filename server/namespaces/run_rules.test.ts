import { describe, expect, it } from 'vitest';
import { DEFAULT_NAMESPACE_SETTINGS } from '../../common/namespaces';
import { DEFAULT_DOCUMENT_OPTIONS } from '../documents/document_options';
import { documentOptionsOf } from './run_rules';

const REDACTION = [{ field: 'userAgent', action: 'hmac' as const }];

describe('documentOptionsOf', () => {
  it('says of the defaults what documents are by default', () => {
    const rules = { settings: DEFAULT_NAMESPACE_SETTINGS, redactionKey: undefined };
    expect(documentOptionsOf(rules)).toEqual(DEFAULT_DOCUMENT_OPTIONS);
  });

  it('hands on what is kept, and redacts with the namespace’s key', () => {
    const settings = {
      ...DEFAULT_NAMESPACE_SETTINGS,
      free_form: 'string' as const,
      keep_original: true,
      entity_fields: true,
      redaction: REDACTION,
    };
    const options = documentOptionsOf({ settings, redactionKey: Buffer.alloc(32).toString('base64') });
    expect(options).toMatchObject({ freeForm: 'string', keepsOriginal: true, hasEntityFields: true });
    const redacted = options.redaction?.redact(Buffer.from('{"userAgent":"curl/8"}')).toString();
    expect(redacted).toMatch(/^\{"userAgent":"hmac-[\w-]{22}"\}$/);
  });

  it('never gives documents that are not redacted for want of a key', () => {
    const settings = { ...DEFAULT_NAMESPACE_SETTINGS, redaction: REDACTION };
    expect(() => documentOptionsOf({ settings, redactionKey: undefined })).toThrow('no key');
  });
});
