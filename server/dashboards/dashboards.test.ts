import { describe, expect, it } from 'vitest';
import type { FoundObject, ShippedObject, SpaceObjects } from './dashboards';
import { dashboardsOf, installDashboards } from './dashboards';

const view: ShippedObject = {
  type: 'index-pattern',
  id: 'events',
  attributes: { title: 'cloudtrail-events-*', name: 'CloudTrail events' },
  references: [],
};
const tag: ShippedObject = { type: 'tag', id: 'tag', attributes: { name: 'CloudTrail' }, references: [] };
const dashboard: ShippedObject = {
  type: 'dashboard',
  id: 'overview',
  attributes: { title: 'CloudTrail overview' },
  references: [
    { type: 'index-pattern', id: 'events', name: 'a' },
    { type: 'tag', id: 'tag', name: 'b' },
  ],
};
const SHIPPED = [view, tag, dashboard];

/** A space in which new objects get the ids of the file, or others with `suffix`, as where another space had them first. */
function spaceWith(there: readonly FoundObject[], suffix = '') {
  const imports: { objects: readonly ShippedObject[]; replace: boolean }[] = [];
  const objects = [...there];
  const space: SpaceObjects = {
    find: () => Promise.resolve([...objects]),
    import: (given, replace) => {
      imports.push({ objects: given, replace });
      const made = given.map(({ type, id }) => {
        const old = objects.find((one) => one.type === type && one.shippedId === id);
        return old ?? { type, shippedId: id, id: id + suffix };
      });
      objects.push(...made.filter((one) => !objects.includes(one)));
      return Promise.resolve(made);
    },
  };
  return { space, imports };
}
const copy = (of: ShippedObject, id: string): FoundObject => ({ type: of.type, shippedId: of.id, id });

describe('installing the dashboards', () => {
  it('makes all in an empty space, and nothing the second time', async () => {
    const { space, imports } = spaceWith([]);
    const first = await installDashboards(space, SHIPPED, false);
    expect(first.made.map(({ title }) => title)).toEqual([
      'cloudtrail-events-*',
      'CloudTrail',
      'CloudTrail overview',
    ]);
    expect(await installDashboards(space, SHIPPED, false)).toEqual({
      made: [],
      replaced: [],
      kept: first.made,
    });
    expect(imports).toHaveLength(1);
    expect(await dashboardsOf(space, SHIPPED)).toEqual({ present: first.made, missing: [] });
  });

  it('makes only what is missing, never over what is there, and ties it to what is there', async () => {
    const { space, imports } = spaceWith([copy(view, 'events-of-this-space'), copy(tag, 'tag')]);
    expect((await dashboardsOf(space, SHIPPED)).missing.map(({ id }) => id)).toEqual(['overview']);
    const result = await installDashboards(space, SHIPPED, false);
    expect(result.made.map(({ id }) => id)).toEqual(['overview']);
    expect(result.kept.map(({ id }) => id)).toEqual(['events-of-this-space', 'tag']);
    expect(imports[0]?.replace).toBe(false);
    expect(imports[0]?.objects).toHaveLength(1);
    expect(imports[0]?.objects[0]?.references).toEqual([
      { type: 'index-pattern', id: 'events-of-this-space', name: 'a' },
      { type: 'tag', id: 'tag', name: 'b' },
    ]);
  });

  it('brings all back when asked to, and says which were there', async () => {
    const { space, imports } = spaceWith([copy(view, 'other')], '-copy');
    const result = await installDashboards(space, SHIPPED, true);
    expect(imports[0]).toEqual({ objects: SHIPPED, replace: true });
    expect(result.replaced.map(({ id }) => id)).toEqual(['other']);
    expect(result.made.map(({ id }) => id)).toEqual(['tag-copy', 'overview-copy']);
    expect(result.kept).toEqual([]);
  });
});
