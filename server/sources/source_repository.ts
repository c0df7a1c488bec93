/** The port through which sources are kept. `Request` is the host's own and only handed on. */
import type { SourceConfig, SourceSecrets, SourceStatusAttributes } from '../../common/sources';

export interface StoredSource {
  readonly id: string;
  readonly config: SourceConfig;
  readonly status: SourceStatusAttributes;
  /** What a replacement of it must name. */
  readonly version?: string;
}

export type StatusChange = (status: SourceStatusAttributes) => SourceStatusAttributes;

export interface StatusUpdate {
  readonly before: SourceStatusAttributes;
  readonly after: SourceStatusAttributes;
}

/** Throws SourceError `source_not_found`, `secrets_unreadable`. */
export interface SourceRepository<Request> {
  /** Throws SourceError `external_id_taken` where there is one of that id; without an id it gets a new one. */
  create(request: Request, config: SourceConfig, secrets: SourceSecrets, id?: string): Promise<StoredSource>;
  list(): Promise<readonly StoredSource[]>;
  get(id: string): Promise<StoredSource>;
  /** Decrypts; call it only where the secrets are used at once. */
  readSecrets(id: string): Promise<SourceSecrets>;
  /** Writes the whole source anew, so that nothing of the old is left and its secrets can be read. False where it has changed since. */
  replace(request: Request, source: StoredSource, secrets: SourceSecrets): Promise<boolean>;
  /** As `updateStatus`, of what needs no secrets. */
  updateConfig(id: string, change: (config: SourceConfig) => SourceConfig): Promise<void>;
  /**
   * Others may write the status at the same time, each its own part: `change` gets what is stored now, again when somebody
   * was first. Nothing is written where it gives back what it got. Throws SourceError `state_conflict` after many tries.
   */
  updateStatus(id: string, change: StatusChange): Promise<StatusUpdate>;
  delete(id: string): Promise<void>;
}
