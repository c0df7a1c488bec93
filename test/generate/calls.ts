/** What is called: the calls of people, applications and AWS services, with what they ask and get. */
import type { Random } from './random';
import { lastingId } from './random';
import type { Call, JsonObject, Scene } from './record';
import { arn, isoSecond } from './record';

export interface CallKind {
  readonly weight: number;
  /** Logged in us-east-1 only. */
  readonly isGlobal?: boolean;
  readonly make: (scene: Scene) => Call;
}

const BUCKETS = [
  'web-assets',
  'order-exports',
  'data-lake-raw',
  'data-lake-curated',
  'backups',
  'terraform-state',
];
const TABLES = ['orders', 'customers', 'sessions', 'terraform-lock'];
const FUNCTIONS = ['image-resizer', 'order-webhook', 'nightly-report'];
const ROLES = ['web-api-instance', 'order-worker-instance', 'image-resizer-lambda', 'github-actions-deploy'];

/** Things that exist in an account and region for good: the same names get the same ids. */
function idOf(scene: Scene, prefix: string, number: number): string {
  const label = `${prefix}/${scene.account.id}/${scene.region}/${number}`;
  return `${prefix}-0${lastingId(label, (random) => random.hex(16))}`;
}

const instanceId = (scene: Scene): string => idOf(scene, 'i', scene.random.below(20));
const groupId = (scene: Scene): string => idOf(scene, 'sg', scene.random.below(8));
const bucketName = ({ account, random }: Scene): string =>
  `example-${account.name}-${random.pickEarly(BUCKETS)}`;

function kmsKey(scene: Scene): string {
  const label = `kms/${scene.account.id}/${scene.region}/${scene.random.below(4)}`;
  return arn(scene, 'kms', `key/${lastingId(label, (random) => random.uuid())}`);
}

function resource(scene: Scene, type: string, name: string): JsonObject {
  return { accountId: scene.account.id, type, ARN: name };
}

type Request = (scene: Scene) => JsonObject | null;

function reading(
  weight: number,
  service: string,
  name: string,
  request: Request,
  isGlobal = false,
): CallKind {
  return { weight, isGlobal, make: (scene) => ({ service, name, readOnly: true, request: request(scene) }) };
}

function changing(
  weight: number,
  service: string,
  name: string,
  request: Request,
  response: Request = () => null,
  isGlobal = false,
): CallKind {
  const make = (scene: Scene): Call => ({
    service,
    name,
    readOnly: false,
    request: request(scene),
    response: response(scene),
  });
  return { weight, isGlobal, make };
}

function s3(weight: number, name: 'GetObject' | 'PutObject' | 'GetBucketAcl' | 'ListObjects'): CallKind {
  const isData = name !== 'GetBucketAcl';
  const hasKey = name === 'GetObject' || name === 'PutObject';
  return {
    weight,
    make: (scene) => {
      const { random, region } = scene;
      const bucket = bucketName(scene);
      const key = `${random.pick(['2024', 'raw', 'img'])}/${random.hex(8)}.${random.pick(['parquet', 'json', 'png'])}`;
      const bucketArn = `arn:aws:s3:::${bucket}`;
      return {
        service: 's3',
        name,
        readOnly: name !== 'PutObject',
        request: {
          bucketName: bucket,
          Host: `${bucket}.s3.${region}.amazonaws.com`,
          ...(hasKey
            ? { key }
            : name === 'GetBucketAcl'
              ? { acl: '' }
              : { 'list-type': '2', prefix: 'raw/' }),
        },
        response: name === 'PutObject' ? { 'x-amz-server-side-encryption': 'AES256' } : null,
        additionalEventData: {
          SignatureVersion: 'SigV4',
          CipherSuite: 'TLS_AES_128_GCM_SHA256',
          bytesTransferredIn: name === 'PutObject' ? random.below(900_000) : 0,
          AuthenticationMethod: 'AuthHeader',
          'x-amz-id-2': `${random.alphanumeric(75)}=`,
          bytesTransferredOut: name === 'GetObject' ? random.below(900_000) : 500,
        },
        resources: [
          ...(hasKey ? [{ type: 'AWS::S3::Object', ARN: `${bucketArn}/${key}` }] : []),
          resource(scene, 'AWS::S3::Bucket', bucketArn),
        ],
        isData,
      };
    },
  };
}

/** AssumeRole by whoever calls; `isService` for a service's own. */
function assumeRole(weight: number): CallKind {
  return {
    weight,
    make: (scene) => {
      const { account, random, at } = scene;
      const role = random.pick(ROLES);
      const roleArn = `arn:aws:iam::${account.id}:role/${role}`;
      const session = random.chance(0.5) ? instanceId(scene) : `${role}-session`;
      return {
        service: 'sts',
        name: 'AssumeRole',
        readOnly: true,
        request: { roleArn, roleSessionName: session, durationSeconds: 3600 },
        response: {
          credentials: {
            accessKeyId: `ASIA${random.base32(16)}`,
            sessionToken: random.alphanumeric(96),
            expiration: isoSecond(at + 3_600_000),
          },
          assumedRoleUser: {
            assumedRoleId: `AROA${random.base32(17)}:${session}`,
            arn: `arn:aws:sts::${account.id}:assumed-role/${role}/${session}`,
          },
        },
        resources: [resource(scene, 'AWS::IAM::Role', roleArn)],
      };
    },
  };
}

function kms(weight: number, name: 'Decrypt' | 'GenerateDataKey'): CallKind {
  return {
    weight,
    make: (scene) => {
      const key = kmsKey(scene);
      const encryptionContext = { 'aws:s3:arn': `arn:aws:s3:::${bucketName(scene)}` };
      const request =
        name === 'Decrypt'
          ? { encryptionAlgorithm: 'SYMMETRIC_DEFAULT', encryptionContext }
          : { keySpec: 'AES_256', keyId: key, encryptionContext };
      return {
        service: 'kms',
        name,
        readOnly: true,
        request,
        resources: [resource(scene, 'AWS::KMS::Key', key)],
      };
    },
  };
}

/** RunInstances: also the incident's, with a larger machine. */
export function runInstances(scene: Scene, instanceType: string, count: number): Call {
  const { account, at, random, region } = scene;
  const imageId = idOf(scene, 'ami', 1);
  const items = Array.from({ length: count }, (_, amiLaunchIndex) => ({
    instanceId: `i-0${random.hex(16)}`,
    imageId,
    instanceState: { code: 0, name: 'pending' },
    privateDnsName: `ip-10-20-${random.below(6)}-${random.below(250)}.${region}.compute.internal`,
    amiLaunchIndex,
    instanceType,
    launchTime: at,
    placement: { availabilityZone: `${region}${random.pick(['a', 'b', 'c'])}`, tenancy: 'default' },
    monitoring: { state: 'disabled' },
    subnetId: idOf(scene, 'subnet', 1),
    vpcId: idOf(scene, 'vpc', 1),
  }));
  return {
    service: 'ec2',
    name: 'RunInstances',
    readOnly: false,
    request: {
      instancesSet: { items: [{ imageId, minCount: count, maxCount: count }] },
      instanceType,
      blockDeviceMapping: {},
      monitoring: { enabled: false },
      disableApiTermination: false,
      clientToken: random.uuid(),
    },
    response: {
      requestId: random.uuid(),
      reservationId: `r-0${random.hex(16)}`,
      ownerId: account.id,
      groupSet: {},
      instancesSet: { items },
    },
  };
}

/** Opens a port of a security group to some addresses. */
export function openPort(scene: Scene, port: number, cidr: string): Call {
  const id = groupId(scene);
  const isV6 = cidr.includes(':');
  const ranges = { items: [isV6 ? { cidrIpv6: cidr } : { cidrIp: cidr }] };
  const ports = { ipProtocol: 'tcp', fromPort: port, toPort: port };
  const rule = {
    groupOwnerId: scene.account.id,
    groupId: id,
    securityGroupRuleId: `sgr-0${scene.random.hex(16)}`,
    isEgress: false,
    ...ports,
    ...(isV6 ? { cidrIpv6: cidr } : { cidrIpv4: cidr }),
  };
  return {
    service: 'ec2',
    name: 'AuthorizeSecurityGroupIngress',
    readOnly: false,
    request: {
      groupId: id,
      ipPermissions: {
        items: [
          {
            ...ports,
            groups: {},
            ipRanges: isV6 ? {} : ranges,
            ipv6Ranges: isV6 ? ranges : {},
            prefixListIds: {},
          },
        ],
      },
    },
    response: { requestId: scene.random.uuid(), _return: true, securityGroupRuleSet: { items: [rule] } },
  };
}

/** A sign-in to the console. */
export function consoleLogin(succeeds: boolean, hasMfa: boolean, message = 'Failed authentication'): Call {
  return {
    service: 'signin',
    name: 'ConsoleLogin',
    readOnly: false,
    response: { ConsoleLogin: succeeds ? 'Success' : 'Failure' },
    additionalEventData: {
      LoginTo: 'https://console.aws.amazon.com/console/home?hashArgs=%23&isauthcode=true',
      MobileVersion: 'No',
      MFAUsed: hasMfa ? 'Yes' : 'No',
    },
    eventType: 'AwsConsoleSignIn',
    ...(succeeds ? {} : { failure: { message } }),
  };
}

const filters = (name: string, value: string): JsonObject => ({
  filterSet: { items: [{ name, valueSet: { items: [{ value }] } }] },
});

/** What people do: look much, change little. */
export const PEOPLE_CALLS: readonly CallKind[] = [
  reading(12, 'ec2', 'DescribeInstances', () => ({
    maxResults: 1000,
    instancesSet: {},
    ...filters('instance-state-name', 'running'),
  })),
  reading(6, 'ec2', 'DescribeSecurityGroups', () => ({
    securityGroupSet: {},
    securityGroupIdSet: {},
    filterSet: {},
  })),
  reading(4, 'ec2', 'DescribeVpcs', () => ({ vpcSet: {}, filterSet: {} })),
  reading(8, 'logs', 'FilterLogEvents', ({ account }) => ({
    logGroupName: `/aws/lambda/${account.name}-order-webhook`,
    interleaved: true,
    limit: 100,
  })),
  reading(4, 'logs', 'DescribeLogGroups', () => ({ limit: 50 })),
  reading(6, 'monitoring', 'GetMetricData', ({ at }) => ({
    startTime: isoSecond(at - 3_600_000),
    endTime: isoSecond(at),
    metricDataQueries: [],
  })),
  reading(4, 'monitoring', 'DescribeAlarms', () => ({ maxRecords: 100 })),
  reading(5, 'rds', 'DescribeDBInstances', () => ({ filters: [], maxRecords: 100 })),
  reading(5, 'lambda', 'ListFunctions20150331', () => ({ maxItems: 50 })),
  reading(4, 'cloudformation', 'DescribeStacks', () => ({ stackName: 'web-api' })),
  reading(4, 'eks', 'DescribeCluster', () => ({ name: 'prod' })),
  reading(4, 'dynamodb', 'DescribeTable', ({ random }) => ({ tableName: random.pick(TABLES) })),
  reading(4, 'cloudtrail', 'LookupEvents', ({ at }) => ({
    maxResults: 50,
    startTime: isoSecond(at - 3_600_000),
    endTime: isoSecond(at),
    lookupAttributes: [{ attributeKey: 'EventName', attributeValue: 'ConsoleLogin' }],
  })),
  reading(3, 'iam', 'ListUsers', () => ({ maxItems: 100 }), true),
  reading(3, 'iam', 'ListRoles', () => null, true),
  reading(2, 'iam', 'GetRole', ({ random }) => ({ roleName: random.pick(ROLES) }), true),
  reading(2, 'route53', 'ListHostedZones', () => null, true),
  reading(2, 'organizations', 'ListAccounts', () => null, true),
  reading(4, 'sts', 'GetCallerIdentity', () => null),
  s3(5, 'GetBucketAcl'),
  s3(4, 'GetObject'),
  {
    weight: 4,
    make: ({ region }) => ({
      service: 's3',
      name: 'ListBuckets',
      readOnly: true,
      request: { Host: `s3.${region}.amazonaws.com` },
    }),
  },
  changing(
    2.4,
    'ec2',
    'CreateTags',
    (scene) => ({
      resourcesSet: { items: [{ resourceId: instanceId(scene) }] },
      tagSet: { items: [{ key: 'owner', value: scene.random.pick(['platform', 'orders', 'data']) }] },
    }),
    ({ random }) => ({ requestId: random.uuid(), _return: true }),
  ),
  { weight: 1.2, make: (scene) => runInstances(scene, scene.random.pick(['t3.micro', 'm7i.large']), 1) },
  changing(1.2, 'ec2', 'TerminateInstances', (scene) => ({
    instancesSet: { items: [{ instanceId: instanceId(scene) }] },
  })),
  {
    weight: 0.8,
    make: (scene) =>
      openPort(scene, scene.random.pick([443, 5432]), `10.${20 + scene.random.below(4)}.0.0/16`),
  },
  changing(2, 'lambda', 'UpdateFunctionCode20150331v2', (scene) => {
    const name = scene.random.pick(FUNCTIONS);
    return { functionName: arn(scene, 'lambda', `function:${name}`), dryRun: false, publish: true };
  }),
  changing(1.6, 'cloudformation', 'UpdateStack', ({ random }) => ({
    stackName: random.pick(['web-api', 'order-worker']),
    capabilities: ['CAPABILITY_IAM'],
  })),
  changing(
    1.6,
    'ssm',
    'PutParameter',
    ({ random }) => ({
      name: `/${random.pick(['web-api', 'orders'])}/flags`,
      type: 'String',
      overwrite: true,
      value: 'HIDDEN_DUE_TO_SECURITY_REASONS',
    }),
    ({ random }) => ({ version: 1 + random.below(40), tier: 'Standard' }),
  ),
  changing(1.2, 'ssm', 'StartSession', (scene) => ({ target: instanceId(scene) })),
  changing(
    0.6,
    'iam',
    'AttachRolePolicy',
    ({ random }) => ({
      roleName: random.pick(ROLES),
      policyArn: 'arn:aws:iam::aws:policy/AmazonSSMManagedInstanceCore',
    }),
    () => null,
    true,
  ),
  changing(
    0.5,
    'iam',
    'CreateAccessKey',
    () => ({ userName: 'backup-operator' }),
    ({ at, random }) => ({
      accessKey: {
        userName: 'backup-operator',
        accessKeyId: `AKIA${random.base32(16)}`,
        status: 'Active',
        createDate: isoSecond(at),
      },
    }),
    true,
  ),
  changing(0.5, 's3', 'PutBucketPolicy', (scene) => {
    const name = bucketName(scene);
    return {
      bucketName: name,
      Host: `${name}.s3.${scene.region}.amazonaws.com`,
      policy: '',
      bucketPolicy: {
        Version: '2012-10-17',
        Statement: [
          {
            Effect: 'Deny',
            Principal: '*',
            Action: 's3:*',
            Resource: `arn:aws:s3:::${name}/*`,
            Condition: { Bool: { 'aws:SecureTransport': 'false' } },
          },
        ],
      },
    };
  }),
  changing(
    1,
    'sns',
    'Subscribe',
    (scene) => ({
      topicArn: arn(scene, 'sns', 'alarms'),
      protocol: 'email',
      endpoint: 'HIDDEN_DUE_TO_SECURITY_REASONS',
    }),
    (scene) => ({ subscriptionArn: arn(scene, 'sns', `alarms:${scene.random.uuid()}`) }),
  ),
];

/** What applications do, all day and all night. */
export const APPLICATION_CALLS: readonly CallKind[] = [
  s3(16, 'GetObject'),
  s3(7, 'PutObject'),
  s3(3, 'ListObjects'),
  kms(12, 'Decrypt'),
  kms(4, 'GenerateDataKey'),
  reading(8, 'secretsmanager', 'GetSecretValue', (scene) => ({
    secretId: arn(scene, 'secretsmanager', `secret:web-api/database-${scene.account.name.slice(0, 6)}`),
  })),
  reading(8, 'ssm', 'GetParameter', ({ random }) => ({
    name: `/${random.pick(['web-api', 'orders', 'search'])}/flags`,
    withDecryption: true,
  })),
  changing(6, 'ssm', 'UpdateInstanceInformation', (scene) => ({
    instanceId: instanceId(scene),
    agentVersion: '3.3.987.0',
    agentStatus: 'Active',
    platformType: 'Linux',
    platformName: 'Amazon Linux',
    platformVersion: '2023',
    iPAddress: `10.20.${scene.random.below(6)}.${scene.random.below(250)}`,
    agentName: 'amazon-ssm-agent',
  })),
  reading(5, 'dynamodb', 'DescribeTable', ({ random }) => ({ tableName: random.pick(TABLES) })),
  reading(4, 'ecr', 'BatchGetImage', ({ account, random }) => ({
    registryId: account.id,
    repositoryName: `team/${random.pick(['web-api', 'order-worker'])}`,
    imageIds: [{ imageTag: `sha-${random.hex(12)}` }],
  })),
  reading(3, 'ecr', 'GetAuthorizationToken', () => null),
  reading(5, 'sqs', 'GetQueueUrl', ({ account }) => ({
    queueName: 'orders',
    queueOwnerAWSAccountId: account.id,
  })),
  changing(4, 'logs', 'CreateLogStream', ({ random }) => ({
    logGroupName: `/aws/lambda/${random.pick(FUNCTIONS)}`,
    logStreamName: `2024/[$LATEST]${random.hex(32)}`,
  })),
  {
    weight: 5,
    make: (scene) => {
      const name = arn(scene, 'lambda', `function:${scene.random.pick(FUNCTIONS)}`);
      return {
        service: 'lambda',
        name: 'Invoke',
        readOnly: false,
        request: { functionName: name, invocationType: 'RequestResponse' },
        additionalEventData: { functionVersion: `${name}:$LATEST` },
        resources: [resource(scene, 'AWS::Lambda::Function', name)],
        isData: true,
      };
    },
  },
  assumeRole(4),
  reading(3, 'sts', 'GetCallerIdentity', () => null),
  reading(3, 'elasticloadbalancing', 'DescribeTargetHealth', (scene) => ({
    targetGroupArn: arn(scene, 'elasticloadbalancing', 'targetgroup/web/6d0ecf831eec9f09'),
  })),
];

export interface ServiceCallKind extends CallKind {
  /** The service that calls, with the role that it takes; without a role it calls in its own name. */
  readonly by: string;
  readonly role?: string;
}

/** What AWS services do by themselves. */
export const SERVICE_CALLS: readonly ServiceCallKind[] = [
  { ...assumeRole(26), by: 'ec2.amazonaws.com' },
  { ...assumeRole(18), by: 'lambda.amazonaws.com' },
  { ...s3(10, 'GetBucketAcl'), by: 'cloudtrail.amazonaws.com' },
  { ...kms(10, 'GenerateDataKey'), by: 'cloudtrail.amazonaws.com' },
  {
    ...changing(
      8,
      'config',
      'PutEvaluations',
      (scene) => ({
        evaluations: [
          {
            complianceResourceType: 'AWS::EC2::Instance',
            complianceResourceId: instanceId(scene),
            complianceType: scene.random.pick(['COMPLIANT', 'NON_COMPLIANT']),
            orderingTimestamp: isoSecond(scene.at),
          },
        ],
        resultToken: scene.random.alphanumeric(80),
        testMode: false,
      }),
      () => ({ failedEvaluations: [] }),
    ),
    by: 'config.amazonaws.com',
    role: 'AWSServiceRoleForConfig',
  },
  {
    ...reading(8, 'elasticloadbalancing', 'DescribeLoadBalancers', () => ({ pageSize: 400 })),
    by: 'config.amazonaws.com',
    role: 'AWSServiceRoleForConfig',
  },
  {
    ...reading(8, 'ec2', 'DescribeInstanceStatus', () => ({ instancesSet: {}, filterSet: {} })),
    by: 'autoscaling.amazonaws.com',
    role: 'AWSServiceRoleForAutoScaling',
  },
  {
    weight: 3,
    make: (scene) => runInstances(scene, 'm7i.large', 1),
    by: 'autoscaling.amazonaws.com',
    role: 'AWSServiceRoleForAutoScaling',
  },
  {
    ...reading(5, 'ec2', 'DescribeNetworkInterfaces', () => ({ networkInterfaceIdSet: {}, filterSet: {} })),
    by: 'eks.amazonaws.com',
    role: 'AWSServiceRoleForAmazonEKS',
  },
];

const DENIED: readonly string[] = ['ec2', 'rds', 'elasticloadbalancing'];

/** The same call refused or gone wrong, as its service says it. */
export function failing(call: Call, caller: string, random: Random): Call {
  if (random.chance(0.3)) {
    return { ...call, failure: { code: 'ThrottlingException', message: 'Rate exceeded' } };
  }
  if (DENIED.includes(call.service)) {
    const message = 'You are not authorized to perform this operation.';
    return { ...call, failure: { code: 'Client.UnauthorizedOperation', message } };
  }
  const action = `${call.service}:${call.name}`;
  const message = `User: ${caller} is not authorized to perform: ${action} because no identity-based policy allows the ${action} action`;
  return { ...call, failure: { code: 'AccessDenied', message } };
}
