/** The port through which namespaces are kept. `Request` is the host's own and only handed on. */
import type { NamespaceConfig, NamespaceSecrets } from '../../common/namespaces';

export interface StoredNamespace {
  readonly config: NamespaceConfig;
  /** What a change of it must name. */
  readonly version: string | undefined;
}

export interface NamespaceRepository<Request> {
  list(): Promise<readonly StoredNamespace[]>;
  /** Undefined where there is none. */
  get(name: string): Promise<StoredNamespace | undefined>;
  /** False where there is one of that name already. */
  create(request: Request, config: NamespaceConfig, secrets: NamespaceSecrets): Promise<boolean>;
  /** False where somebody else was first. The secrets stay. */
  update(config: NamespaceConfig, version: string | undefined): Promise<boolean>;
  /** Decrypts; call it only where the secrets are used at once. Throws SourceError `redaction_key_unreadable`. */
  readSecrets(name: string): Promise<NamespaceSecrets>;
}
