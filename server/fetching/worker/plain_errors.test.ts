import { describe, expect, it } from 'vitest';
import * as errors from '../../errors';
import { CloudTrailError } from '../../errors';
import { isWorthRetrying, statusOf, typeOf } from '../../indices/elasticsearch_errors';
import { fromPlainError, toPlainError } from './plain_errors';

const SECRET = 'ApiKey c2VjcmV0';
const across = (error: unknown) => fromPlainError(structuredClone(toPlainError(error)));
/** Every class of server/errors.ts but the abstract one. */
const CLASSES = Object.values(errors).filter(
  (Class) => (Class as unknown) !== CloudTrailError && Class.prototype instanceof CloudTrailError,
) as unknown as (new (code: string, message: string, options: object) => CloudTrailError)[];

describe('an error that crosses to another thread', () => {
  it.each(CLASSES.map((Class) => [Class.name, Class] as const))(
    'is still %s, with its code and message and without its cause',
    (name, Class) => {
      const arrived = across(new Class('some_code', 'What failed.', { cause: new Error(SECRET) }));
      expect(arrived).toBeInstanceOf(Class);
      expect(arrived).toMatchObject({ code: 'some_code', message: 'What failed.', name });
      expect(arrived.cause).toBeUndefined();
    },
  );

  it('keeps of the client’s errors what is read of them, and nothing that could be a secret', () => {
    const body = { error: { type: 'version_conflict_engine_exception', reason: SECRET } };
    const meta = { statusCode: 409, body, meta: { request: { params: { headers: { a: SECRET } } } } };
    const error = Object.assign(new Error(SECRET), { name: 'ResponseError', meta });
    const arrived = across(error);
    expect([statusOf(arrived), typeOf(arrived)]).toEqual([409, 'version_conflict_engine_exception']);
    expect(JSON.stringify([toPlainError(error), arrived.message, arrived.stack])).not.toContain('c2VjcmV0');
  });

  it('is still no answer where there was none', () => {
    const arrived = across(Object.assign(new Error(SECRET), { name: 'ConnectionError', meta: {} }));
    expect(arrived.name).toBe('ConnectionError');
    expect(statusOf(arrived)).toBeUndefined();
    expect(isWorthRetrying(arrived)).toBe(true);
  });

  it('is a mistake of ours with the place where it was made, without what hangs on it', () => {
    const mistake = Object.assign(new TypeError('x is not a function'), { extra: SECRET });
    const arrived = across(mistake);
    expect(arrived).toMatchObject({
      name: 'TypeError',
      message: 'x is not a function',
      stack: mistake.stack,
    });
    expect(arrived).not.toHaveProperty('extra');
    expect(across('thrown text').message).toBe('thrown text');
  });
});
