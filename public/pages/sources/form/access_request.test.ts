import { describe, expect, test } from 'vitest';
import { awsAccess } from '../../../../common/aws_access';
import { buildArn } from '../../../../common/partition';
import { accessRequestOf } from './access_request';
import { NEW_FORM } from './source_form';

describe('the policy for what is entered', () => {
  test('follows the partition of the region, or of the role', () => {
    expect(accessRequestOf(NEW_FORM).partition).toBe('aws');
    expect(accessRequestOf({ ...NEW_FORM, region: 'cn-north-1' }).partition).toBe('aws-cn');
    const role = buildArn({
      partition: 'aws-us-gov',
      service: 'iam',
      account: '123456789012',
      resource: 'role/r',
    });
    expect(accessRequestOf({ ...NEW_FORM, role_arn: role }).partition).toBe('aws');
    expect(accessRequestOf({ ...NEW_FORM, identity: 'role', role_arn: role }).partition).toBe('aws-us-gov');
  });

  test('covers the queue only where one is entered', () => {
    const queued = {
      ...NEW_FORM,
      bucket: 'trail',
      queue_url: 'https://sqs.eu-west-1.amazonaws.com/123456789012/q',
    };
    expect(JSON.stringify(awsAccess(accessRequestOf(queued)).policy)).toContain(
      ':sqs:eu-west-1:123456789012:q',
    );
    expect(JSON.stringify(awsAccess(accessRequestOf({ ...queued, queue_url: '' })).policy)).not.toContain(
      'sqs',
    );
  });

  test('names the bucket, the prefix and the external id that are entered', () => {
    const form = {
      ...NEW_FORM,
      bucket: ' trail ',
      prefix: 'org/',
      identity: 'role',
      external_id: 'abc',
    } as const;
    const { policy, trustPolicy } = awsAccess(accessRequestOf(form));
    expect(JSON.stringify(policy)).toContain(':s3:::trail/org/AWSLogs/*');
    expect(JSON.stringify(trustPolicy)).toContain('"sts:ExternalId":"abc"');
  });
});
