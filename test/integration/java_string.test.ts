/** The string forms of free-form objects, compared with what the machine's own Java prints. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { findNodeAtLocation, parseTree } from 'jsonc-parser';
import { expect, test } from 'vitest';
import type { JsonObject } from '../../server/cloudtrail/record';
import { freeFormFields } from '../../server/documents/free_form_fields';
import { RecordSplitter } from '../../server/cloudtrail/record_splitter';
import { hostileJson, hostileObject } from '../generate/hostile_json';
import { Random } from '../generate/random';
import { FIXTURES } from './fetch_harness';
import { javaMapToStrings } from './java_map_to_string';

const FREE_FORMS = {
  requestParameters: 'request_parameters',
  responseElements: 'response_elements',
  additionalEventData: 'additional_eventdata',
  serviceEventDetails: 'service_event_details',
} as const;

function ours(json: string): string | undefined {
  const text = `{"eventName":"x","requestParameters":${json}}`;
  return freeFormFields(JSON.parse(text) as JsonObject, text, 'string').strings.request_parameters;
}

/** Shows of the first few that differ where they begin to. */
function expectSame(
  mine: readonly (string | undefined)[],
  java: readonly (string | undefined)[],
  of: readonly string[],
): void {
  expect(java).toHaveLength(mine.length);
  const differing = mine.flatMap((text, i) => {
    const theirs = java[i];
    if (text === theirs) return [];
    const at = [...(text ?? '')].findIndex((_unit, k) => text?.[k] !== theirs?.[k]);
    const around = (whole?: string) => whole?.slice(Math.max(0, at - 80), at + 80);
    return [{ json: of[i]?.slice(0, 80), mine: around(text), java: around(theirs) }];
  });
  expect(differing.slice(0, 3)).toEqual([]);
}

function fixtureRecords(): string[] {
  return readdirSync(FIXTURES, { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith('.json'))
    .flatMap((path) =>
      [...new RecordSplitter({ maxRecordBytes: 2 ** 24 }).push(readFileSync(join(FIXTURES, path)))].map(
        ({ bytes }) => String(bytes),
      ),
    );
}

test('6,000 random objects come out as Java prints them: order, collisions, numbers, what says nothing', async () => {
  const random = new Random('java strings');
  const objects = Array.from({ length: 6000 }, () => hostileObject(random));
  const wide = objects.filter((json) => json.length > 10_000);
  expect(wide.length).toBeGreaterThan(50);
  expectSame(objects.map(ours), await javaMapToStrings(objects), objects);
});

test('a root that is no object comes out as Java prints it', async () => {
  const random = new Random('java roots');
  const roots = Array.from({ length: 1000 }, () => hostileJson(random));
  expectSame(roots.map(ours), await javaMapToStrings(roots), roots);
});

test('the free-form objects of every record of the fixtures come out as Java prints them', async () => {
  const objects: string[] = [];
  const mine: (string | undefined)[] = [];
  const records = fixtureRecords();
  for (const text of records) {
    const { strings } = freeFormFields(JSON.parse(text) as JsonObject, text, 'both');
    const tree = parseTree(text);
    for (const [key, name] of Object.entries(FREE_FORMS)) {
      const node = tree && findNodeAtLocation(tree, [key]);
      if (node === undefined) continue;
      objects.push(text.slice(node.offset, node.offset + node.length));
      mine.push(strings[name as keyof typeof strings]);
    }
  }
  expect(records).toHaveLength(3054);
  expect(mine.filter((text) => text !== undefined).length).toBeGreaterThan(3000);
  expectSame(mine, await javaMapToStrings(objects), objects);
});

test('keys of one hash that Java keeps in a tree all come out, the tree’s order apart', async () => {
  const family = Array.from({ length: 2 ** 9 }, (_, i) =>
    i.toString(2).padStart(9, '0').replaceAll('0', 'Aa').replaceAll('1', 'BB'),
  );
  const json = JSON.stringify(Object.fromEntries(family.map((key, i) => [key, `v${i}`])));
  const [java] = await javaMapToStrings([json]);
  const sorted = (text = '') => text.slice(1, -1).split(', ').sort();
  expect(sorted(ours(json))).toEqual(sorted(java));
});

test('doubles come out as Java 19 and newer print them; older ones print more digits of some', async () => {
  const random = new Random('java doubles');
  const bits = new DataView(new ArrayBuffer(8));
  const doubles = Array.from({ length: 20_000 }, () => {
    for (let i = 0; i < 8; i++) bits.setUint8(i, random.below(256));
    const value = bits.getFloat64(0);
    return Number.isFinite(value) ? value.toExponential() : '1e23';
  });
  const [probe, ...java] = await javaMapToStrings(['2e23', ...doubles]);
  const isShortest = probe === '2.0E23';
  const digits = (text: string) => text.replace(/E.*/, '').replace(/\D|\.0$/g, '').length;
  doubles.forEach((json, i) => {
    const mine = ours(json) ?? '';
    const theirs = java[i] ?? '';
    if (mine === theirs) return;
    expect(isShortest, `${json} is ${theirs}`).toBe(false);
    expect(Number(theirs)).toBe(Number(mine));
    expect(digits(mine), `${json} is ${theirs}`).toBeLessThanOrEqual(digits(theirs));
  });
});
