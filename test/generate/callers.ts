/** Who calls: people, root, applications, and AWS itself, as `userIdentity` and the fields around it show them. */
import type { Account } from './accounts';
import type { Person } from './people';
import { addressAt } from './people';
import type { Random } from './random';
import { lastingId } from './random';
import type { Caller, JsonObject, Scene } from './record';
import { isoSecond } from './record';

const BROWSER =
  'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/131.0.0.0 Safari/537.36';
const TOOLS = [
  'aws-cli/2.22.7 md/awscrt#0.23.4 ua/2.0 os/macos#24.1.0 md/arch#arm64 lang/python#3.12.7 md/installer#exe cfg/retry-mode#standard',
  'APN/1.0 HashiCorp/1.0 Terraform/1.9.8 (+https://www.terraform.io) terraform-provider-aws/5.78.0 aws-sdk-go-v2/1.32.5',
  'Boto3/1.35.71 md/Botocore#1.35.71 ua/2.0 os/linux#6.8.0 md/arch#x86_64 lang/python#3.11.10',
];
const SDKS = [
  'aws-sdk-java/2.29.20 md/io#sync md/http#Apache ua/2.1 os/Linux#6.1.115 lang/java#21.0.5 md/OpenJDK_64-Bit_Server_VM',
  'aws-sdk-go-v2/1.32.5 ua/2.1 os/linux lang/go#1.23.3 md/GOOS#linux md/GOARCH#arm64',
  'aws-sdk-js/3.697.0 ua/2.1 os/linux#6.1.0 lang/js md/nodejs#20.18.1',
];

/** The public addresses of each region's NAT gateways, within AWS's own ranges. */
const NAT_ADDRESSES: Readonly<Record<string, string>> = {
  'us-east-1': '54.146.201.9',
  'us-west-2': '44.230.71.8',
  'eu-west-1': '52.49.11.204',
  'eu-central-1': '52.58.77.3',
  'ap-south-1': '13.233.21.90',
  'ap-southeast-2': '13.236.9.5',
};
const RUNNER_ADDRESSES = ['20.102.39.57', '20.55.213.7', '172.183.91.4'];

const hex16 = (random: Random): string => random.hex(16);

/** Ids that belong to a name for good, whatever the seed. */
function idOf(prefix: string, ...name: readonly string[]): string {
  return prefix + lastingId(`id/${prefix}/${name.join('/')}`, (random) => random.base32(17));
}

function keyOf(prefix: 'AKIA' | 'ASIA', ...name: readonly string[]): string {
  return prefix + lastingId(`key/${prefix}/${name.join('/')}`, (random) => random.base32(16));
}

/** A person at work: at their usual address, unless another is given. */
export function asPerson(
  person: Person,
  scene: Scene,
  { fromConsole, address }: { fromConsole: boolean; address?: string },
): Caller {
  const { account, at, random } = scene;
  return {
    userIdentity:
      person.kind === 'user' ? iamUser(person, account, at, fromConsole) : ssoSession(person, account, at),
    sourceIPAddress: address ?? addressAt(person, at),
    userAgent: fromConsole ? BROWSER : random.pickEarly(TOOLS),
    fromConsole,
  };
}

function iamUser(person: Person, account: Account, at: number, fromConsole: boolean): JsonObject {
  const identity = {
    type: 'IAMUser',
    principalId: idOf('AIDA', account.id, person.name),
    arn: `arn:aws:iam::${account.id}:user/${person.name}`,
    accountId: account.id,
    accessKeyId: keyOf(fromConsole ? 'ASIA' : 'AKIA', account.id, person.name),
    userName: person.name,
  };
  if (!fromConsole) return identity;
  const attributes = { creationDate: sessionStart(at), mfaAuthenticated: String(person.hasMfa) };
  return { ...identity, sessionContext: { sessionIssuer: {}, webIdFederationData: {}, attributes } };
}

function ssoSession(person: Person, account: Account, at: number): JsonObject {
  const suffix = lastingId(`sso/${account.id}/${person.permissionSet}`, hex16);
  return assumedRole(account, `AWSReservedSSO_${person.permissionSet}_${suffix}`, person.name, at, {
    path: 'aws-reserved/sso.amazonaws.com/',
  });
}

function assumedRole(
  account: Account,
  role: string,
  session: string,
  at: number,
  { path = '', more = {} }: { path?: string; more?: JsonObject } = {},
): JsonObject {
  const id = idOf('AROA', account.id, role);
  return {
    type: 'AssumedRole',
    principalId: `${id}:${session}`,
    arn: `arn:aws:sts::${account.id}:assumed-role/${role}/${session}`,
    accountId: account.id,
    accessKeyId: keyOf('ASIA', account.id, role, session, sessionStart(at)),
    sessionContext: {
      sessionIssuer: {
        type: 'Role',
        principalId: id,
        arn: `arn:aws:iam::${account.id}:role/${path}${role}`,
        accountId: account.id,
        userName: role,
      },
      attributes: { creationDate: sessionStart(at), mfaAuthenticated: 'false' },
      ...more,
    },
  };
}

/** Sessions begin at the full quarter of the hour, so that a session's calls share it. */
function sessionStart(at: number): string {
  return isoSecond(at - (at % 900_000) - 60_000);
}

/** The account's root user in a console session. */
export function asRoot({ account, at }: Scene, address: string, hasMfa: boolean): Caller {
  return {
    userIdentity: {
      type: 'Root',
      principalId: account.id,
      arn: `arn:aws:iam::${account.id}:root`,
      accountId: account.id,
      accessKeyId: keyOf('ASIA', account.id, 'root', sessionStart(at)),
      sessionContext: { attributes: { creationDate: sessionStart(at), mfaAuthenticated: String(hasMfa) } },
    },
    sourceIPAddress: address,
    userAgent: BROWSER,
    fromConsole: true,
  };
}

const APPLICATIONS = ['web-api', 'order-worker', 'search-indexer', 'image-resizer'] as const;

/** A role of an application: on EC2 instances, in Lambda, in a cluster, or the deployment pipeline outside AWS. */
export function asApplication(scene: Scene): Caller {
  const { account, at, random, region } = scene;
  const kind = random.pickWeighted([
    { weight: 50, name: 'instance' },
    { weight: 30, name: 'lambda' },
    { weight: 12, name: 'pod' },
    { weight: 8, name: 'pipeline' },
  ]).name;
  const nat = NAT_ADDRESSES[region] ?? '54.146.201.9';
  const application = random.pickEarly(APPLICATIONS);
  if (kind === 'pipeline') {
    const identity = assumedRole(account, 'github-actions-deploy', 'GitHubActions', at);
    return {
      userIdentity: identity,
      sourceIPAddress: random.pick(RUNNER_ADDRESSES),
      userAgent: random.pick(TOOLS),
    };
  }
  if (kind === 'lambda') {
    const userIdentity = assumedRole(account, `${application}-lambda`, `${application}-${account.name}`, at);
    return { userIdentity, sourceIPAddress: nat, userAgent: `${SDKS[2]} exec-env/AWS_Lambda_nodejs20.x` };
  }
  const host = random.below(5);
  const instance = `i-0${lastingId(`host/${account.id}/${region}/${application}/${host}`, hex16)}`;
  if (kind === 'pod') {
    const userIdentity = assumedRole(
      account,
      `eks-${application}`,
      `eks-prod-${application}-${instance.slice(2, 10)}`,
      at,
    );
    return { userIdentity, sourceIPAddress: nat, userAgent: random.pickEarly(SDKS) };
  }
  const more = { ec2RoleDelivery: '2.0' };
  const userIdentity = assumedRole(account, `${application}-instance`, instance, at, { more });
  const throughEndpoint = random.chance(0.3);
  return {
    userIdentity,
    sourceIPAddress: throughEndpoint ? `10.20.${host}.${10 + random.below(40)}` : nat,
    userAgent: random.pickEarly(SDKS),
    ...(throughEndpoint && {
      vpcEndpointId: `vpce-0${lastingId(`vpce/${account.id}/${region}`, hex16)}`,
    }),
  };
}

/** An AWS service on its own account: no ARN, no address. `name` as `config.amazonaws.com`. */
export function asService(name: string): Caller {
  return {
    userIdentity: { type: 'AWSService', invokedBy: name },
    sourceIPAddress: name,
    userAgent: name,
    isAws: true,
  };
}

/** An AWS service with a role of the account. */
export function asServiceRole({ account, at }: Scene, name: string, role: string, session: string): Caller {
  const userIdentity = { ...assumedRole(account, role, session, at), invokedBy: name };
  return { userIdentity, sourceIPAddress: name, userAgent: name };
}

/** AWS on behalf of a person: what a call sets off. */
export function asInternal(person: Person, scene: Scene): Caller {
  const { userIdentity } = asPerson(person, scene, { fromConsole: true });
  return {
    userIdentity: { ...userIdentity, invokedBy: 'AWS Internal' },
    sourceIPAddress: 'AWS Internal',
    userAgent: 'AWS Internal',
  };
}

/** Somebody whose password or user name was wrong: no access key, and no name where there is no such user. */
export function asStranger({ account }: Scene, userName: string | undefined, address: string): Caller {
  return {
    userIdentity: {
      type: 'IAMUser',
      principalId: userName === undefined ? '' : idOf('AIDA', account.id, userName),
      accountId: account.id,
      accessKeyId: '',
      userName: userName ?? 'HIDDEN_DUE_TO_SECURITY_REASONS',
    },
    sourceIPAddress: address,
    userAgent: BROWSER,
  };
}

/** The same caller while signing in: the session and its key come after. */
export function signingIn(caller: Caller): Caller {
  const { accessKeyId: _key, sessionContext: _session, ...identity } = caller.userIdentity;
  return caller.userIdentity['type'] === 'AssumedRole' ? caller : { ...caller, userIdentity: identity };
}
