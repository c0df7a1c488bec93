/** A seeded estate: seven days of CloudTrail files from several accounts, regions, people and machines. */
import { gzipSync } from 'node:zlib';
import type { Account } from './accounts';
import { ACCOUNTS, GLOBAL_REGION } from './accounts';
import type { BucketObject } from './bucket_object';
import { logKey } from './bucket_object';
import { asApplication, asInternal, asPerson, asService, asServiceRole, signingIn } from './callers';
import type { CallKind } from './calls';
import { APPLICATION_CALLS, PEOPLE_CALLS, SERVICE_CALLS, consoleLogin, failing } from './calls';
import type { Incident, Silence } from './incidents';
import { makeIncidents } from './incidents';
import type { Person } from './people';
import { PEOPLE, isAtWork } from './people';
import { Random } from './random';
import type { Call, Caller, JsonObject, Scene } from './record';
import { makeRecord } from './record';

export interface EstateOptions {
  readonly seed: string | number;
  /** The end of the seven days. */
  readonly now: Date;
  /** How many times as many events a file has; 1 unless given. */
  readonly busyness?: number;
}

const MINUTE_MS = 60_000;
const DAY_MS = 86_400_000;
const DAYS = 7;
/** Deliveries fall on full five minutes; an account × region that is busy gets one every quarter of an hour. */
const STAMP_MS = 5 * MINUTE_MS;
const WINDOW_MS = 15 * MINUTE_MS;
/** From a mistyped password to the right one. */
const SECOND_TRY_MS = 25_000;
/** An event is delivered 3 to 15 minutes after it happened. */
const LEAST_LAG_MS = 3 * MINUTE_MS;
const OBJECTS = 690;
const MEDIAN_EVENTS = 36;
const MOST_EVENTS = 400;
const LATE_FILES = 8;
const REPEATED_EVENTS = 16;

/** One delivery: what an account did in a region in the quarter of an hour before the stamp. */
interface Window {
  readonly account: Account;
  readonly region: string;
  /** ms since the epoch: the stamp that an object on time has. */
  readonly at: number;
  /** False where only an incident fell into it. */
  readonly isBusy: boolean;
  readonly incidentRecords: JsonObject[];
}

/** The incidents of the estate with that seed and that `now`, with the records as they are in its objects. */
export function estateIncidents({ seed, now }: EstateOptions): readonly Incident[] {
  return makeIncidents(String(seed), now.getTime()).incidents;
}

/**
 * The objects of the estate, in the order of their deliveries: about 700, with about 30,000 events. The same seed and
 * the same `now` give the same bytes (on one version of zlib). A few files come hours late, and a few events come
 * twice, as with AWS. No key and no event is later than `now`.
 */
export function* makeEstate({ seed, now, busyness = 1 }: EstateOptions): Generator<BucketObject> {
  const random = new Random(`${seed}/estate`);
  const end = now.getTime() - (now.getTime() % STAMP_MS);
  const { incidents, silence } = makeIncidents(String(seed), now.getTime());
  const windows = planWindows(random.fork('plan'), end, silence);
  addIncidents(windows, incidents);

  const inOrder = [...windows.values()].sort((a, b) => a.at - b.at || (windowId(a) < windowId(b) ? -1 : 1));
  const lateness = chooseSome(random.fork('late'), inOrder, LATE_FILES);
  const repeating = chooseSome(random.fork('repeat'), inOrder, REPEATED_EVENTS);
  const again = new Map<string, JsonObject>();
  for (const window of inOrder) {
    const { account, region, at } = window;
    const scene = { account, region, random: random.fork(windowId(window)) };
    const records = [
      ...window.incidentRecords,
      ...(window.isBusy ? recordsOf(window, scene.random, busyness) : []),
    ];
    const place = `${account.id} ${region}`;
    const repeated = again.get(place);
    again.delete(place);
    const last = records.at(-1);
    if (repeating.has(window) && last !== undefined) again.set(place, last);
    if (repeated !== undefined) records.push(repeated);
    records.sort((a, b) => (String(a['eventTime']) < String(b['eventTime']) ? -1 : 1));

    const lateMs = lateness.has(window) ? (8 + scene.random.below(60)) * STAMP_MS : 0;
    const stamp = at + lateMs <= end ? at + lateMs : at;
    const file = { organisationFolder: account.organisationFolder, account: account.id, region, at: stamp };
    const body = gzipSync(JSON.stringify({ Records: records }), { level: 6 });
    yield { key: logKey(file, scene.random.alphanumeric(16)), body };
  }
}

function windowId({ account, region, at }: Pick<Window, 'account' | 'region' | 'at'>): string {
  return `${account.id} ${region} ${at}`;
}

/** Which account × region delivers when: busier places and working hours oftener, nights and weekends seldom. */
function planWindows(random: Random, end: number, silence: Silence): Map<string, Window> {
  const candidates: (Window & { readonly weight: number })[] = [];
  for (let at = end; at - WINDOW_MS >= end - DAYS * DAY_MS; at -= WINDOW_MS) {
    for (const account of ACCOUNTS) {
      const isSilent = account === silence.account && at > silence.from && at - WINDOW_MS < silence.to;
      if (isSilent) continue;
      const members = PEOPLE.filter(({ accounts }) => accounts.includes(account));
      const atWork = members.filter((person) => isAtWork(person, at)).length / members.length;
      for (const [region, share] of Object.entries(account.regions)) {
        const weight = share * (0.3 + 1.7 * atWork);
        candidates.push({ account, region, at, isBusy: true, incidentRecords: [], weight });
      }
    }
  }
  const total = candidates.reduce((sum, { weight }) => sum + weight, 0);
  const chosen = candidates.filter(({ weight }) => random.chance((OBJECTS * weight) / total));
  return new Map(chosen.map((window) => [windowId(window), window]));
}

/** Puts each record of an incident into the delivery that it falls into, or into one of its own. */
function addIncidents(windows: Map<string, Window>, incidents: readonly Incident[]): void {
  for (const { account, region, at, record } of incidents.flatMap(({ events }) => events)) {
    const first = Math.ceil((at + LEAST_LAG_MS) / STAMP_MS) * STAMP_MS;
    const stamps = [first, first + STAMP_MS, first + 2 * STAMP_MS].filter((stamp) => stamp - at <= WINDOW_MS);
    const found = stamps
      .map((stamp) => windows.get(windowId({ account, region, at: stamp })))
      .find((window) => window !== undefined);
    const window = found ?? { account, region, at: first, isBusy: false, incidentRecords: [] };
    window.incidentRecords.push(record);
    windows.set(windowId(window), window);
  }
}

function chooseSome(random: Random, windows: readonly Window[], count: number): ReadonlySet<Window> {
  const busy = windows.filter(({ isBusy }) => isBusy);
  return new Set(Array.from({ length: count }, () => random.pick(busy)));
}

/** What goes on in one quarter of an hour: some people at work, applications, and AWS itself. */
function recordsOf(window: Window, random: Random, busyness: number): JsonObject[] {
  const events = Math.round(busyness * random.around(MEDIAN_EVENTS, 0.6));
  const count = Math.max(3, Math.min(busyness * MOST_EVENTS, events));
  const people = peopleIn(window, random);
  const records: JsonObject[] = [];
  const someTime = (): Scene => {
    const latest = window.at - LEAST_LAG_MS - SECOND_TRY_MS;
    const at = latest - random.below(latest - (window.at - WINDOW_MS));
    return { account: window.account, region: window.region, at, random };
  };
  for (const person of people) {
    const fromConsole = random.chance(person.console);
    if (fromConsole && random.chance(0.4)) records.push(...signIn(person, someTime()));
    const calls = Math.ceil((count * 0.5) / people.length);
    for (let i = 0; i < calls; i++) records.push(...personCalls(person, someTime(), fromConsole));
  }
  while (records.length < count) {
    const scene = someTime();
    records.push(random.chance(0.62) ? applicationCalls(scene) : serviceCalls(scene));
  }
  if (random.chance(0.08)) records.push(serviceEvent(someTime()));
  return records;
}

/** Up to four of those who are at work; now and then somebody who should be asleep. */
function peopleIn({ account, at }: Window, random: Random): Person[] {
  const members = PEOPLE.filter(({ accounts }) => accounts.includes(account));
  const present = members.filter((person) => random.chance(isAtWork(person, at) ? 0.6 : 0.01));
  return present.slice(0, 4);
}

function signIn(person: Person, scene: Scene): JsonObject[] {
  const caller = signingIn(asPerson(person, scene, { fromConsole: true }));
  const success = { ...scene, at: scene.at + SECOND_TRY_MS };
  // People who sign in by Identity Center type their password elsewhere: no failure of theirs is logged here.
  const mistypes = person.kind === 'user' && scene.random.chance(0.12);
  return [
    ...(mistypes ? [makeRecord(scene, caller, consoleLogin(false, false))] : []),
    makeRecord(success, caller, consoleLogin(true, person.hasMfa)),
  ];
}

function personCalls(person: Person, scene: Scene, fromConsole: boolean): JsonObject[] {
  const { random } = scene;
  const caller = asPerson(person, scene, { fromConsole });
  const call = chooseCall(PEOPLE_CALLS, scene);
  const mayNot = person.permissionSet === 'ViewOnlyAccess' && !call.readOnly;
  const record = makeRecord(
    scene,
    caller,
    mayNot ? failing(call, callerName(caller), random) : sometimesFailing(call, caller, random),
  );
  if (!random.chance(0.05)) return [record];
  return [
    record,
    makeRecord(scene, asInternal(person, scene), chooseCall(APPLICATION_CALLS.slice(3, 5), scene)),
  ];
}

function applicationCalls(scene: Scene): JsonObject {
  const caller = asApplication(scene);
  return makeRecord(
    scene,
    caller,
    sometimesFailing(chooseCall(APPLICATION_CALLS, scene), caller, scene.random),
  );
}

function serviceCalls(scene: Scene): JsonObject {
  const kind = scene.random.pickWeighted(SERVICE_CALLS);
  const caller =
    kind.role === undefined
      ? asService(kind.by)
      : asServiceRole(scene, kind.by, kind.role, kind.role.replace('AWSServiceRoleFor', ''));
  return makeRecord(scene, caller, kind.make(scene));
}

/** What AWS did without a call: a key's yearly rotation. */
function serviceEvent(scene: Scene): JsonObject {
  const { account, region, random } = scene;
  const caller: Caller = {
    userIdentity: { accountId: account.id, invokedBy: 'AWS Internal' },
    sourceIPAddress: 'AWS Internal',
    userAgent: 'AWS Internal',
    isAws: true,
  };
  const keyId = random.uuid();
  return makeRecord(scene, caller, {
    service: 'kms',
    name: 'RotateKey',
    readOnly: false,
    resources: [
      {
        accountId: account.id,
        type: 'AWS::KMS::Key',
        ARN: `arn:aws:kms:${region}:${account.id}:key/${keyId}`,
      },
    ],
    eventType: 'AwsServiceEvent',
    serviceEventDetails: { keyId },
  });
}

function chooseCall(kinds: readonly CallKind[], scene: Scene): Call {
  const here = kinds.filter(({ isGlobal }) => isGlobal !== true || scene.region === GLOBAL_REGION);
  return scene.random.pickWeighted(here).make(scene);
}

function sometimesFailing(call: Call, caller: Caller, random: Random): Call {
  return random.chance(0.055) ? failing(call, callerName(caller), random) : call;
}

function callerName({ userIdentity }: Caller): string {
  return String(userIdentity['arn']);
}
