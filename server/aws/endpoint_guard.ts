/** Keeps requests away from endpoints nobody allowed, and from link-local and metadata addresses whatever a name resolves to. */
import { lookup as dnsLookup, type LookupAddress, type LookupAllOptions } from 'node:dns';
import { BlockList, isIP, type LookupFunction } from 'node:net';
import { AwsError } from '../errors';

const refusedAddresses = new BlockList();
// Link-local: RFC 4291. EC2's and EKS's metadata services over IPv6 are fd00:ec2::254 and fd00:ec2::23; Google's is the last.
refusedAddresses.addSubnet('fe80::', 10, 'ipv6');
refusedAddresses.addSubnet('fd00:ec2::', 32, 'ipv6');
refusedAddresses.addAddress('fd20:ce::254', 'ipv6');

/** In hexadecimal, as IPv6 addresses hold it, and how many of its bits count. */
const REFUSED_IPV4: readonly (readonly [address: string, hexadecimal: string, bits: number])[] = [
  // Link-local: RFC 3927. Holds the metadata services of EC2 (169.254.169.254), ECS (169.254.170.2), EKS, Azure, Google.
  ['169.254.0.0', 'a9fe:0', 16],
  // Alibaba's metadata service, Azure's platform address, Oracle's metadata service
  ['100.100.100.200', '6464:64c8', 32],
  ['168.63.129.16', 'a83f:8110', 32],
  ['192.0.0.192', 'c000:c0', 32],
];
// IPv6 addresses that mean an IPv4 one: compatible (RFC 4291), translated (RFC 2765), NAT64 (RFC 6052, RFC 8215).
// Mapped ones are matched against the IPv4 rules by BlockList itself.
const IPV4_BEHIND = ['::', '::ffff:0:', '64:ff9b::', '64:ff9b:1::'];
for (const [address, hexadecimal, bits] of REFUSED_IPV4) {
  refusedAddresses.addSubnet(address, bits, 'ipv4');
  for (const prefix of IPV4_BEHIND) refusedAddresses.addSubnet(`${prefix}${hexadecimal}`, 96 + bits, 'ipv6');
  // 6to4 (RFC 3056) writes it in front
  refusedAddresses.addSubnet(`2002:${hexadecimal}::`, 16 + bits, 'ipv6');
}

/** A host resolved to an address that is never spoken to. Raised inside a connection; becomes an AwsError with the rest. */
export class RefusedAddressError extends Error {}

/** True for link-local and metadata addresses, in any way of writing them. False for what is no IP address. */
export function isRefusedAddress(address: string): boolean {
  // a zone (fe80::1%eth0) says through which interface
  const [bare = ''] = address.split('%');
  const family = isIP(bare);
  return family !== 0 && refusedAddresses.check(bare, family === 6 ? 'ipv6' : 'ipv4');
}

/**
 * The custom endpoint as a normalised origin, or undefined where none is set.
 *
 * @throws AwsError `aws_endpoint_refused` when the allow-list lacks it, or it can never be allowed.
 */
export function allowedEndpoint(
  endpoint: string | undefined,
  allowed: readonly string[],
): string | undefined {
  if (endpoint === undefined) return undefined;
  const url = parseUrl(endpoint);
  const isOrigin =
    url !== undefined &&
    /^https?:$/.test(url.protocol) &&
    url.href === `${url.origin}/` &&
    url.hostname !== '';
  if (!isOrigin) {
    throw new AwsError(
      'aws_endpoint_refused',
      'The endpoint must be scheme, host and port only, such as http://s3.example.com:9000.',
    );
  }
  if (isRefusedAddress(url.hostname.replace(/^\[|\]$/g, ''))) {
    throw new AwsError(
      'aws_endpoint_refused',
      `The endpoint ${url.origin} is a link-local or metadata address, which is never spoken to. Give another endpoint.`,
    );
  }
  if (!allowed.some((entry) => parseUrl(entry)?.origin === url.origin)) {
    throw new AwsError(
      'aws_endpoint_refused',
      `The endpoint ${url.origin} is not allowed. Add it to cloudtrail.aws.allowedEndpoints in kibana.yml, or leave the endpoint out to use AWS.`,
    );
  }
  return url.origin;
}

type Resolve = (
  hostname: string,
  options: LookupAllOptions,
  done: (error: NodeJS.ErrnoException | null, addresses: LookupAddress[]) => void,
) => void;

/**
 * A `lookup` for http agents that fails with RefusedAddressError where any address of the host is refused.
 * The socket connects to the very addresses checked here, so a name can't change its mind in between.
 * (Node calls no lookup for a host that is an IP address: `allowedEndpoint` has looked at those.)
 */
export function guardedLookup(resolve: Resolve = dnsLookup): LookupFunction {
  return (hostname, options, done) => {
    resolve(hostname, { ...options, all: true }, (error, addresses) => {
      const [first] = addresses ?? [];
      if (error !== null || first === undefined) {
        const notFound = Object.assign(new Error('no address'), { code: 'ENOTFOUND' });
        done(error ?? notFound, '', 0);
      } else if (addresses.some(({ address }) => isRefusedAddress(address))) {
        done(new RefusedAddressError('link-local or metadata address'), '', 0);
      } else if (options.all) {
        done(null, addresses);
      } else {
        done(null, first.address, first.family);
      }
    });
  };
}

function parseUrl(text: string): URL | undefined {
  return URL.canParse(text) ? new URL(text) : undefined;
}
