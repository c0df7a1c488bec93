import { describe, expect, it } from 'vitest';
import { resourcesOf } from './resources';

const of = (resources: unknown) => resourcesOf({ resources });

describe('resourcesOf', () => {
  it('names ARN, account and type as Elastic does', () => {
    expect(of([{ ARN: 'arn:aws:s3:::b', accountId: '111122223333', type: 'AWS::S3::Bucket' }])).toEqual([
      { arn: 'arn:aws:s3:::b', account_id: '111122223333', type: 'AWS::S3::Bucket' },
    ]);
    expect(of([{ arn: 'arn:aws:s3:::b' }])).toEqual([{ arn: 'arn:aws:s3:::b' }]);
  });

  it('lists each combination of the three once', () => {
    const bucket = { ARN: 'arn:aws:s3:::b', accountId: '1', type: 'T' };
    expect(of([bucket, bucket, { ...bucket, accountId: '2' }, { ...bucket, type: 'U' }])).toHaveLength(3);
  });

  it('keeps what else the record says of one, so that it can be seen', () => {
    expect(of([{ ARNPrefix: 'arn:aws:s3:::b/', type: 'AWS::S3::Object' }])).toEqual([
      { ARNPrefix: 'arn:aws:s3:::b/', type: 'AWS::S3::Object' },
    ]);
  });

  it('keeps nothing else that Elasticsearch could refuse the document for', () => {
    const odd: unknown = JSON.parse(
      '{"ARN":"a","":"x",".":"x","a..b":"x","account_id":{"a":1},"__proto__":"x","deep":{"a":1},"list":["x"]}',
    );
    expect(JSON.stringify(of([odd]))).toBe('[{"arn":"a"}]');
  });

  it('gives nothing where the record lists none', () => {
    for (const none of [undefined, null, [], {}, 'arn:aws:s3:::b', ['arn'], [null], [{}], [{ ARN: '-' }]])
      expect(of(none)).toBeUndefined();
  });
});
