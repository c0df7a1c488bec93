/** Makes the dashboards of `saved_objects/cloudtrail.ndjson` in the caller's space, and never changes one that is there unasked. */
import type { Board, DashboardsResponse, InstallDashboardsResponse } from '../../common/dashboards';

/** One line of the file. */
export interface ShippedObject {
  readonly type: Board['type'];
  readonly id: string;
  readonly attributes: Readonly<Record<string, unknown>>;
  readonly references: readonly { readonly type: string; readonly id: string; readonly name: string }[];
}

/** Kibana's saved objects in the caller's space and with the caller's rights. */
export interface SpaceObjects {
  /** Those of the given that are there, by their own id or as a copy under another. */
  find(objects: readonly ShippedObject[]): Promise<readonly FoundObject[]>;
  /** Makes them, or brings them back. Gives the id that each has. Throws SavedObjectsError. */
  import(objects: readonly ShippedObject[], replace: boolean): Promise<readonly FoundObject[]>;
}
export interface FoundObject {
  readonly type: Board['type'];
  /** In the file. */
  readonly shippedId: string;
  readonly id: string;
}

export async function dashboardsOf(
  space: SpaceObjects,
  shipped: readonly ShippedObject[],
): Promise<DashboardsResponse> {
  const found = await space.find(shipped);
  const [present, missing] = split(shipped, found);
  return { present, missing: missing.map(board) };
}

/** Without `replace` only what is missing is made; it then belongs to what is there. */
export async function installDashboards(
  space: SpaceObjects,
  shipped: readonly ShippedObject[],
  replace: boolean,
): Promise<InstallDashboardsResponse> {
  const found = await space.find(shipped);
  const [present, missing] = split(shipped, found);
  if (replace) {
    const [imported] = split(shipped, await space.import(shipped, true));
    const wasThere = new Set(present.map(({ type, id }) => `${type}:${id}`));
    const replaced = imported.filter(({ type, id }) => wasThere.has(`${type}:${id}`));
    return { made: imported.filter((one) => !replaced.includes(one)), replaced, kept: [] };
  }
  if (missing.length === 0) return { made: [], replaced: [], kept: present };
  const [made] = split(shipped, await space.import(referringTo(missing, found), false));
  return { made, replaced: [], kept: present };
}

/** What is there may have another id than in the file: Kibana's import minds only what is imported at once. */
function referringTo(
  objects: readonly ShippedObject[],
  found: readonly FoundObject[],
): readonly ShippedObject[] {
  const idOf = new Map(found.map(({ type, shippedId, id }) => [`${type}:${shippedId}`, id]));
  return objects.map((object) => ({
    ...object,
    references: object.references.map((reference) => ({
      ...reference,
      id: idOf.get(`${reference.type}:${reference.id}`) ?? reference.id,
    })),
  }));
}

function split(
  shipped: readonly ShippedObject[],
  found: readonly FoundObject[],
): [present: Board[], missing: ShippedObject[]] {
  const present: Board[] = [];
  const missing: ShippedObject[] = [];
  for (const object of shipped) {
    const there = found.find(({ type, shippedId }) => type === object.type && shippedId === object.id);
    if (there) present.push({ ...board(object), id: there.id });
    else missing.push(object);
  }
  return [present, missing];
}

function board({ type, id, attributes }: ShippedObject): Board {
  return { type, id, title: String(attributes['title'] ?? attributes['name']) };
}
