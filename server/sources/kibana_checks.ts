/** The checks of a source that are about Kibana and Elasticsearch: may it write, and is there a geo database. */
import type { Client } from '@elastic/elasticsearch';
import { toElasticsearchError } from '../indices/elasticsearch_errors';
import type { GeoFacts } from '../fetching/worker/messages';
import type { Check, Verdict } from './checks';
import type { LendingHost } from './lend_write_key';
import { requireLender } from './lend_write_key';
import { noEncryptionKey } from './sources';
import type { ResolvedDraft } from './source_draft';

export interface KibanaCheckHost<Request> extends LendingHost<Request> {
  /** False where Kibana has no encryption key. */
  readonly canEncrypt: boolean;
  geoFacts(): Promise<GeoFacts>;
}

export function kibanaChecks<Request>(
  draft: ResolvedDraft,
  host: KibanaCheckHost<Request>,
  request: Request,
  userClient: Client,
): readonly Check[] {
  return [
    { name: 'elasticsearch', needs: [], run: () => checkElasticsearch(draft, host, request, userClient) },
    { name: 'geo', needs: [], run: () => checkGeo(host) },
  ];
}

async function checkElasticsearch<Request>(
  { namespace, writeKey }: ResolvedDraft,
  host: KibanaCheckHost<Request>,
  request: Request,
  userClient: Client,
): Promise<Verdict> {
  if (!host.canEncrypt) throw noEncryptionKey();
  if (!(await host.keys.isNeeded())) {
    try {
      await userClient.ping();
    } catch (error) {
      throw toElasticsearchError(error, 'looking whether it is there');
    }
    return {
      state: 'ok',
      message: "Elasticsearch's security is off: Kibana's own user writes, and everybody may read.",
      details: { is_secured: false },
    };
  }
  await requireLender(host, request, userClient, { namespace, write_key: writeKey });
  const who = writeKey === undefined ? host.keys.userOf(request) : 'The write key';
  return {
    state: 'ok',
    message: `${who} may do all that the source needs in namespace ${namespace}, and lends it to a key of its own.`,
    details: { is_secured: true },
  };
}

async function checkGeo({ geoFacts }: Pick<KibanaCheckHost<never>, 'geoFacts'>): Promise<Verdict> {
  const { available, attributions } = await geoFacts();
  if (available) {
    const from = attributions.map(({ text }) => text).join('; ');
    return { state: 'ok', message: `The geo database is open${from === '' ? '' : `: ${from}`}.` };
  }
  return {
    state: 'warning',
    message:
      'No geo database could be opened: events are fetched, but without the places of their addresses.',
    fix: "Kibana's log says which file could not be opened. Install the plugin anew, or set cloudtrail.geo.database in kibana.yml.",
  };
}
