/** What an ARN or an id stands for: decides which of Elastic's entity fields it goes to. */

export type EntityKind = 'user' | 'host' | 'service' | 'other';

/** Types of resources in ARNs, as Elastic's integration sorts them. */
const KIND_BY_RESOURCE_TYPE: ReadonlyMap<string, EntityKind> = new Map([
  ...of('user', ['user', 'role', 'assumed-role', 'federated-user', 'instance-profile', 'mfa']),
  ...of('host', ['instance']),
  ...of('service', [
    'key',
    'function',
    'trail',
    'table',
    'topic',
    'vpc',
    'security-group',
    'security-group-rule',
  ]),
  ...of('service', [
    'network-interface',
    'subnet',
    'network-acl',
    'route-table',
    'internet-gateway',
    'natgateway',
  ]),
  ...of('service', ['vpc-endpoint', 'transit-gateway', 'vpc-peering-connection']),
]);
const KIND_BY_PREFIX: ReadonlyMap<string, EntityKind> = new Map([
  ...of('host', ['i']),
  ...of('service', ['sg', 'sgr', 'eni', 'vpc', 'subnet', 'acl', 'rtb', 'igw', 'nat', 'vpce', 'tgw', 'pcx']),
]);
const SERVICE_ROLE = ':role/aws-service-role/';
const ACCESS_KEY = /^AKIA[A-Z0-9]{16}$/;
const INSTANCE_ID = /(?:^|[/:])(i-[0-9a-z]+)$/;

function of(kind: EntityKind, names: readonly string[]): (readonly [string, EntityKind])[] {
  return names.map((name) => [name, kind]);
}

/** `other` for what is neither an ARN nor an id of a known form: a name, say. */
export function entityKindOf(id: string): EntityKind {
  if (!id.startsWith('arn:')) return kindOfId(id);
  const [, , service, , , ...resource] = id.split(':');
  if (service === 's3' || id.includes(SERVICE_ROLE)) return 'service';
  // `type/name` or `type:name`; a topic of SNS is its name alone
  if (service === 'sns') return 'service';
  return KIND_BY_RESOURCE_TYPE.get((resource[0] ?? '').split('/')[0] ?? '') ?? 'other';
}

function kindOfId(id: string): EntityKind {
  if (ACCESS_KEY.test(id)) return 'user';
  const dash = id.indexOf('-');
  return (dash < 0 ? undefined : KIND_BY_PREFIX.get(id.slice(0, dash))) ?? 'other';
}

/** The bare id (`i-…`) of a host; undefined where it has none. */
export function instanceIdOf(host: string): string | undefined {
  return INSTANCE_ID.exec(host)?.[1];
}
