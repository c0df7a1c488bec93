/** Keeps requests away from endpoints nobody allowed, and from link-local and metadata addresses whatever a name resolves to. */
import { lookup as dnsLookup, type LookupAddress, type LookupAllOptions } from 'node:dns';
import { BlockList, isIP, type LookupFunction } from 'node:net';
import { AwsError } from '../errors';

// IPv4-mapped IPv6 addresses are matched against the IPv4 rules by BlockList itself.
const refusedAddresses = new BlockList();
// Link-local: RFC 3927 and RFC 4291. Holds the metadata services of EC2 (169.254.169.254), ECS (169.254.170.2), EKS, Azure, Google.
refusedAddresses.addSubnet('169.254.0.0', 16, 'ipv4');
refusedAddresses.addSubnet('fe80::', 10, 'ipv6');
// EC2's and EKS's metadata services over IPv6: fd00:ec2::254, fd00:ec2::23
refusedAddresses.addSubnet('fd00:ec2::', 32, 'ipv6');
// Alibaba's metadata service, Azure's platform address, Google's metadata service over IPv6
refusedAddresses.addAddress('100.100.100.200', 'ipv4');
refusedAddresses.addAddress('168.63.129.16', 'ipv4');
refusedAddresses.addAddress('fd20:ce::254', 'ipv6');
// 169.254.0.0/16 as NAT64 (RFC 6052) and 6to4 (RFC 3056) write it
refusedAddresses.addSubnet('64:ff9b::a9fe:0', 112, 'ipv6');
refusedAddresses.addSubnet('2002:a9fe::', 32, 'ipv6');

/** A host resolved to an address that is never spoken to. Raised inside a connection; becomes an AwsError with the rest. */
export class RefusedAddressError extends Error {}

/** True for link-local and metadata addresses, in any way of writing them. False for what is no IP address. */
export function isRefusedAddress(address: string): boolean {
  const family = isIP(address);
  return family !== 0 && refusedAddresses.check(address, family === 6 ? 'ipv6' : 'ipv4');
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
