/** Installs and runs a real S3 server (moto) on loopback, with IAM users and policies, for tests and the demo. */
import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdir, mkdtemp, rename, rm, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { CreateBucketCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { freePort } from './free_port';
import { openGuard, type Guard, type GuardedProcess } from './guarded';

const execute = promisify(execFile);

const CACHE = join(dirname(fileURLToPath(import.meta.url)), '../../.cache');
const MOTO_VERSION = '5.2.5';
const MOTO_HOME = join(CACHE, `moto-${MOTO_VERSION}`);

const REGION = 'us-east-1';
const START_TIMEOUT_MS = 60_000;
const INSTALL_TIMEOUT_MS = 15 * 60_000;
const IAM_VERSION = '2010-05-08';
const POLICY_VERSION = '2012-10-17';

/** What a source needs: nothing that changes the bucket. */
const READ_ONLY = [
  's3:GetObject',
  's3:ListBucket',
  's3:GetBucketLocation',
  'sqs:ReceiveMessage',
  'sqs:DeleteMessage',
  'sqs:ChangeMessageVisibility',
  // AWS asks for no right of its own for a batch, moto does
  'sqs:DeleteMessageBatch',
  'sqs:ChangeMessageVisibilityBatch',
];

export interface AccessKey {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
}

export interface BucketEntry {
  readonly key: string;
  readonly body: Uint8Array;
}

export interface S3Options {
  /** Without it a free port. */
  readonly port?: number;
  /** Checks signatures and IAM policies, as AWS does (the default). Otherwise anybody may do anything. */
  readonly requireCredentials?: boolean;
  readonly signal?: AbortSignal;
  readonly progress?: (line: string) => void;
}

/** Its own access key may list and get, and read queues; nothing else. */
export interface S3Server extends AccessKey {
  /** The endpoint; it wants path style. */
  readonly url: string;
  readonly region: string;
  readonly pid: number;
  /** May do anything in S3 and SQS. */
  readonly owner: AccessKey;
  /** A new IAM user whose only rights are `actions` on everything. With no action each call is refused. */
  readonly createUser: (actions: readonly string[]) => Promise<AccessKey>;
  readonly createBucket: (name: string) => Promise<void>;
  /** Puts the entries, some at a time, and gives how many there were. Any failure rejects. */
  readonly putObjects: (
    bucket: string,
    entries: Iterable<BucketEntry> | AsyncIterable<BucketEntry>,
    options?: { readonly concurrency?: number; readonly onPut?: (count: number) => void },
  ) => Promise<number>;
  /** Leaves no process and no temporary folder. */
  readonly stop: () => Promise<void>;
}

/** Makes moto's own Python environment in the cache folder. Throws with the command to run without Python or venv. */
export async function installMoto(
  progress: (line: string) => void = () => undefined,
  signal?: AbortSignal,
): Promise<void> {
  if (await exists(MOTO_HOME)) return;
  progress(`Installing moto ${MOTO_VERSION}, the S3 server, in a Python environment of its own`);
  await mkdir(CACHE, { recursive: true });
  // made aside and renamed, so that half an environment is never taken for a whole one
  const staging = await mkdtemp(join(CACHE, 'installing-'));
  try {
    await makeEnvironment(staging, signal);
    await rename(staging, MOTO_HOME).catch(async (error: unknown) => {
      if (!(await exists(MOTO_HOME))) throw error;
    });
  } finally {
    await rm(staging, { recursive: true, force: true });
  }
}

async function makeEnvironment(folder: string, signal?: AbortSignal): Promise<void> {
  try {
    await execute('python3', ['-m', 'venv', folder]);
  } catch (error) {
    const command = process.platform === 'darwin' ? 'brew install python' : 'apt-get install -y python3-venv';
    throw new Error(`Python 3 with venv is missing (the S3 server runs on it). Run: ${command}`, {
      cause: error,
    });
  }
  const pip = ['-m', 'pip', 'install', '-q', '--disable-pip-version-check', `moto[server]==${MOTO_VERSION}`];
  try {
    await execute(join(folder, 'bin/python'), pip, { timeout: INSTALL_TIMEOUT_MS, signal });
  } catch (error) {
    const output = error instanceof Error && 'stderr' in error ? String(error.stderr).trim() : String(error);
    throw new Error(`pip could not install moto ${MOTO_VERSION}:\n${output.slice(-2_000)}`, { cause: error });
  }
}

/** Starts the S3 server on 127.0.0.1 and waits until it answers. */
export async function startS3(options: S3Options = {}): Promise<S3Server> {
  await installMoto(options.progress, options.signal);
  options.signal?.throwIfAborted();
  const guard = await openGuard('s3');
  try {
    return await startIn(guard, options);
  } catch (error) {
    await guard.close();
    throw error;
  }
}

async function startIn(guard: Guard, options: S3Options): Promise<S3Server> {
  const requireCredentials = options.requireCredentials ?? true;
  const port = options.port ?? (await freePort());
  const url = `http://127.0.0.1:${port}`;
  const server = await guard.start({
    command: join(MOTO_HOME, 'bin/python'),
    args: ['-m', 'moto.server', '--host', '127.0.0.1', '--port', String(port)],
    cwd: guard.folder,
    // moto spools large bodies to files
    env: { PATH: process.env['PATH'], TMPDIR: guard.folder, HOME: guard.folder },
  });
  await waitUntilAnswering(url, server);

  const createUser = async (actions: readonly string[]): Promise<AccessKey> => {
    await setAuthentication(url, false);
    const key = await createIamUser(url, actions);
    if (requireCredentials) await setAuthentication(url, true);
    return key;
  };
  const owner = await createUser(['s3:*', 'sqs:*']);
  const reader = await createUser(READ_ONLY);
  const client = new S3Client({ endpoint: url, region: REGION, forcePathStyle: true, credentials: owner });
  return {
    ...reader,
    owner,
    url,
    region: REGION,
    pid: server.pid,
    createUser,
    createBucket: async (name) => {
      await client.send(new CreateBucketCommand({ Bucket: name }));
    },
    putObjects: (bucket, entries, { concurrency = 8, onPut } = {}) =>
      putAll(client, bucket, entries, concurrency, onPut),
    stop: async () => {
      client.destroy();
      await guard.close();
    },
  };
}

async function waitUntilAnswering(url: string, server: GuardedProcess): Promise<void> {
  const deadline = Date.now() + START_TIMEOUT_MS;
  for (;;) {
    if (!server.isRunning()) throw new Error(`the S3 server ended while starting:\n${server.output()}`);
    try {
      await (await fetch(`${url}/moto-api/`)).arrayBuffer();
      return;
    } catch (error) {
      if (Date.now() > deadline) {
        throw new Error(`the S3 server did not become ready:\n${server.output()}`, { cause: error });
      }
    }
    await sleep(100);
  }
}

/** All lanes draw from one iterator, so that no more than `concurrency` bodies are in memory. */
async function putAll(
  client: S3Client,
  bucket: string,
  entries: Iterable<BucketEntry> | AsyncIterable<BucketEntry>,
  concurrency: number,
  onPut: ((count: number) => void) | undefined,
): Promise<number> {
  const queue = inTurn(entries);
  let count = 0;
  const lane = async () => {
    for await (const { key, body } of { [Symbol.asyncIterator]: () => ({ next: () => queue.next() }) }) {
      await client.send(new PutObjectCommand({ Bucket: bucket, Key: key, Body: body }));
      count += 1;
      onPut?.(count);
    }
  };
  await Promise.all(Array.from({ length: concurrency }, lane));
  return count;
}

async function* inTurn(
  entries: Iterable<BucketEntry> | AsyncIterable<BucketEntry>,
): AsyncGenerator<BucketEntry> {
  yield* entries;
}

/**
 * Off: nothing is checked. On: signature and policies are checked on each call.
 * https://docs.getmoto.org/en/latest/docs/iam.html
 */
async function setAuthentication(url: string, on: boolean): Promise<void> {
  const response = await fetch(`${url}/moto-api/reset-auth`, { method: 'POST', body: on ? '0' : 'inf' });
  if (!response.ok) throw new Error(`the S3 server refused to switch authentication: ${response.status}`);
}

async function createIamUser(url: string, actions: readonly string[]): Promise<AccessKey> {
  const UserName = `user-${randomBytes(6).toString('hex')}`;
  await callIam(url, { Action: 'CreateUser', UserName });
  if (actions.length > 0) {
    const statement = { Effect: 'Allow', Action: actions, Resource: '*' };
    const PolicyDocument = JSON.stringify({ Version: POLICY_VERSION, Statement: [statement] });
    await callIam(url, { Action: 'PutUserPolicy', UserName, PolicyName: 'given', PolicyDocument });
  }
  const answer = await callIam(url, { Action: 'CreateAccessKey', UserName });
  return {
    accessKeyId: elementText(answer, 'AccessKeyId'),
    secretAccessKey: elementText(answer, 'SecretAccessKey'),
  };
}

async function callIam(url: string, parameters: Readonly<Record<string, string>>): Promise<string> {
  const response = await fetch(url, {
    method: 'POST',
    headers: {
      // moto reads from the scope which service is meant; the signature isn't looked at while authentication is off
      authorization: `AWS4-HMAC-SHA256 Credential=setup/20200101/${REGION}/iam/aws4_request, SignedHeaders=host, Signature=none`,
    },
    body: new URLSearchParams({ Version: IAM_VERSION, ...parameters }),
  });
  const text = await response.text();
  if (!response.ok)
    throw new Error(`IAM ${parameters['Action']} answered ${response.status}: ${text.slice(0, 300)}`);
  return text;
}

function elementText(xml: string, name: string): string {
  const text = new RegExp(`<${name}>([^<]+)</${name}>`).exec(xml)?.[1];
  if (text === undefined) throw new Error(`IAM answered without ${name}`);
  return text;
}

async function exists(path: string): Promise<boolean> {
  return stat(path).then(
    () => true,
    () => false,
  );
}
