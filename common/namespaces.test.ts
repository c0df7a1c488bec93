import { describe, expect, it } from 'vitest';
import { DEFAULT_NAMESPACE_SETTINGS, namespaceSettingsSchema, putNamespaceRequestSchema } from './namespaces';

const issueOf = (change: object) => putNamespaceRequestSchema.safeParse(change).error?.issues[0];

describe('the settings of a namespace', () => {
  it('are by default what Elastic’s integration does, for ever', () => {
    expect(namespaceSettingsSchema.parse(DEFAULT_NAMESPACE_SETTINGS)).toEqual(DEFAULT_NAMESPACE_SETTINGS);
  });

  it('may be changed one by one, and no other', () => {
    expect(putNamespaceRequestSchema.parse({ retention_days: 90 })).toEqual({ retention_days: 90 });
    expect(putNamespaceRequestSchema.parse({ retention_days: null })).toEqual({ retention_days: null });
    expect(issueOf({ retention: 90 })?.message).toContain('retention');
    for (const wrong of [
      { retention_days: 0 },
      { retention_days: 1.5 },
      { retention_days: '90' },
      { index_period: 'week' },
      { free_form: 'all' },
      { elastic_alias: 'yes' },
    ])
      expect(issueOf(wrong)).toBeDefined();
  });

  it('refuse a field that can’t be redacted, in words, and one that is named twice', () => {
    const rule = (field: string, action = 'hmac') => ({ field, action });
    expect(issueOf({ redaction: [rule('eventName')] })).toMatchObject({
      path: ['redaction', 0, 'field'],
      message: expect.stringContaining('names the event') as unknown,
    });
    expect(issueOf({ redaction: [rule('userAgent'), rule('userAgent', 'drop')] })?.message).toBe(
      'names a field twice',
    );
    expect(issueOf({ redaction: [rule('userAgent', 'mask')] })).toBeDefined();
    expect(issueOf({ redaction: [rule('userAgent'), rule('sourceIPAddress', 'drop')] })).toBeUndefined();
  });
});
