/** Addresses that are nowhere: private, loopback, link-local, documentation, multicast. */
import { BlockList } from 'node:net';

// https://www.iana.org/assignments/iana-ipv4-special-registry and …/iana-ipv6-special-registry
const RESERVED_IPV4: readonly (readonly [string, number])[] = [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.0.0.0', 24],
  ['192.0.2.0', 24],
  ['192.168.0.0', 16],
  ['198.18.0.0', 15],
  ['198.51.100.0', 24],
  ['203.0.113.0', 24],
  // multicast, and what was kept for later: all from here on
  ['224.0.0.0', 3],
];
const RESERVED_IPV6: readonly (readonly [string, number])[] = [
  ['::', 127],
  ['100::', 64],
  ['2001:db8::', 32],
  ['3fff::', 20],
  ['fc00::', 7],
  ['fe80::', 10],
  ['ff00::', 8],
];

const reserved = new BlockList();
for (const [net, prefix] of RESERVED_IPV4) reserved.addSubnet(net, prefix, 'ipv4');
for (const [net, prefix] of RESERVED_IPV6) reserved.addSubnet(net, prefix, 'ipv6');

/** True where no database can know a place. The address must be a valid one of the family given. */
export function isReservedAddress(address: string, family: 4 | 6): boolean {
  return reserved.check(address, family === 6 ? 'ipv6' : 'ipv4');
}
