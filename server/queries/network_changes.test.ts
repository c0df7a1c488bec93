/** Tests how changes of the network become rows. */
import { expect, test } from 'vitest';
import { NETWORK_KINDS } from '../../common/event_kinds';
import { networkChanges } from './network_changes';
import { FACTS, request, response } from '../../test/fakes/search_responses';

test('a rule for the whole world stands before those for a few, which keep their order', () => {
  const cidrs = ['192.0.2.0/28', '198.51.100.0/28', '203.0.113.0/28', '10.0.0.0/8', '0.0.0.0/0'];
  const asked = {
    groupId: 'sg-1',
    ipPermissions: {
      items: [
        {
          ipProtocol: 'tcp',
          fromPort: 22,
          toPort: 22,
          ipRanges: { items: cidrs.map((cidrIp) => ({ cidrIp })) },
        },
      ],
    },
  };
  const hit = {
    _id: 'a',
    _source: {
      '@timestamp': '2026-01-02T00:00:00Z',
      event: { provider: 'ec2.amazonaws.com', action: 'AuthorizeSecurityGroupIngress', outcome: 'success' },
      aws: { cloudtrail: { flattened: { request_parameters: asked } } },
    },
  };
  const kinds = { buckets: Object.fromEntries(NETWORK_KINDS.map((kind) => [kind, { doc_count: 0 }])) };
  const { rows } = networkChanges.answer(
    response(1, { kinds, open_to_world: { doc_count: 1 } }, [hit]),
    request(),
    FACTS,
  );
  expect(rows[0]?.rules.map(({ peer }) => peer)).toEqual(['0.0.0.0/0', ...cidrs.slice(0, 4)]);
});
