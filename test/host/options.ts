/** What the stand-in host is started with; travels as JSON from parent to child. */

export interface HostOptions {
  /** The built plugin's folder: the one that holds kibana.json. */
  readonly pluginDir: string;
  readonly elasticsearchUrl: string;
  /** The user that Kibana itself uses; none where Elasticsearch runs without security. */
  readonly systemUser?: { readonly username: string; readonly password: string };
  /** 0, the default: any free port. */
  readonly port?: number;
  /** The plugin's part of kibana.yml, as the tree below its configPath. */
  readonly settings?: Readonly<Record<string, unknown>>;
  /** `xpack.encryptedSavedObjects.encryptionKey`, 32 characters or more. Absent: canEncrypt is false. */
  readonly encryptionKey?: string;
  /** Where the host's log goes (appended). Absent: start_host keeps the last lines only. */
  readonly logFile?: string;
  /** Kibana's is 3000; the default here is 1000. */
  readonly taskPollMs?: number;
  /** False: no login, every privilege, no `security` plugin. Elasticsearch then runs without security, too, or nobody but Kibana itself gets at it. */
  readonly securityEnabled?: boolean;
  /** `8.x`: `access:` tags decide and `security.authz` is not looked at. `9.x`: the other way round, and a route without it is refused. */
  readonly routeSecurity?: '8.x' | '9.x';
  /** The version that the plugin must have been built for; 8.12.2 by default. */
  readonly kibanaVersion?: string;
  /** Watches how late the event loop is, for `eventLoopDelay`; costs a little. */
  readonly measuresEventLoop?: boolean;
  /** Kibana keeps it over restarts; here a random one unless given. */
  readonly instanceUuid?: string;
  /** A file that says by how many ms the host's clock is ahead; it may change while the host runs. Absent: the clock is right. */
  readonly clockAheadFile?: string;
}

export const DEFAULT_KIBANA_VERSION = '8.12.2';
export const DEFAULT_TASK_POLL_MS = 1000;
/** Part of the addresses of bundles; any number does. */
export const BUILD_NUMBER = 70281;
