import { describe, expect, test } from 'vitest';
import { DEFAULT_NAMESPACE_SETTINGS, putNamespaceRequestSchema } from '../../../../common/namespaces';
import { areSettingsRight, changedSettings, redactionError, withoutEmptyRules } from './changed_settings';

const before = DEFAULT_NAMESPACE_SETTINGS;

describe('the settings of a namespace', () => {
  test('are sent only as far as they were changed', () => {
    expect(changedSettings(before, { ...before })).toBeUndefined();
    expect(changedSettings(before, { ...before, redaction: [] })).toBeUndefined();
    const changes = changedSettings(before, { ...before, retention_days: 90 });
    expect(changes).toEqual({ retention_days: 90 });
    expect(putNamespaceRequestSchema.safeParse(changes).success).toBe(true);
  });

  test('are right where the server takes them', () => {
    const days = [null, 1, 90, 36_500, 0, -1, 36_501, 1.5, NaN];
    for (const retention_days of days) {
      const isTaken = putNamespaceRequestSchema.safeParse({ retention_days }).success;
      expect(areSettingsRight({ ...before, retention_days }), String(retention_days)).toBe(isTaken);
    }
    const fields = ['userIdentity.userName', 'eventTime', 'useragent', 'requestParameters..x', '*'];
    for (const field of fields) {
      const redaction = [{ field, action: 'hmac' }] as const;
      const isTaken = putNamespaceRequestSchema.safeParse({ redaction }).success;
      expect(areSettingsRight({ ...before, redaction }), field).toBe(isTaken);
    }
  });

  test('name a field once, and send no rule without one', () => {
    const redaction = [
      { field: 'userAgent', action: 'drop' },
      { field: '', action: 'drop' },
      { field: 'userAgent', action: 'hmac' },
    ] as const;
    expect(redactionError(redaction, 0)).toBeUndefined();
    expect(redactionError(redaction, 1)).toBeUndefined();
    expect(redactionError(redaction, 2)).toContain('twice');
    expect(withoutEmptyRules({ ...before, redaction }).redaction).toHaveLength(2);
  });
});
