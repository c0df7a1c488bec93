import { describe, expect, it } from 'vitest';
import { consoleLoginOf } from './console_login';

const of = (additionalEventData: unknown, eventName = 'ConsoleLogin') =>
  consoleLoginOf({ eventName, additionalEventData });

describe('consoleLoginOf', () => {
  it('takes exactly "No" for no, and all else for yes', () => {
    for (const [text, value] of [
      ['No', false],
      ['Yes', true],
      ['no', true],
      ['NO', true],
      [false, true],
    ] as const)
      expect(of({ MFAUsed: text, MobileVersion: text })).toEqual({
        additional_eventdata: { mfa_used: value, mobile_version: value },
      });
  });

  it('says only what the record says', () => {
    expect(of({ LoginTo: 'https://console.aws.amazon.com/console/home' })).toEqual({
      additional_eventdata: { login_to: 'https://console.aws.amazon.com/console/home' },
    });
    for (const nothing of [undefined, null, {}, 'No', { MFAUsed: '' }]) expect(of(nothing)).toBeUndefined();
  });

  it('is about sign-ins to the console only', () => {
    expect(of({ MFAUsed: 'No' }, 'SwitchRole')).toBeUndefined();
  });
});
