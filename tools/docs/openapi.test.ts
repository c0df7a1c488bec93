import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { apiRoutes } from './api_routes';
import { openApi } from './openapi';

const routes = apiRoutes();
const publicRoutes = routes.filter(({ access }) => access === 'public');
const nameOf = ({ method, path }: { method: string; path: string }) => `${method.toUpperCase()} ${path}`;
const read = (file: string) => readFile(join(__dirname, '../../docs', file), 'utf8');

describe('docs/openapi.json', () => {
  it('is what the schemas of the routes make now', async () => {
    const made = `${JSON.stringify(openApi(routes), undefined, 2)}\n`;
    expect(
      await read('openapi.json'),
      'the API has changed: run npm run api, and commit docs/openapi.json',
    ).toBe(made);
  });

  it('describes every public route and no other', () => {
    const { paths } = openApi(routes) as { paths: Record<string, Record<string, unknown>> };
    const described = Object.entries(paths).flatMap(([path, operations]) =>
      Object.keys(operations).map((method) => nameOf({ method, path })),
    );
    expect(described.sort()).toEqual(publicRoutes.map(nameOf).sort());
  });

  it('gives each operation an id of its own', () => {
    const { paths } = openApi(routes) as { paths: Record<string, Record<string, { operationId: string }>> };
    const ids = Object.values(paths).flatMap((operations) =>
      Object.values(operations).map(({ operationId }) => operationId),
    );
    expect(new Set(ids).size).toBe(ids.length);
  });
});

describe('the routes', () => {
  it('are versioned below /api/cloudtrail, or stand below /internal/cloudtrail for the page alone', () => {
    for (const { path, access, version, summary } of routes) {
      if (access === 'public')
        expect({ path, version, summary }).toMatchObject({ version: expect.any(String) });
      expect(path).toMatch(access === 'public' ? /^\/api\/cloudtrail\// : /^\/internal\/cloudtrail\//);
    }
  });
});

describe('docs/api.md', () => {
  it('shows every public route with a heading of its own and a curl example, and no other', async () => {
    const page = await read('api.md');
    const sections = page.split(/^### /m).slice(1);
    const headings = sections.map((section) => /^`(.*)`/.exec(section)?.[1] ?? '');
    expect(headings.sort(), 'write a section with a curl example into docs/api.md').toEqual(
      publicRoutes.map(nameOf).sort(),
    );
    for (const section of sections) expect(section).toContain('curl ');
  });
});
