import { describe, expect, it } from 'vitest';
import { KEPT_FIELDS, whyNotRedactable } from './redactable_fields';

const why = (field: string, action: 'drop' | 'hmac' = 'hmac') => whyNotRedactable({ field, action }) ?? '';

describe('whyNotRedactable', () => {
  it('lets callers, addresses and what was asked for be redacted', () => {
    for (const field of [
      ...[
        'sourceIPAddress',
        'userAgent',
        'userIdentity.userName',
        'userIdentity.sessionContext',
        'resources.ARN',
      ],
      ...[
        'requestParameters',
        'requestParameters.masterUserPassword',
        'requestParameters.*.password',
        'errorCode',
      ],
      ...['userIdentity.sessionContext.sessionIssuer.accountId', 'responseElements.*', 'aFieldOfTomorrow'],
    ])
      expect(why(field)).toBe('');
  });

  it.each(KEPT_FIELDS)('keeps %s, and says so', (field) => {
    for (const action of ['drop', 'hmac'] as const)
      expect(why(field, action)).toContain('names the event or its place');
  });

  it.each(['userIdentity', 'userIdentity.*', '*', '*.type', '*.accountId'])(
    'keeps what %s would take with it, and names that',
    (field) => expect(why(field)).toMatch(/\w+ in it names the event|it names the event/),
  );

  it('does not drop what says that a call failed', () => {
    expect(why('errorMessage', 'drop')).toContain('use hmac');
    expect(why('errorMessage', 'hmac')).toBe('');
  });

  it('tells how a field is really written: a wrong letter would redact nothing', () => {
    expect(why('sourceIpAddress')).toContain('written sourceIPAddress');
    expect(why('userIdentity.username')).toContain('written userIdentity.userName');
    expect(why('UserIdentity.sessioncontext.x')).toContain('written userIdentity.sessionContext.x');
  });

  it.each(['', '.', 'a..b', 'requestParameters.', 'pass*', 'requestParameters.*word'])(
    'takes %j for no path',
    (field) => expect(why(field)).toContain('is no path'),
  );
});
