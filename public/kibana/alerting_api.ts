/**
 * Kibana's own rules and connectors over its HTTP API, as the signed-in user. Public routes but for the log of runs, the
 * same in Kibana 8.12 and 9.x.
 */
import type { StoredRule } from '../../common/detections/installed_rules';
import type { Connector, RuleAction } from '../../common/detections/rule_actions';
import type { StockRule } from '../../common/detections/stock_rule';
import { RULE_CONSUMER, RULE_TAG, STOCK_RULE_TYPE, tagsOfUser } from '../../common/detections/stock_rule';
import type { CoreStart, HttpFetchError } from './contracts';

const RULE = '/api/alerting/rule';
/** Far more than the catalogue has, copies included. */
const MOST_RULES = 500;
const LOG_DAYS = 90;

/** A rule as Kibana answers it, those parts that are shown or put back. */
export interface KibanaRule extends StoredRule {
  readonly actions: readonly StoredAction[];
  readonly execution_status: {
    readonly status: string;
    readonly last_execution_date?: string;
    readonly error?: { readonly message: string };
  };
}
interface StoredAction {
  readonly id: string;
  readonly group?: string;
  readonly params: unknown;
  readonly uuid?: string;
  readonly frequency?: unknown;
  readonly alerts_filter?: unknown;
}

/**
 * Whether rules can be had. `no_key`: Kibana has no encryption key of its own, so a rule could not keep its rights over a
 * restart. `no_api_keys`: Elasticsearch gives none out. `no_right`: this user may see no rule. `absent`: no alerting.
 */
export type Availability = 'ok' | 'no_key' | 'no_api_keys' | 'no_right' | 'absent';

export interface AlertingApi {
  availability(signal: AbortSignal): Promise<Availability>;
  /** Rules that were made of the catalogue, in this space. */
  rules(signal: AbortSignal): Promise<readonly KibanaRule[]>;
  /** Rejects with 409 where there is a rule of that id. */
  create(id: string, rule: StockRule, actions: readonly RuleAction[]): Promise<unknown>;
  /** Puts the content in place of the rule's, and keeps its actions and the tags that people gave it. */
  replace(stored: KibanaRule, rule: StockRule): Promise<unknown>;
  setEnabled(id: string, isEnabled: boolean): Promise<unknown>;
  remove(id: string): Promise<unknown>;
  /** Empty for who may see none. */
  connectors(signal: AbortSignal): Promise<readonly Connector[]>;
  /** ISO time of the last run that began an alert; null where none did within 90 days. */
  lastFired(id: string, signal: AbortSignal): Promise<string | null>;
}

export function createAlertingApi(http: Pick<CoreStart['http'], 'fetch'>, now: () => number): AlertingApi {
  const send = (method: 'POST' | 'PUT' | 'DELETE', path: string, body?: object) =>
    http.fetch<unknown>(path, { method, ...(body && { body: JSON.stringify(body) }) });
  return {
    async availability(signal) {
      try {
        const health = await http.fetch<{
          is_sufficiently_secure: boolean;
          has_permanent_encryption_key: boolean;
        }>('/api/alerting/_health', { method: 'GET', signal });
        if (!health.has_permanent_encryption_key) return 'no_key';
        return health.is_sufficiently_secure ? 'ok' : 'no_api_keys';
      } catch (thrown) {
        const status = statusOf(thrown);
        if (status === 403) return 'no_right';
        if (status === 404) return 'absent';
        throw thrown;
      }
    },
    async rules(signal) {
      const found = await http.fetch<{ data: readonly KibanaRule[] }>('/api/alerting/rules/_find', {
        method: 'GET',
        query: { per_page: MOST_RULES, filter: `alert.attributes.tags: "${RULE_TAG}"` },
        signal,
      });
      return found.data;
    },
    create: (id, rule, actions) =>
      send('POST', `${RULE}/${id}`, {
        ...rule,
        rule_type_id: STOCK_RULE_TYPE,
        consumer: RULE_CONSUMER,
        enabled: true,
        actions,
      }),
    replace: (stored, rule) =>
      send('PUT', `${RULE}/${stored.id}`, {
        ...rule,
        tags: [...rule.tags, ...tagsOfUser(stored.tags)],
        actions: stored.actions.map(({ id, group, params, uuid, frequency, alerts_filter: filter }) => ({
          id,
          group,
          params,
          uuid,
          frequency,
          ...(filter === undefined ? {} : { alerts_filter: filter }),
        })),
      }),
    setEnabled: (id, isEnabled) => send('POST', `${RULE}/${id}/${isEnabled ? '_enable' : '_disable'}`),
    remove: (id) => send('DELETE', `${RULE}/${id}`),
    async connectors(signal) {
      try {
        return await http.fetch<readonly Connector[]>('/api/actions/connectors', { method: 'GET', signal });
      } catch (thrown) {
        if (statusOf(thrown) === 403 || statusOf(thrown) === 404) return [];
        throw thrown;
      }
    },
    async lastFired(id, signal) {
      const log = await http.fetch<{ data: readonly { timestamp: string }[] }>(
        `/internal/alerting/rule/${id}/_execution_log`,
        {
          method: 'GET',
          query: {
            date_start: new Date(now() - LOG_DAYS * 86_400_000).toISOString(),
            per_page: 1,
            sort: JSON.stringify([{ timestamp: { order: 'desc' } }]),
            filter: 'kibana.alert.rule.execution.metrics.alert_counts.new > 0',
          },
          signal,
        },
      );
      return log.data[0]?.timestamp ?? null;
    },
  };
}

/** The space of an address: `default` outside of `/s/…`. `basePath` is Kibana's with the space. */
export function spaceOf(basePath: string): string {
  return /\/s\/([^/]+)\/?$/.exec(basePath)?.[1] ?? 'default';
}

function statusOf(thrown: unknown): number | undefined {
  const { body, response } = thrown as Partial<HttpFetchError>;
  return body?.statusCode ?? response?.status;
}
