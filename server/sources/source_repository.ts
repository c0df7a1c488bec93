/** The port through which sources are kept. `Request` is the host's own and only handed on. */
import type { SourceConfig, SourceSecrets, SourceStatusAttributes } from '../../common/sources';

export interface StoredSource {
  readonly id: string;
  readonly config: SourceConfig;
  readonly status: SourceStatusAttributes;
}

/** Throws SourceError `source_not_found`, `secrets_unreadable`. */
export interface SourceRepository<Request> {
  create(request: Request, config: SourceConfig, secrets: SourceSecrets): Promise<StoredSource>;
  list(): Promise<readonly StoredSource[]>;
  get(id: string): Promise<StoredSource>;
  /** Decrypts; call it only where the secrets are used at once. */
  readSecrets(id: string): Promise<SourceSecrets>;
  updateConfig(id: string, config: SourceConfig): Promise<void>;
  updateStatus(id: string, status: SourceStatusAttributes): Promise<void>;
  delete(id: string): Promise<void>;
}
