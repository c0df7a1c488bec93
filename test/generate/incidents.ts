/** What somebody should notice in the estate: each incident with its records. */
import type { Account } from './accounts';
import { GLOBAL_REGION, LEGACY, MANAGEMENT, STAGING, STRANGE_REGION } from './accounts';
import { asPerson, asRoot, asStranger, signingIn } from './callers';
import { consoleLogin, openPort, runInstances } from './calls';
import type { Person } from './people';
import { GUESSED, PEOPLE, STRANGERS, TRAVELLER } from './people';
import { Random } from './random';
import type { Call, Caller, JsonObject, Scene } from './record';
import { arn, isoSecond, makeRecord } from './record';

export type IncidentName =
  | 'root_with_mfa'
  | 'root_without_mfa'
  | 'password_guessed'
  | 'far_sign_in'
  | 'instances_in_strange_region'
  | 'security_group_opened'
  | 'trail_stopped';

export interface IncidentEvent {
  readonly account: Account;
  readonly region: string;
  /** ms since the epoch. */
  readonly at: number;
  readonly record: JsonObject;
}

export interface Incident {
  readonly name: IncidentName;
  readonly events: readonly IncidentEvent[];
}

/** A time in which an account's trail wrote nothing. */
export interface Silence {
  readonly account: Account;
  /** ms since the epoch. */
  readonly from: number;
  readonly to: number;
}

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;

/** Writes one incident down, call by call. */
class Story {
  readonly events: IncidentEvent[] = [];

  constructor(
    private readonly account: Account,
    private readonly random: Random,
    private at: number,
  ) {}

  wait(ms: number): this {
    this.at += ms;
    return this;
  }

  call(region: string, callerOf: (scene: Scene) => Caller, callOf: (scene: Scene) => Call): this {
    const { account, random, at } = this;
    const scene: Scene = { account, region, at, random };
    this.events.push({ account, region, at, record: makeRecord(scene, callerOf(scene), callOf(scene)) });
    this.at += 4_000 + random.below(20_000);
    return this;
  }
}

function read(service: string, name: string, request: JsonObject | null = null): () => Call {
  return () => ({ service, name, readOnly: true, request });
}

function change(
  service: string,
  name: string,
  request: JsonObject,
  response: JsonObject | null = null,
): () => Call {
  return () => ({ service, name, readOnly: false, request, response });
}

function colleague(name: string): Person {
  const person = PEOPLE.find((one) => one.name.startsWith(name));
  if (person === undefined) throw new Error(`no person called ${name}`);
  return person;
}

/** All incidents of the seven days before `now` (ms). The last one ends hours before `now`. */
export function makeIncidents(
  seed: string,
  now: number,
): { incidents: readonly Incident[]; silence: Silence } {
  const story = (name: IncidentName, account: Account, at: number): Story =>
    new Story(account, new Random(`${seed}/incident/${name}`), at);
  const hoursAgo = (hours: number): number => now - hours * HOUR_MS;

  const withMfa = story('root_with_mfa', MANAGEMENT, hoursAgo(101));
  const root = (scene: Scene): Caller => asRoot(scene, STRANGERS.rootHome.address, true);
  withMfa
    .call(
      GLOBAL_REGION,
      (scene) => signingIn(root(scene)),
      () => consoleLogin(true, true),
    )
    .call(
      GLOBAL_REGION,
      root,
      read('ce', 'GetCostAndUsage', { granularity: 'MONTHLY', metrics: ['UnblendedCost'] }),
    )
    .call(GLOBAL_REGION, root, read('account', 'GetContactInformation'))
    .call(
      GLOBAL_REGION,
      root,
      change('account', 'PutAlternateContact', { alternateContactType: 'SECURITY' }),
    );

  const withoutMfa = story('root_without_mfa', LEGACY, hoursAgo(53));
  const bareRoot = (scene: Scene): Caller => asRoot(scene, STRANGERS.rootAway.address, false);
  withoutMfa
    .call(
      GLOBAL_REGION,
      (scene) => signingIn(bareRoot(scene)),
      () => consoleLogin(true, false),
    )
    .call(GLOBAL_REGION, bareRoot, read('iam', 'GetAccountSummary'))
    .call(GLOBAL_REGION, bareRoot, read('iam', 'ListAccessKeys'))
    .call(GLOBAL_REGION, bareRoot, (scene) =>
      change(
        'iam',
        'CreateAccessKey',
        {},
        {
          accessKey: {
            accessKeyId: `AKIA${scene.random.base32(16)}`,
            status: 'Active',
            createDate: isoSecond(scene.at),
          },
        },
      )(),
    );

  const guessing = story('password_guessed', LEGACY, hoursAgo(27));
  const { address } = STRANGERS.guesser;
  for (let i = 0; i < 4; i++) {
    guessing.call(
      GLOBAL_REGION,
      (scene) => asStranger(scene, undefined, address),
      () => consoleLogin(false, false, 'No username found in supplied account'),
    );
  }
  for (let i = 0; i < 17; i++) {
    guessing.call(
      GLOBAL_REGION,
      (scene) => asStranger(scene, GUESSED.name, address),
      () => consoleLogin(false, false),
    );
  }
  const thief = (scene: Scene): Caller => asPerson(GUESSED, scene, { fromConsole: true, address });
  guessing
    .call(
      GLOBAL_REGION,
      (scene) => signingIn(thief(scene)),
      () => consoleLogin(true, false),
    )
    .call(GLOBAL_REGION, thief, read('iam', 'GetUser', { userName: GUESSED.name }))
    .call(GLOBAL_REGION, thief, read('iam', 'ListAttachedUserPolicies', { userName: GUESSED.name }))
    .call(GLOBAL_REGION, thief, read('iam', 'GetAccountAuthorizationDetails'))
    .call(GLOBAL_REGION, thief, read('s3', 'ListBuckets'));

  const strange = story('instances_in_strange_region', LEGACY, hoursAgo(26.4));
  strange.call(STRANGE_REGION, thief, read('ec2', 'DescribeRegions', { regionSet: {} }));
  strange.call(STRANGE_REGION, thief, (scene) => ({
    ...runInstances(scene, 'p4d.24xlarge', 8),
    failure: {
      code: 'Client.VcpuLimitExceeded',
      message: 'You have requested more vCPU capacity than your current vCPU limit of 64 allows.',
    },
  }));
  for (let i = 0; i < 4; i++)
    strange.call(STRANGE_REGION, thief, (scene) => runInstances(scene, 'g5.4xlarge', 2));
  strange.call(STRANGE_REGION, thief, read('ec2', 'DescribeInstances', { instancesSet: {}, filterSet: {} }));

  const stopped = story('trail_stopped', LEGACY, hoursAgo(26.1));
  const trail = (scene: Scene): JsonObject => ({ name: arn(scene, 'cloudtrail', 'trail/legacy-trail') });
  const mender = colleague('david.tremblay');
  stopped
    .call(GLOBAL_REGION, thief, read('cloudtrail', 'DescribeTrails', { trailNameList: [] }))
    .call(GLOBAL_REGION, thief, (scene) => change('cloudtrail', 'StopLogging', trail(scene))());
  const silentFrom = hoursAgo(26.1) + 2 * MINUTE_MS;
  stopped.wait(110 * MINUTE_MS).call(
    GLOBAL_REGION,
    (scene) => asPerson(mender, scene, { fromConsole: false }),
    (scene) => change('cloudtrail', 'StartLogging', trail(scene))(),
  );

  const far = story('far_sign_in', MANAGEMENT, hoursAgo(75));
  const atHome = (scene: Scene): Caller => asPerson(TRAVELLER, scene, { fromConsole: true });
  const faraway = (scene: Scene): Caller =>
    asPerson(TRAVELLER, scene, { fromConsole: true, address: STRANGERS.farSignIn.address });
  far
    .call(GLOBAL_REGION, atHome, () => consoleLogin(true, true))
    .call(GLOBAL_REGION, atHome, read('organizations', 'ListAccounts'))
    .wait(35 * MINUTE_MS)
    .call(GLOBAL_REGION, faraway, () => consoleLogin(true, false))
    .call(GLOBAL_REGION, faraway, read('organizations', 'ListAccounts'))
    .call(GLOBAL_REGION, faraway, read('secretsmanager', 'ListSecrets', { maxResults: 100 }));

  const opened = story('security_group_opened', STAGING, hoursAgo(6));
  const opener = colleague('marcus.lee');
  const byOpener = (scene: Scene): Caller => asPerson(opener, scene, { fromConsole: true });
  opened
    .call(
      'eu-west-1',
      byOpener,
      read('ec2', 'DescribeSecurityGroups', { securityGroupSet: {}, filterSet: {} }),
    )
    .call('eu-west-1', byOpener, (scene) => openPort(scene, 22, '0.0.0.0/0'))
    .call('eu-west-1', byOpener, (scene) => openPort(scene, 3389, '::/0'));

  const incidents: readonly Incident[] = [
    { name: 'root_with_mfa', events: withMfa.events },
    { name: 'far_sign_in', events: far.events },
    { name: 'root_without_mfa', events: withoutMfa.events },
    { name: 'password_guessed', events: guessing.events },
    { name: 'instances_in_strange_region', events: strange.events },
    { name: 'trail_stopped', events: stopped.events },
    { name: 'security_group_opened', events: opened.events },
  ];
  return { incidents, silence: { account: LEGACY, from: silentFrom, to: silentFrom + 110 * MINUTE_MS } };
}
