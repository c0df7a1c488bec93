/** Where a queue's URL leads: AWS's own servers in a region, or an endpoint that must be allowed. */
import { allowedEndpoint } from './endpoint_guard';

// Plain, FIPS, dual-stack and the older forms: https://docs.aws.amazon.com/general/latest/gr/sqs-service.html
// The suffixes are those of the partitions in the SDK's own endpoint rules.
const SUFFIX =
  '(?:amazonaws\\.com(?:\\.cn)?|amazonaws\\.eu|api\\.aws|api\\.amazonwebservices\\.com\\.cn|c2s\\.ic\\.gov|sc2s\\.sgov\\.gov|cloud\\.adc-e\\.uk|csp\\.hci\\.ic\\.gov)';
const AWS_HOSTS = [
  new RegExp(`^(?:vpce-[a-z0-9-]+\\.)?sqs(?:-fips)?\\.([a-z0-9-]+)\\.(?:vpce\\.)?${SUFFIX}$`),
  new RegExp(`^([a-z]{2,4}(?:-[a-z]+)+-\\d{1,2})\\.queue\\.${SUFFIX}$`),
];
const FIRST_HOST = 'queue.amazonaws.com';

export interface QueueServer {
  /** Scheme, host and port. */
  readonly endpoint: string;
  /** As the host's name says it; undefined for a server that is not AWS's. */
  readonly region: string | undefined;
}

/** @throws AwsError `aws_endpoint_refused` for what is neither AWS nor on the allow-list. */
export function serverOfQueue(queueUrl: string, allowedEndpoints: readonly string[]): QueueServer {
  const { origin, protocol, hostname, port } = new URL(queueUrl);
  const region = protocol === 'https:' && port === '' ? regionOfHost(hostname) : undefined;
  if (region !== undefined) return { endpoint: origin, region };
  allowedEndpoint(origin, allowedEndpoints);
  return { endpoint: origin, region: undefined };
}

function regionOfHost(host: string): string | undefined {
  if (host === FIRST_HOST) return 'us-east-1';
  return AWS_HOSTS.map((form) => form.exec(host)?.[1]).find((region) => region !== undefined);
}
