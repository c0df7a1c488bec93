/** Tests of looking through documents by path. */
import { expect, it } from 'vitest';
import { isFreeForm, leavesOf, leavesWith } from './leaves';

const DOCUMENT = {
  event: { action: 'AuthorizeSecurityGroupIngress' },
  aws: {
    cloudtrail: {
      flattened: {
        request_parameters: {
          groupId: 'sg-1',
          ipPermissions: {
            items: [
              { fromPort: 22, ipRanges: { items: [{ cidrIp: '0.0.0.0/0' }] } },
              { fromPort: 443, ipRanges: { items: [{ cidrIp: '10.0.0.0/8' }] } },
            ],
          },
        },
      },
      read_only: false,
    },
  },
  tags: [],
  nothing: null,
};

it('names each leaf as Elasticsearch does, lists left out of the path', () => {
  expect(leavesOf(DOCUMENT)).toEqual([
    { path: 'aws.cloudtrail.flattened.request_parameters.groupId', values: ['sg-1'] },
    {
      path: 'aws.cloudtrail.flattened.request_parameters.ipPermissions.items.fromPort',
      values: ['22', '443'],
    },
    {
      path: 'aws.cloudtrail.flattened.request_parameters.ipPermissions.items.ipRanges.items.cidrIp',
      values: ['0.0.0.0/0', '10.0.0.0/8'],
    },
    { path: 'aws.cloudtrail.read_only', values: ['false'] },
    { path: 'event.action', values: ['AuthorizeSecurityGroupIngress'] },
  ]);
});

it('finds by parts of path and value', () => {
  const leaves = leavesOf(DOCUMENT);
  expect(leavesWith(leaves, 'CIDR 0.0.0.0').map(({ values }) => values[0])).toEqual(['0.0.0.0/0']);
  expect(leavesWith(leaves, '')).toHaveLength(leaves.length);
  expect(leavesWith(leaves, 'nowhere')).toEqual([]);
  expect(leaves.filter(isFreeForm)).toHaveLength(3);
});
