import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { EVENT_FIELDS } from '../../common/event_fields';
import type { Place } from '../../saved_objects/source/boards';
import { OVERVIEW_DASHBOARD } from '../../saved_objects/source/overview';
import { SEARCHES } from '../../saved_objects/source/searches';
import { SECURITY_DASHBOARD } from '../../saved_objects/source/security';
import { kqlQuery } from '../../test/kql/kql_query';
import { kibanaObjects, toNdjson } from './objects';

const DASHBOARDS = [OVERVIEW_DASHBOARD, SECURITY_DASHBOARD];
const GRID_COLUMNS = 48;

describe('saved_objects/cloudtrail.ndjson', () => {
  it('is what the source gives: run `npm run saved_objects` after a change', async () => {
    const file = fileURLToPath(new URL('../../saved_objects/cloudtrail.ndjson', import.meta.url));
    expect(await readFile(file, 'utf8')).toBe(toNdjson(kibanaObjects()));
  });

  it('holds all that its objects refer to, each object once, and nothing of a later Kibana than 8.12', () => {
    const objects = kibanaObjects();
    const ids = objects.map(({ type, id }) => `${type}:${id}`);
    expect(new Set(ids).size).toBe(ids.length);
    const seen = new Set<string>();
    for (const { type, id, references, typeMigrationVersion } of objects) {
      for (const reference of references) expect(seen).toContain(`${reference.type}:${reference.id}`);
      expect(new Set(references.map(({ name }) => name)).size).toBe(references.length);
      expect(Number(typeMigrationVersion.split('.')[1])).toBeLessThanOrEqual(12);
      seen.add(`${type}:${id}`);
    }
  });

  it('can be told apart from what users make: every object that can carry our tag does', () => {
    const untagged = kibanaObjects().filter(
      ({ references }) => !references.some(({ type }) => type === 'tag'),
    );
    expect(untagged.map(({ type }) => type)).toEqual(['tag', 'index-pattern']);
  });
});

describe.each(DASHBOARDS)('the dashboard $title', ({ panels }) => {
  it('has panels of different ids that fill the grid without overlaps', () => {
    expect(new Set(panels.map(({ id }) => id)).size).toBe(panels.length);
    const taken = new Set<string>();
    for (const { place } of panels) {
      for (const cell of cellsOf(place)) {
        expect(taken).not.toContain(cell);
        taken.add(cell);
      }
    }
    const rows = Math.max(...panels.map(({ place }) => place.y + place.h));
    expect(taken.size).toBe(rows * GRID_COLUMNS);
  });

  it('asks only for fields that the plugin writes, in KQL that Kibana reads', () => {
    const names = new Set(EVENT_FIELDS.map(({ name }) => name));
    for (const panel of panels) {
      if (panel.kind !== 'lens') continue;
      for (const breakdown of panel.breakdowns) {
        if (breakdown.by === 'values') expect(names).toContain(breakdown.field);
      }
      for (const metric of panel.metrics) if (metric.of === 'values') expect(names).toContain(metric.field);
      const filters = [panel.filter, ...panel.metrics.map(({ filter }) => filter)];
      for (const kql of filters) if (kql !== undefined) expect(() => kqlQuery(kql)).not.toThrow();
    }
  });
});

describe('the saved searches', () => {
  it('show only fields that the plugin writes', () => {
    const names = new Set(EVENT_FIELDS.map(({ name }) => name));
    for (const { columns } of SEARCHES) for (const column of columns) expect(names).toContain(column);
  });
});

function cellsOf({ x, y, w, h }: Place): string[] {
  return Array.from({ length: w * h }, (_, cell) => `${x + (cell % w)},${y + Math.floor(cell / w)}`);
}
