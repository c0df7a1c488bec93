import { describe, expect, test } from 'vitest';
import { serverOfQueue } from './queue_url';

const PATH = '/111122223333/cloudtrail';

describe("a queue's URL", () => {
  test.each([
    ['https://sqs.eu-central-1.amazonaws.com', 'eu-central-1'],
    ['https://sqs-fips.us-gov-west-1.amazonaws.com', 'us-gov-west-1'],
    ['https://sqs.cn-north-1.amazonaws.com.cn', 'cn-north-1'],
    ['https://sqs.eu-west-1.api.aws', 'eu-west-1'],
    ['https://sqs.us-iso-east-1.c2s.ic.gov', 'us-iso-east-1'],
    ['https://vpce-0123-abcd.sqs.us-east-2.vpce.amazonaws.com', 'us-east-2'],
    ['https://us-west-2.queue.amazonaws.com', 'us-west-2'],
    ['https://queue.amazonaws.com', 'us-east-1'],
  ])('%s is AWS in %s, of whatever partition (pain 31)', (endpoint, region) => {
    expect(serverOfQueue(endpoint + PATH, [])).toEqual({ endpoint, region });
  });

  test.each([
    ['http://sqs.eu-central-1.amazonaws.com', 'without TLS'],
    ['https://sqs.eu-central-1.amazonaws.com:8443', 'on another port'],
    ['https://sqs.eu-central-1.amazonaws.com.example.org', 'of a name that only begins like it'],
    ['https://sqs.eu-central-1.example.org/amazonaws.com', 'elsewhere'],
    ['http://169.254.169.254', 'of the metadata service'],
  ])('%s is refused: an endpoint %s', (endpoint) => {
    expect(() => serverOfQueue(endpoint + PATH, [])).toThrow(
      expect.objectContaining({ code: 'aws_endpoint_refused' }),
    );
  });

  test('of a server that the administrator allowed is taken, and says no region', () => {
    const allowed = ['http://127.0.0.1:5555'];
    expect(serverOfQueue(`http://127.0.0.1:5555${PATH}`, allowed)).toEqual({
      endpoint: 'http://127.0.0.1:5555',
      region: undefined,
    });
  });
});
