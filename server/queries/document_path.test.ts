/** Tests of reading documents by path. */
import { expect, it } from 'vitest';
import { valuesAt } from './document_path';

const DOCUMENT = {
  '@timestamp': '2026-01-01T00:00:00Z',
  event: { action: 'RunInstances' },
  aws: { cloudtrail: { read_only: false, resources: [{ arn: 'a' }, { arn: ['b', 'c'] }] } },
  'dotted.name': { x: 1 },
  nothing: null,
};

it.each([
  ['@timestamp', ['2026-01-01T00:00:00Z']],
  ['event.action', ['RunInstances']],
  ['aws.cloudtrail.read_only', [false]],
  ['aws.cloudtrail.resources.arn', ['a', 'b', 'c']],
  ['dotted.name.x', [1]],
  ['event', ['{"action":"RunInstances"}']],
  ['nothing', []],
  ['event.action.deeper', []],
  ['even', []],
])('finds at %s what Elasticsearch finds', (path, values) => {
  expect(valuesAt(DOCUMENT, path)).toEqual(values);
});
