/** All that helps somebody else to see what is wrong with a source, and no secret: to be copied into a question. */
import type { NamespaceSettings } from '../../common/namespaces';
import type {
  AccountRegionResponse,
  FailuresResponse,
  RunResponse,
  SourceResponse,
  SourceStatusResponse,
} from '../../common/sources';
import { version as pluginVersion } from '../../package.json';
import { CloudTrailError } from '../errors';
import type { Namespaces } from '../namespaces/namespaces';
import type { SourceControl } from './source_control';
import type { Sources } from './sources';

/** Of those that have a gap, or objects that wait, first. */
const MAX_PLACES = 100;

/** A file's key as errors of AWS name it, from where the source's own prefix ends. */
const FILE_KEY = /AWSLogs\/\S+\/\d{4}\/\d{2}\/\d{2}\/(?=\S).+?(?= in bucket )/gs;

/** What is told in place of a part that can't be read. */
interface Unreadable {
  readonly error: { readonly code: string; readonly message: string };
}

export interface DiagnosticsResponse {
  readonly made_at: string;
  readonly versions: { readonly plugin: string; readonly kibana: string; readonly node: string };
  /** Without names of people, external id, and the key's id. */
  readonly source: object;
  readonly namespace: NamespaceSettings | Unreadable;
  readonly status: SourceStatusResponse | Unreadable;
  readonly account_regions: readonly AccountRegionResponse[] | Unreadable;
  readonly runs: readonly RunResponse[] | Unreadable;
  readonly failures: Pick<FailuresResponse, 'total' | 'reasons'> | Unreadable;
}

export interface DiagnosticsHost {
  readonly sources: Pick<Sources<never>, 'get' | 'status' | 'runs' | 'failures'>;
  readonly control: Pick<SourceControl<never>, 'accountRegions'>;
  readonly namespaces: Pick<Namespaces<never>, 'settingsOf'>;
  readonly kibanaVersion: string;
  /** ms since the epoch */
  readonly now: () => number;
}

/** Throws SourceError `source_not_found`; what else goes wrong is told in the part that it keeps from being read. */
export async function diagnose(host: DiagnosticsHost, id: string): Promise<DiagnosticsResponse> {
  const { sources, control, namespaces, kibanaVersion, now } = host;
  const source = await sources.get(id);
  const [namespace, status, accountRegions, runs, failures] = await Promise.all([
    readable(() => namespaces.settingsOf(source.namespace)),
    readable(() => sources.status(id)),
    readable(async () => worstFirst((await control.accountRegions(id)).account_regions)),
    readable(async () => (await sources.runs(id)).runs),
    readable(async () => {
      // keys and records may tell more than their owner wants to show
      const { total, reasons } = await sources.failures(id, { size: 1 });
      return { total, reasons };
    }),
  ]);
  return withoutKeys({
    made_at: new Date(now()).toISOString(),
    versions: { plugin: pluginVersion, kibana: kibanaVersion, node: process.versions.node },
    source: shown(source),
    namespace,
    status,
    account_regions: accountRegions,
    runs,
    failures,
  });
}

/** Problems, runs and gaps say of which file AWS refused them. */
function withoutKeys(diagnostics: DiagnosticsResponse): DiagnosticsResponse {
  const text = JSON.stringify(diagnostics, (_name, value: unknown) =>
    typeof value === 'string' ? value.replaceAll(FILE_KEY, 'AWSLogs/…') : value,
  );
  return JSON.parse(text) as DiagnosticsResponse;
}

async function readable<T>(read: () => Promise<T>): Promise<T | Unreadable> {
  try {
    return await read();
  } catch (error) {
    if (!(error instanceof CloudTrailError)) throw error;
    return { error: { code: error.code, message: error.message } };
  }
}

function worstFirst(places: readonly AccountRegionResponse[]): readonly AccountRegionResponse[] {
  const badness = (place: AccountRegionResponse) =>
    (place.gap === null ? 0 : 2) + (place.objects_waiting > 0 ? 1 : 0);
  return [...places].sort((a, b) => badness(b) - badness(a)).slice(0, MAX_PLACES);
}

function shown({
  created_by: _createdBy,
  updated_by: _updatedBy,
  write_key: key,
  credentials,
  ...rest
}: SourceResponse): object {
  const { external_id: externalId, ...others } = credentials;
  return {
    ...rest,
    credentials: { ...others, has_external_id: externalId !== undefined },
    write_key:
      key === undefined
        ? null
        : {
            created_at: key.created_at,
            expires_at: key.expires_at ?? null,
            is_granted: key.is_granted,
            rights: key.rights ?? null,
          },
  };
}
