import { describe, expect, test } from 'vitest';
import { neighbour, stepToBlame } from './steps';

describe('the steps of the wizard', () => {
  test('are blamed for what the server refuses of their fields', () => {
    const refused = (field: string) => stepToBlame({ message: `[request body.${field}]: must be right` });
    expect(refused('bucket')).toBe('where');
    expect(refused('endpoint')).toBe('where');
    expect(refused('requester_pays')).toBe('where');
    expect(refused('credentials.role_arn')).toBe('how');
    expect(refused('start')).toBe('preview');
    expect(refused('sqs.queue_url')).toBe('options');
    expect(refused('exclude_accounts.0')).toBe('options');
  });

  test('are blamed by code for what AWS refuses, and not for what no step can help', () => {
    expect(stepToBlame({ code: 'aws_no_such_bucket', message: '' })).toBe('where');
    expect(stepToBlame({ code: 'aws_bad_credentials', message: '' })).toBe('how');
    expect(stepToBlame({ code: 'missing_privileges', message: '' })).toBeUndefined();
    expect(stepToBlame({ message: 'An unexpected error occurred.' })).toBeUndefined();
  });

  test('follow each other, and end at both ends', () => {
    expect(neighbour('where', 1)).toBe('how');
    expect(neighbour('where', -1)).toBe('where');
    expect(neighbour('start', 1)).toBe('start');
  });
});
