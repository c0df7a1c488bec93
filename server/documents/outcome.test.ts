import { describe, expect, it } from 'vitest';
import { outcomeOf } from './outcome';

describe('outcomeOf', () => {
  it('counts a refused sign-in as a failure though it has no error field (pain 40)', () => {
    expect(outcomeOf({ eventName: 'ConsoleLogin', responseElements: { ConsoleLogin: 'Failure' } })).toBe(
      'failure',
    );
    expect(outcomeOf({ eventName: 'ConsoleLogin', responseElements: { ConsoleLogin: 'Success' } })).toBe(
      'success',
    );
  });

  it('counts a sign-in with an error and no answer as a failure (pain 40)', () => {
    const record = {
      eventName: 'ConsoleLogin',
      errorMessage: 'Failed authentication',
      responseElements: null,
    };
    expect(outcomeOf(record)).toBe('failure');
  });

  it('counts SwitchRole and GetSigninToken by their error fields (pain 40)', () => {
    for (const eventName of ['SwitchRole', 'GetSigninToken']) {
      expect(outcomeOf({ eventName, responseElements: { [eventName]: 'Success' } })).toBe('success');
      expect(outcomeOf({ eventName, errorCode: 'AccessDenied' })).toBe('failure');
      expect(outcomeOf({ eventName, errorMessage: 'Access denied' })).toBe('failure');
    }
  });

  it('takes null and empty error fields for none', () => {
    expect(outcomeOf({ eventName: 'GetUser', errorCode: null, errorMessage: '' })).toBe('success');
  });

  it('takes an error of another shape for an error', () => {
    expect(outcomeOf({ eventName: 'GetUser', errorCode: { code: 1 } })).toBe('failure');
    expect(outcomeOf({ eventName: 'GetUser', errorMessage: ['denied'] })).toBe('failure');
    expect(outcomeOf({ eventName: 'GetUser', errorCode: {}, errorMessage: [] })).toBe('success');
    expect(outcomeOf({ eventName: 'GetUser', errorCode: '-', errorMessage: 'none' })).toBe('success');
  });

  it('is not misled by a ConsoleLogin answer of another shape', () => {
    expect(outcomeOf({ eventName: 'ConsoleLogin', responseElements: 'Failure' })).toBe('success');
    expect(outcomeOf({ eventName: 'ConsoleLogin', responseElements: { ConsoleLogin: ['Failure'] } })).toBe(
      'success',
    );
    expect(outcomeOf({ eventName: 'GetUser', responseElements: { ConsoleLogin: 'Failure' } })).toBe(
      'success',
    );
  });
});
