/** Tests what the panel of changes that matter counts. */
import { expect, test } from 'vitest';
import { GRAVE_CHANGES, IMPORTANT_KINDS, POLICIES_SET } from '../../common/event_kinds';
import { importantChanges } from './important_changes';
import { FACTS, request, response } from '../../test/fakes/search_responses';

function hit(id: string, provider: string, action: string, asked: object, outcome = 'success') {
  return {
    _id: id,
    _source: {
      '@timestamp': '2026-01-02T00:00:00Z',
      event: { provider: `${provider}.amazonaws.com`, action, outcome },
      aws: { cloudtrail: { flattened: { request_parameters: asked } } },
    },
  };
}
const kinds = { buckets: Object.fromEntries(IMPORTANT_KINDS.map((kind) => [kind, { doc_count: 0 }])) };
const PUBLIC = { bucketPolicy: { Statement: { Effect: 'Allow', Principal: '*', Action: 's3:GetObject' } } };

test('grave changes are counted in the whole range, not only where they are listed', () => {
  const { aggs } = importantChanges.searchRequest(request());
  expect(aggs).toMatchObject({ grave: { filter: GRAVE_CHANGES } });
  const data = importantChanges.answer(
    response(300, { kinds, grave: { doc_count: 1 } }, [hit('a', 'iam', 'CreateRole', { roleName: 'r' })]),
    request(),
    FACTS,
  );
  expect(data).toMatchObject({ total: 300, grave: 1, grave_policy_ids: [] });
});

test('policies are read beyond the listed changes where those are not all', () => {
  const of = (total: number) =>
    response(total, { kinds, grave: { doc_count: 1 } }, [hit('a', 'iam', 'CreateRole', { roleName: 'r' })]);
  expect(importantChanges.furtherSearches?.(of(50), request(), [])).toEqual([]);
  const [further] = importantChanges.furtherSearches?.(of(300), request(), []) ?? [];
  expect(JSON.stringify(further?.query)).toContain(JSON.stringify(POLICIES_SET));
  expect(importantChanges.furtherSearches?.(of(300), request(), [of(1)])).toEqual([]);
  const policies = (total: number) =>
    response(total, {}, [hit('public', 's3', 'PutBucketPolicy', { bucketName: 'b', ...PUBLIC })]);
  const read = { grave: 2, grave_policy_ids: ['public'] };
  expect(importantChanges.answer(of(300), request(), FACTS, [policies(1)])).toMatchObject({
    ...read,
    policies_read: null,
  });
  expect(importantChanges.answer(of(300), request(), FACTS, [policies(2)])).toMatchObject({
    ...read,
    policies_read: 1,
  });
});

test('what only a policy’s text tells is counted, each once', () => {
  const data = importantChanges.answer(
    response(4, { kinds, grave: { doc_count: 1 } }, [
      hit('stopped', 'cloudtrail', 'StopLogging', { name: 't' }),
      hit('public', 's3', 'PutBucketPolicy', { bucketName: 'b', ...PUBLIC }),
      hit('refused', 's3', 'PutBucketPolicy', { bucketName: 'b', ...PUBLIC }, 'failure'),
      hit('harmless', 's3', 'PutBucketPolicy', { bucketName: 'b' }),
    ]),
    request(),
    FACTS,
  );
  expect(data).toMatchObject({ grave: 2, grave_policy_ids: ['public'] });
  expect(data.rows.filter(({ is_grave }) => is_grave).map(({ id }) => id)).toEqual(['stopped', 'public']);
});
