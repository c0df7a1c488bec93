/** The requests of the sources' pages to the app's own server. */
import { NAMESPACES_API, SETUP_API, SOURCES_API } from '../../../common/ids';
import type {
  NamespaceDetailsResponse,
  NamespaceResponse,
  NamespacesResponse,
  PutNamespaceRequest,
} from '../../../common/namespaces';
import type { SetupResponse } from '../../../common/setup';
import type {
  CheckSummary,
  ExternalIdResponse,
  PreviewResponse,
  SourceDraft,
  TestLine,
} from '../../../common/source_checks';
import type {
  AccountRegionsResponse,
  BackfillRequest,
  ChosenFailuresResponse,
  CreateSourceRequest,
  FailuresResponse,
  RunsResponse,
  SourceResponse,
  SourceStatusResponse,
} from '../../../common/sources';
import type { CoreStart } from '../../kibana/contracts';
import { readLines } from './read_lines';

/** A source as it is sent: what the server fills in may be left out. */
export type NewSource = Partial<CreateSourceRequest> &
  Pick<CreateSourceRequest, 'bucket' | 'name' | 'credentials'>;
export type Draft = Partial<SourceDraft> & Pick<SourceDraft, 'bucket'>;

/** Everything rejects with what `requestError` reads, or with the request's abort. */
export type SourcesApi = ReturnType<typeof createSourcesApi>;

export function createSourcesApi({ fetch }: Pick<CoreStart['http'], 'fetch'>) {
  const get = <T>(path: string, signal?: AbortSignal) => fetch<T>(path, { method: 'GET', signal });
  const post = <T>(path: string, body: object = {}, signal?: AbortSignal) =>
    fetch<T>(path, { method: 'POST', body: JSON.stringify(body), signal });
  const one = (id: string) => `${SOURCES_API}/${id}`;
  const namespaceOf = (name: string) => `${NAMESPACES_API}/${encodeURIComponent(name)}`;

  return {
    setup: (signal?: AbortSignal) => get<SetupResponse>(SETUP_API, signal),

    list: async (signal?: AbortSignal) =>
      (await get<{ readonly sources: readonly SourceResponse[] }>(SOURCES_API, signal)).sources,
    source: (id: string, signal?: AbortSignal) => get<SourceResponse>(one(id), signal),
    status: (id: string, signal?: AbortSignal) => get<SourceStatusResponse>(`${one(id)}/status`, signal),
    accountRegions: async (id: string, signal?: AbortSignal) =>
      (await get<AccountRegionsResponse>(`${one(id)}/account_regions`, signal)).account_regions,
    runs: async (id: string, signal?: AbortSignal) =>
      (await get<RunsResponse>(`${one(id)}/runs`, signal)).runs,
    failures: (id: string, page: { size: number; after?: string }, signal?: AbortSignal) =>
      fetch<FailuresResponse>(`${one(id)}/failures`, { method: 'GET', query: page, signal }),
    diagnostics: (id: string) => get<unknown>(`${one(id)}/diagnostics`),

    create: (source: NewSource) => post<SourceResponse>(SOURCES_API, source),
    change: (id: string, changes: object) =>
      fetch<SourceResponse>(one(id), { method: 'PATCH', body: JSON.stringify(changes) }),
    remove: (id: string) => fetch<unknown>(one(id), { method: 'DELETE' }),
    fetchNow: (id: string) => post<unknown>(`${one(id)}/fetch`),
    pause: (id: string) => post<unknown>(`${one(id)}/_pause`),
    resume: (id: string) => post<unknown>(`${one(id)}/_resume`),
    backfill: (id: string, request: BackfillRequest) => post<unknown>(`${one(id)}/backfill`, request),
    /** All of them without ids. */
    retryFailures: (id: string, ids?: readonly string[]) =>
      post<ChosenFailuresResponse>(`${one(id)}/failures/_retry`, { ids }),
    dismissFailures: (id: string, ids?: readonly string[]) =>
      post<ChosenFailuresResponse>(`${one(id)}/failures/_dismiss`, { ids }),
    renewKey: (id: string) => post<unknown>(`${one(id)}/_renew_key`),

    externalId: async () => (await post<ExternalIdResponse>(`${SOURCES_API}/_external_id`)).external_id,
    preview: (draft: Draft, signal: AbortSignal) =>
      post<PreviewResponse>(`${SOURCES_API}/_preview`, draft, signal),
    /** Tells of each line as it comes; rejects also where the answer breaks off before its last line. */
    async test(draft: Draft, signal: AbortSignal, onLine: (line: TestLine) => void): Promise<CheckSummary> {
      const { response } = await fetch(`${SOURCES_API}/_test`, {
        method: 'POST',
        body: JSON.stringify(draft),
        signal,
        asResponse: true,
        rawResponse: true,
      });
      let last: TestLine | undefined;
      await readLines(response?.body ?? null, (text) => {
        last = JSON.parse(text) as TestLine;
        onLine(last);
      });
      if (last?.check !== 'all') throw new Error('The answer broke off before the test was over.');
      return last;
    },

    namespaces: async (signal?: AbortSignal): Promise<readonly NamespaceResponse[]> =>
      (await get<NamespacesResponse>(NAMESPACES_API, signal)).namespaces,
    namespace: (name: string, signal?: AbortSignal) =>
      get<NamespaceDetailsResponse>(namespaceOf(name), signal),
    putNamespace: (name: string, settings: PutNamespaceRequest) =>
      fetch<unknown>(namespaceOf(name), { method: 'PUT', body: JSON.stringify(settings) }),
  };
}
