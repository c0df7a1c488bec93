/** A draft of a source with all that it takes to reach AWS: what was entered, and what is stored of the source that it changes. */
import type { Credentials, SourceLocation } from '../../common/sources';
import type { SourceDraft } from '../../common/source_checks';
import { SourceError } from '../errors';
import type { ExternalIds } from './external_ids';
import type { SourceRepository, StoredSource } from './source_repository';

export interface ResolvedDraft {
  readonly location: SourceLocation;
  readonly namespace: string;
  readonly interval: string;
  readonly excludeAccounts: readonly string[];
  readonly excludeRegions: readonly string[];
  readonly credentials: Credentials;
  /** For a role. */
  readonly externalId: string | undefined;
  /** Brought along by a caller that uses an API key. */
  readonly writeKey: string | undefined;
}

export interface DraftHost<Request> {
  readonly repository: Pick<SourceRepository<Request>, 'get' | 'readSecrets'>;
  readonly externalIds: ExternalIds<Request>;
}

/** Stored secrets are not to be sent elsewhere, nor to read what their owner did not mean: so these must be the source's own. */
const TIED_TO_SECRETS = ['bucket', 'prefix', 'endpoint', 'namespace'] as const;

/** Throws SourceError `source_not_found`, `secrets_unreadable`, `location_fixed`, `external_id_unknown`. */
export async function resolveDraft<Request>(
  request: Request,
  draft: SourceDraft,
  host: DraftHost<Request>,
): Promise<ResolvedDraft> {
  const {
    namespace,
    interval,
    credentials,
    source_id: sourceId,
    external_id: externalId,
    write_key: writeKey,
    exclude_accounts: excludeAccounts = [],
    exclude_regions: excludeRegions = [],
    ...location
  } = draft;
  const stored = sourceId === undefined ? undefined : await host.repository.get(sourceId);
  const used = credentials ?? (await storedCredentials(draft, stored, host));
  const isRole = used.type === 'role';
  return {
    location,
    namespace,
    interval,
    excludeAccounts,
    excludeRegions,
    credentials: used,
    externalId: isRole ? await externalIdFor(request, externalId, stored, host) : undefined,
    writeKey,
  };
}

async function storedCredentials(
  draft: SourceDraft,
  stored: StoredSource | undefined,
  { repository }: Pick<DraftHost<never>, 'repository'>,
): Promise<Credentials> {
  if (stored === undefined) throw new Error('a draft has credentials or names a source');
  const other = TIED_TO_SECRETS.find((name) => draft[name] !== stored.config[name]);
  if (other !== undefined) {
    throw new SourceError(
      'location_fixed',
      `The stored credentials of source "${stored.config.name}" are for its own ${other} only. Give credentials to look elsewhere.`,
    );
  }
  return (await repository.readSecrets(stored.id)).credentials;
}

async function externalIdFor<Request>(
  request: Request,
  given: string | undefined,
  stored: StoredSource | undefined,
  { externalIds }: DraftHost<Request>,
): Promise<string> {
  if (stored !== undefined)
    return stored.config.credentials.external_id ?? (await externalIds.make(request, stored.id));
  if (given === undefined) {
    throw new SourceError(
      'external_id_unknown',
      "A role needs an external id, which its trust policy asks for. Take one (POST …/_external_id), put it into the role's trust policy, and send it as external_id.",
    );
  }
  await externalIds.sourceIdOf(request, given);
  return given;
}
