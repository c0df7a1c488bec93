/** Installs and runs a real Elasticsearch on loopback, with security on, for tests and the demo. */
import { execFile } from 'node:child_process';
import { createHash, randomBytes } from 'node:crypto';
import { chmod, chown, cp, mkdir, mkdtemp, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { freePort } from './free_port';
import { openGuard, type Guard, type GuardedProcess } from './guarded';

const execute = promisify(execFile);

const HERE = dirname(fileURLToPath(import.meta.url));
const MODULE_SOURCE = join(HERE, 'SecurityAnalysis.java');
const CACHE = join(HERE, '../../.cache');

/** Newest first; each with the oldest Java that runs it (its own `java.version`). */
const RELEASES = [
  { version: '9.2.8', java: 21 },
  { version: '8.19.16', java: 17 },
] as const;
const OLDEST_JAVA = 17;

/** Pinned, for Maven would otherwise look for the newest. */
const DEPENDENCY_PLUGIN = 'org.apache.maven.plugins:maven-dependency-plugin:3.8.1';
const START_TIMEOUT_MS = 240_000;
const DOWNLOAD_TIMEOUT_MS = 15 * 60_000;
/** Elasticsearch refuses to run as root; any other numeric user will do and need not have a name. */
const OTHER_UID = 65_534;

export type Progress = (line: string) => void;

export interface InstalledElasticsearch {
  readonly version: string;
  /** The unpacked distribution. */
  readonly home: string;
  readonly javaHome: string;
}

export interface ElasticsearchOptions {
  /** Kept on stop. Without it the data is in a temporary folder that goes on stop. */
  readonly dataDir?: string;
  /** Without it a free port. */
  readonly port?: number;
  /** As -Xmx takes it. */
  readonly heap?: string;
  /** Compiles for speed, and takes longer to get there: for benchmarks. */
  readonly isLongLived?: boolean;
  /** Given for a second start on the same data, for clients that know the passwords already. */
  readonly password?: string;
  readonly kibanaPassword?: string;
  readonly signal?: AbortSignal;
  readonly progress?: Progress;
}

export interface Elasticsearch {
  /** Without credentials. */
  readonly url: string;
  readonly version: string;
  /** A superuser. */
  readonly username: string;
  readonly password: string;
  /** The user that a Kibana would connect as: `kibana_system`, or one with its role in somebody else's cluster. */
  readonly kibanaUsername: string;
  readonly kibanaPassword: string;
  readonly port: number;
  /** Absent with `ELASTICSEARCH_URL`. */
  readonly pid?: number;
  /** Leaves no process and no temporary folder. */
  readonly stop: () => Promise<void>;
  /** SIGKILL, without waiting; `stop` is still to be called. Does nothing with `ELASTICSEARCH_URL`. */
  readonly kill: () => void;
}

/**
 * Gives the newest Elasticsearch that this machine's Java runs, from the cache folder or else from Maven Central.
 * Throws with the command to run where Java, javac or Maven is missing or too old.
 */
export async function installElasticsearch(
  progress: Progress = () => undefined,
  signal?: AbortSignal,
): Promise<InstalledElasticsearch> {
  const java = await findJava();
  const release = RELEASES.find((candidate) => candidate.java <= java.version);
  if (release === undefined) {
    throw new Error(
      `Java ${java.version} at ${java.home} is too old: Elasticsearch wants ${OLDEST_JAVA} or newer. ${installHint('openjdk-17-jdk-headless')}`,
    );
  }
  const source = await readFile(MODULE_SOURCE);
  const stamp = createHash('sha256').update(source).digest('hex').slice(0, 8);
  const home = join(CACHE, `elasticsearch-${release.version}-${stamp}`);
  if (!(await exists(home))) await installRelease(release, java.home, home, progress, signal);
  return { version: release.version, home, javaHome: java.home };
}

/**
 * Starts Elasticsearch (one node, security on, http without TLS, 127.0.0.1 only) and waits until it answers.
 * With `ELASTICSEARCH_URL` in the environment (user and password in the URL) it uses that cluster instead.
 */
export async function startElasticsearch(options: ElasticsearchOptions = {}): Promise<Elasticsearch> {
  const foreignUrl = process.env['ELASTICSEARCH_URL'];
  if (foreignUrl !== undefined && foreignUrl !== '') return useForeignCluster(foreignUrl);
  const installed = await installElasticsearch(options.progress, options.signal);
  options.signal?.throwIfAborted();
  const guard = await openGuard('elasticsearch');
  const onAbort = () => void guard.close();
  options.signal?.addEventListener('abort', onAbort);
  try {
    return await startIn(guard, installed, options);
  } catch (error) {
    await guard.close();
    throw options.signal?.aborted === true ? options.signal.reason : error;
  } finally {
    options.signal?.removeEventListener('abort', onAbort);
  }
}

async function startIn(
  guard: Guard,
  installed: InstalledElasticsearch,
  options: ElasticsearchOptions,
): Promise<Elasticsearch> {
  const isRoot = process.getuid?.() === 0;
  const owner = isRoot ? { uid: OTHER_UID, gid: OTHER_UID } : {};
  const password = options.password ?? randomPassword();
  const kibanaPassword = options.kibanaPassword ?? randomPassword();
  const port = options.port ?? (await freePort());
  const url = `http://127.0.0.1:${port}`;

  const folders = {
    config: join(guard.folder, 'config'),
    data: options.dataDir ?? join(guard.folder, 'data'),
    logs: join(guard.folder, 'logs'),
    temporary: join(guard.folder, 'tmp'),
  };
  for (const folder of Object.values(folders)) await mkdir(folder, { recursive: true });
  const home = isRoot ? await homeForOthers(installed.home, guard.folder) : installed.home;
  await cp(join(home, 'config'), folders.config, { recursive: true });
  await writeFile(join(folders.config, 'elasticsearch.yml'), settings(port, folders.data, folders.logs));
  if (isRoot) await giveAway([guard.folder, ...Object.values(folders)], folders.config);

  const environment = {
    PATH: process.env['PATH'],
    ES_JAVA_HOME: installed.javaHome,
    ES_PATH_CONF: folders.config,
    ES_TMPDIR: folders.temporary,
    // the last -Xlog wins: no garbage collection log. The first compiler alone halves the processor time of a life of
    // minutes (measured: 28 s in place of 54 s for a start and 40,000 documents)
    ES_JAVA_OPTS: `-Xms${options.heap ?? '1g'} -Xmx${options.heap ?? '1g'} ${options.isLongLived === true ? '' : '-XX:TieredStopAtLevel=1'} -Xlog:disable -XX:-HeapDumpOnOutOfMemoryError`,
    LIBFFI_TMPDIR: folders.temporary,
    HOME: guard.folder,
  };
  await storeBootstrapPassword(guard, home, environment, owner, password);
  const server = await guard.start({
    command: join(home, 'bin/elasticsearch'),
    args: [],
    cwd: guard.folder,
    env: environment,
    ...owner,
  });
  await waitUntilHealthy(url, password, server);
  await setPassword(url, password, 'kibana_system', kibanaPassword);
  return {
    url,
    version: installed.version,
    username: 'elastic',
    password,
    kibanaUsername: 'kibana_system',
    kibanaPassword,
    port,
    pid: server.pid,
    stop: guard.close,
    kill: server.kill,
  };
}

function settings(port: number, data: string, logs: string): string {
  return [
    'cluster.name: cloudtrail-test',
    'node.name: test',
    'discovery.type: single-node',
    'network.host: 127.0.0.1',
    `http.port: ${port}`,
    // the node talks to nobody, but binds a transport port all the same
    'transport.port: 0-0',
    `path.data: ${JSON.stringify(data)}`,
    `path.logs: ${JSON.stringify(logs)}`,
    'cluster.routing.allocation.disk.threshold_enabled: false',
    'xpack.security.enabled: true',
    'xpack.security.autoconfiguration.enabled: false',
    'xpack.security.http.ssl.enabled: false',
    'xpack.security.authc.api_key.enabled: true',
    'xpack.license.self_generated.type: trial',
    '',
  ].join('\n');
}

async function storeBootstrapPassword(
  guard: Guard,
  home: string,
  env: NodeJS.ProcessEnv,
  owner: { readonly uid?: number; readonly gid?: number },
  password: string,
): Promise<void> {
  // -f makes the keystore, too
  const args = ['add', '-f', '-x', 'bootstrap.password'];
  const running = execute(join(home, 'bin/elasticsearch-keystore'), args, {
    env,
    cwd: guard.folder,
    ...owner,
  });
  running.child.stdin?.on('error', () => undefined);
  running.child.stdin?.end(`${password}\n`);
  await running;
}

async function waitUntilHealthy(url: string, password: string, server: GuardedProcess): Promise<void> {
  const deadline = Date.now() + START_TIMEOUT_MS;
  for (;;) {
    if (!server.isRunning()) throw new Error(`Elasticsearch ended while starting:\n${server.output()}`);
    try {
      await ask(url, 'elastic', password, 'GET', '/_cluster/health?wait_for_status=yellow&timeout=5s');
      return;
    } catch (error) {
      if (Date.now() > deadline) {
        throw new Error(`Elasticsearch did not become ready at ${url}:\n${server.output()}`, {
          cause: error,
        });
      }
    }
    await sleep(250);
  }
}

async function setPassword(url: string, password: string, user: string, newPassword: string): Promise<void> {
  await ask(url, 'elastic', password, 'POST', `/_security/user/${user}/_password`, { password: newPassword });
}

/** Another cluster gets a user of ours beside its own, for its `kibana_system` may be in use. */
async function useForeignCluster(urlWithCredentials: string): Promise<Elasticsearch> {
  const parsed = new URL(urlWithCredentials);
  const username = decodeURIComponent(parsed.username);
  const password = decodeURIComponent(parsed.password);
  if (username === '' || password === '') {
    throw new Error('ELASTICSEARCH_URL wants a user and a password: http://elastic:secret@127.0.0.1:9200');
  }
  parsed.username = '';
  parsed.password = '';
  const url = parsed.href.replace(/\/$/, '');
  const version = await clusterVersion(url, username, password);
  const kibanaUsername = `cloudtrail_test_${randomBytes(6).toString('hex')}`;
  const kibanaPassword = randomPassword();
  const path = `/_security/user/${kibanaUsername}`;
  await ask(url, username, password, 'PUT', path, { password: kibanaPassword, roles: ['kibana_system'] });
  return {
    url,
    version,
    username,
    password,
    kibanaUsername,
    kibanaPassword,
    port: Number(parsed.port === '' ? (parsed.protocol === 'https:' ? 443 : 80) : parsed.port),
    stop: async () => {
      await ask(url, username, password, 'DELETE', path);
    },
    kill: () => undefined,
  };
}

async function clusterVersion(url: string, username: string, password: string): Promise<string> {
  const answer = await ask(url, username, password, 'GET', '/_nodes/_local?filter_path=nodes.*.version');
  const version = /"version"\s*:\s*"([^"]+)"/.exec(answer)?.[1];
  if (version === undefined) throw new Error(`no version in what ${url} answered`);
  return version;
}

async function ask(
  url: string,
  username: string,
  password: string,
  method: string,
  path: string,
  body?: object,
): Promise<string> {
  const response = await fetch(url + path, {
    method,
    headers: {
      authorization: `Basic ${Buffer.from(`${username}:${password}`).toString('base64')}`,
      'content-type': 'application/json',
    },
    ...(body && { body: JSON.stringify(body) }),
  });
  const text = await response.text();
  if (!response.ok) throw new Error(`${method} ${path} answered ${response.status}: ${text.slice(0, 500)}`);
  return text;
}

async function installRelease(
  release: (typeof RELEASES)[number],
  javaHome: string,
  home: string,
  progress: Progress,
  signal?: AbortSignal,
): Promise<void> {
  await mkdir(CACHE, { recursive: true });
  // made aside and renamed, so that a broken download is never taken for a whole one
  const staging = await mkdtemp(join(CACHE, 'installing-'));
  try {
    progress(`Getting Elasticsearch ${release.version} from Maven Central (100 MB)`);
    await download(release.version, javaHome, staging, signal);
    const unpacked = join(staging, `elasticsearch-${release.version}`);
    progress('Compiling the analysis module that its security index needs');
    await installModule(release, javaHome, unpacked, staging);
    // mkdtemp makes folders for us alone, and as root another user has to read what is in this one
    await chmod(unpacked, 0o755);
    await rename(unpacked, home).catch(async (error: unknown) => {
      if (!(await exists(home))) throw error;
    });
  } finally {
    await rm(staging, { recursive: true, force: true });
  }
}

async function download(
  version: string,
  javaHome: string,
  folder: string,
  signal?: AbortSignal,
): Promise<void> {
  const artifact = `org.elasticsearch.distribution.integ-test-zip:elasticsearch:${version}:zip`;
  try {
    await execute(
      'mvn',
      ['-q', '-B', `${DEPENDENCY_PLUGIN}:unpack`, `-Dartifact=${artifact}`, `-DoutputDirectory=${folder}`],
      { cwd: folder, env: { ...process.env, JAVA_HOME: javaHome }, timeout: DOWNLOAD_TIMEOUT_MS, signal },
    );
  } catch (error) {
    if (isMissing(error)) throw new Error(`Maven is missing. ${installHint('maven')}`, { cause: error });
    const output = error instanceof Error && 'stdout' in error ? String(error.stdout).trim() : String(error);
    throw new Error(`Maven could not get ${artifact}:\n${output.slice(0, 2_000)}`, { cause: error });
  }
}

async function installModule(
  release: (typeof RELEASES)[number],
  javaHome: string,
  home: string,
  staging: string,
): Promise<void> {
  const classes = join(staging, 'classes');
  const module = join(home, 'modules/security-analysis');
  await mkdir(module);
  const classPath = join(home, 'lib/*');
  await runJdkTool(javaHome, 'javac', ['-nowarn', '-cp', classPath, '-d', classes, MODULE_SOURCE]);
  await runJdkTool(javaHome, 'jar', ['cf', join(module, 'security-analysis.jar'), '-C', classes, '.']);
  const descriptor = {
    description: 'The analysis parts that the security index needs',
    version: release.version,
    name: 'security-analysis',
    classname: 'cloudtrail.test.SecurityAnalysis',
    'java.version': release.java,
    'elasticsearch.version': release.version,
  };
  const lines = Object.entries(descriptor).map(([name, value]) => `${name}=${value}\n`);
  await writeFile(join(module, 'plugin-descriptor.properties'), lines.join(''));
}

async function runJdkTool(javaHome: string, tool: string, args: readonly string[]): Promise<void> {
  try {
    await execute(join(javaHome, 'bin', tool), [...args]);
  } catch (error) {
    if (!isMissing(error)) throw error;
    throw new Error(
      `${tool} is missing in ${javaHome}: a whole JDK is wanted. ${installHint('openjdk-17-jdk-headless')}`,
      {
        cause: error,
      },
    );
  }
}

/** The Java that would run Elasticsearch: `ES_JAVA_HOME`, `JAVA_HOME`, or the one on the path. */
async function findJava(): Promise<{ readonly home: string; readonly version: number }> {
  const given = process.env['ES_JAVA_HOME'] ?? process.env['JAVA_HOME'];
  const command = given === undefined || given === '' ? 'java' : join(given, 'bin/java');
  let shown: string;
  try {
    shown = (await execute(command, ['-XshowSettings:properties', '-version'])).stderr;
  } catch (error) {
    if (!isMissing(error)) throw error;
    throw new Error(`Java is missing (${command}). ${installHint('openjdk-17-jdk-headless')}`, {
      cause: error,
    });
  }
  const home = /^\s*java\.home = (.+)$/m.exec(shown)?.[1];
  const version = /^\s*java\.specification\.version = (?:1\.)?(\d+)/m.exec(shown)?.[1];
  if (home === undefined || version === undefined) throw new Error(`${command} -version says nothing known`);
  return { home, version: Number(version) };
}

function installHint(debianPackage: string): string {
  return process.platform === 'darwin'
    ? `Run: brew install ${debianPackage === 'maven' ? 'maven' : 'openjdk@21'}`
    : `Run: apt-get install -y ${debianPackage}`;
}

/** The distribution where another user can read it: itself, or a copy if a folder above it is closed to others. */
async function homeForOthers(home: string, folder: string): Promise<string> {
  for (let above = dirname(home); above !== dirname(above); above = dirname(above)) {
    if (((await stat(above)).mode & 0o001) === 0) {
      const copy = join(folder, 'elasticsearch');
      await cp(home, copy, { recursive: true });
      return copy;
    }
  }
  return home;
}

async function giveAway(folders: readonly string[], config: string): Promise<void> {
  for (const folder of folders) await chown(folder, OTHER_UID, OTHER_UID);
  await execute('chown', ['-R', `${OTHER_UID}:${OTHER_UID}`, config]);
}

async function exists(path: string): Promise<boolean> {
  return stat(path).then(
    () => true,
    () => false,
  );
}

function isMissing(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'ENOENT';
}

function randomPassword(): string {
  return randomBytes(18).toString('base64url');
}
