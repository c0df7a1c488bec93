/** What can be asked about a source before it is made or changed: does it work, what would it fetch, which external id is its. */
import type { Client } from '@elastic/elasticsearch';
import type { ExternalIdResponse, PreviewResponse, SourceDraft, TestLine } from '../../common/source_checks';
import { intervalMs } from '../fetching/interval';
import type { Namespaces } from '../namespaces/namespaces';
import type { AwsCheckHost } from './aws_checks';
import { AwsChecks } from './aws_checks';
import { bucketOf } from './aws_of_drafts';
import { makeChecks } from './checks';
import type { KibanaCheckHost } from './kibana_checks';
import { kibanaChecks } from './kibana_checks';
import type { PreviewThread } from './preview_thread';
import type { DraftHost, ResolvedDraft } from './source_draft';
import { resolveDraft } from './source_draft';
import { noEncryptionKey } from './sources';

const CHECK_MS = 10_000;

export interface SourceDraftsHost<Request>
  extends DraftHost<Request>, AwsCheckHost, KibanaCheckHost<Request> {
  readonly namespaces: Pick<Namespaces<Request>, 'rulesOf'>;
  readonly previews: PreviewThread;
  readonly log: { error(message: string | Error): void };
}

export class SourceDrafts<Request> {
  constructor(private readonly host: SourceDraftsHost<Request>) {}

  /** One line a change. What fails is told in the lines; throws SourceError where the draft itself can't be used. */
  async test(
    request: Request,
    userClient: Client,
    draft: SourceDraft,
    signal: AbortSignal,
  ): Promise<AsyncIterable<TestLine>> {
    const resolved = await resolveDraft(request, draft, this.host);
    return this.lines(resolved, request, userClient, signal);
  }

  /** Throws SourceError, AwsError where the bucket can't be listed, WorkerError; the signal's reason when aborted. */
  async preview(request: Request, draft: SourceDraft, signal: AbortSignal): Promise<PreviewResponse> {
    const { namespaces, previews, limits } = this.host;
    const resolved = await resolveDraft(request, draft, this.host);
    const { location, namespace, interval, excludeAccounts, excludeRegions, credentials } = resolved;
    const source = {
      bucket: location.bucket,
      prefix: location.prefix,
      namespace,
      intervalMs: intervalMs(interval),
      hasQueue: location.sqs !== undefined,
      excludeAccounts,
      excludeRegions,
    };
    const rules = await namespaces.rulesOf(namespace);
    return previews.preview({ source, bucket: bucketOf(resolved), credentials, rules, limits }, signal);
  }

  /** Throws SourceError `no_encryption_key`, `source_not_found`. */
  async externalId(request: Request, sourceId: string | undefined): Promise<ExternalIdResponse> {
    const { canEncrypt, repository, externalIds } = this.host;
    if (!canEncrypt) throw noEncryptionKey();
    const stored = sourceId === undefined ? undefined : await repository.get(sourceId);
    const known = stored?.config.credentials.external_id;
    return { external_id: known ?? (await externalIds.make(request, sourceId)) };
  }

  private async *lines(
    draft: ResolvedDraft,
    request: Request,
    userClient: Client,
    signal: AbortSignal,
  ): AsyncGenerator<TestLine> {
    const { host } = this;
    const ofAws = new AwsChecks(draft, host);
    const checks = [...ofAws.all(), ...kibanaChecks(draft, host, request, userClient)];
    const onMistake = (error: unknown) => host.log.error(error instanceof Error ? error : String(error));
    try {
      yield* makeChecks(checks, { signal, timeoutMs: CHECK_MS, onMistake });
    } finally {
      ofAws.close();
    }
  }
}
