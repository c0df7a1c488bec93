/** Kibana features as real Elasticsearch application privileges (`kibana-.kibana`), and the checks against them. */
import type { Client } from '@elastic/elasticsearch';
import type { FeaturePrivilege, FeaturesSetup } from '../../server/kibana/contracts';

const APPLICATION = 'kibana-.kibana';
const READ_OPERATIONS = ['bulk_get', 'get', 'find', 'open_point_in_time', 'close_point_in_time'];
const ALL_OPERATIONS = [
  ...READ_OPERATIONS,
  'create',
  'bulk_create',
  'update',
  'bulk_update',
  'delete',
  'bulk_delete',
  'share_to_space',
];

type Feature = Parameters<FeaturesSetup['registerKibanaFeature']>[0];

/** Actions as Kibana writes them into an application privilege. */
export function actionsOf(featureId: string, privilege: FeaturePrivilege): string[] {
  const savedObjects = (types: readonly string[], operations: readonly string[]) =>
    types.flatMap((type) => operations.map((operation) => `saved_object:${type}/${operation}`));
  return [
    'login:',
    ...privilege.app.map((app) => `app:${app}`),
    ...privilege.app.map((app) => `ui:navLinks/${app}`),
    ...privilege.api.map((api) => `api:${api}`),
    ...privilege.ui.map((capability) => `ui:${featureId}/${capability}`),
    ...savedObjects(privilege.savedObject.all, ALL_OPERATIONS),
    ...savedObjects(privilege.savedObject.read, READ_OPERATIONS),
  ];
}

/** `features.<id>.<name>` of the signed-in user, and the apps that may be opened. */
export interface Capabilities {
  readonly navLinks: Readonly<Record<string, boolean>>;
  readonly [featureId: string]: Readonly<Record<string, boolean>>;
}

export class FeaturesService implements FeaturesSetup {
  private readonly features = new Map<string, Feature>();

  registerKibanaFeature(feature: Feature): void {
    if (this.features.has(feature.id))
      throw new Error(`Feature with id ${feature.id} is already registered.`);
    this.features.set(feature.id, feature);
  }

  /** Writes the features' privileges as Kibana's own user: `feature_<id>.all`, `.read`, and the base privileges that built-in roles hold. */
  async putPrivileges(client: Client): Promise<void> {
    const privileges: Record<string, { actions: string[]; metadata: object }> = {};
    const base = { all: new Set(['login:']), read: new Set(['login:']) };
    for (const { id, privileges: declared } of this.features.values()) {
      for (const level of ['all', 'read'] as const) {
        const actions = actionsOf(id, declared[level]);
        privileges[`feature_${id}.${level}`] = { actions, metadata: {} };
        for (const action of actions) base[level].add(action);
      }
    }
    for (const level of ['all', 'read'] as const) {
      for (const name of [level, `space_${level}`]) {
        privileges[name] = { actions: [...base[level]], metadata: {} };
      }
    }
    await client.transport.request({
      method: 'PUT',
      path: '/_security/privilege',
      body: { [APPLICATION]: privileges },
    });
  }

  /** Every capability, answered by `allowed`. */
  async capabilities(
    allowed: (actions: readonly string[]) => Promise<ReadonlySet<string>>,
  ): Promise<Capabilities> {
    const actions = new Set<string>();
    for (const { id, privileges } of this.features.values()) {
      for (const level of [privileges.all, privileges.read]) {
        for (const action of actionsOf(id, level)) if (action.startsWith('ui:')) actions.add(action);
      }
    }
    const granted = actions.size === 0 ? new Set<string>() : await allowed([...actions]);
    const result: { navLinks: Record<string, boolean>; [featureId: string]: Record<string, boolean> } = {
      navLinks: {},
    };
    for (const action of actions) {
      const [group = '', name = ''] = action.slice('ui:'.length).split('/');
      (result[group] ??= {})[name] = granted.has(action);
    }
    return result;
  }
}

/** Those of `actions` that whoever `client` speaks for holds on the resource: one space, or all of them. Superusers hold all. */
export async function grantedActions(
  client: Client,
  actions: readonly string[],
  resource: string,
): Promise<ReadonlySet<string>> {
  const answer = await client.security.hasPrivileges({
    application: [{ application: APPLICATION, resources: [resource], privileges: [...actions] }],
  });
  const held = answer.application[APPLICATION]?.[resource] ?? {};
  return new Set(actions.filter((action) => held[action] === true));
}
