/** Tests of the lint rules that hold the design: folder borders and the few forbidden words. */
import { fileURLToPath } from 'node:url';
import { ESLint } from 'eslint';
import { describe, expect, it } from 'vitest';

const root = fileURLToPath(new URL('../..', import.meta.url));
const eslint = new ESLint({ cwd: root });

/** The rules that complain about a text as if it stood in `path`. */
async function complaints(path: string, text: string): Promise<string[]> {
  const [result] = await eslint.lintText(text, { filePath: `${root}${path}` });
  return (result?.messages ?? []).map(({ ruleId, message }) => ruleId ?? message);
}

describe('the borders between folders', () => {
  it.each([
    ['public/app/mount.tsx', `import { x } from '../../server/errors';`],
    ['public/api.ts', `import type { X } from '../server/errors';`],
    ['public/api.ts', `import { x } from 'node:path';`],
    ['public/api.ts', `import { PANEL_IDS } from '../common/panels';`],
    ['server/fetching/run.ts', `import { x } from '../../public/api';`],
    ['common/ids.ts', `export { x } from '../server/errors';`],
    ['server/sources/check.ts', `import type { S3Client } from '@aws-sdk/client-s3';`],
    ['server/plugin.ts', `const x = await import('@aws-sdk/client-s3'); export { x };`],
    ['server/aws/s3.ts', `import { x } from '../../test/servers/s3';`],
    ['server/indices/writer.ts', `import { Client } from '@elastic/elasticsearch';`],
    ['server/indices/writer.ts', `export { type Client } from '@elastic/elasticsearch';`],
    ['server/fetching/run.ts', `import type { Logger } from '../kibana/contracts';`],
    ['server/sources/check.ts', `import { schema } from '@kbn/config-schema';`],
    ['public/panels/x.tsx', `import { buildEsQuery } from '@kbn/es-query';`],
    ['server/cloudtrail/key.ts', `import { readFile } from 'node:fs/promises';`],
    ['server/documents/make.ts', `import type { ListPage } from '../aws/object_store';`],
    ['server/documents/make.ts', `import { open } from '../geo/open_databases';`],
    ['server/fetching/run.ts', `import maxmind from 'maxmind';`],
    ['server/sources/check.ts', `import { routes } from '../routes/sources';`],
  ])('in %s refuse %s', async (path, text) => {
    expect(await complaints(path, text)).toContain('cloudtrail/borders');
  });

  it.each([
    ['server/aws/s3.ts', `export { S3Client } from '@aws-sdk/client-s3';`],
    ['server/indices/writer.ts', `export type { Client } from '@elastic/elasticsearch';`],
    ['server/fetching/fetch_task.ts', `export type { Logger } from '../kibana/contracts';`],
    ['server/config.ts', `export { schema } from '@kbn/config-schema';`],
    [
      'public/api.ts',
      `export type { PanelId } from '../common/panels'; export { PANELS_API } from '../common/ids';`,
    ],
    ['public/panels/x.tsx', `export { i18n } from '@kbn/i18n';`],
    ['public/kibana/search.ts', `export { buildEsQuery } from '@kbn/es-query';`],
    ['server/documents/make.ts', `export { createHash } from 'node:crypto'; export { x } from '../errors';`],
    ['server/documents/make.ts', `export type { GeoLookup } from '../geo/geo_lookup';`],
    ['server/fetching/run.test.ts', `export { x } from '../../test/servers/s3';`],
    ['test/host/main.ts', `export { x } from '../../server/errors';`],
  ])('in %s allow %s', async (path, text) => {
    expect(await complaints(path, text)).toEqual([]);
  });
});

describe('forbidden words', () => {
  const arn = `export const x = 'arn:aws:iam::1:root';`;
  const arnInTemplate = 'export const x = (id: string) => `arn:aws:iam::${id}:root`;';

  it('refuses the literal arn:aws: in product code, where the partition may be another (pain 31)', async () => {
    for (const path of [
      'server/sources/policy.ts',
      'server/documents/make.ts',
      'server/indices/x.ts',
      'common/x.ts',
    ]) {
      expect(await complaints(path, arn)).toEqual(['no-restricted-syntax']);
      expect(await complaints(path, arnInTemplate)).toEqual(['no-restricted-syntax']);
    }
  });

  it('allows it where partitions are known, and in tests', async () => {
    for (const path of ['common/partition.ts', 'server/sources/policy.test.ts', 'test/generate/x.ts']) {
      expect(await complaints(path, arn)).toEqual([]);
    }
  });

  it('keeps clock and chance out of the pure folders', async () => {
    const text = 'export const x = [Date.now(), new Date(), Math.random()];';
    expect(await complaints('server/documents/make.ts', text)).toHaveLength(3);
    expect(await complaints('server/fetching/run.ts', text)).toEqual([]);
    expect(await complaints('server/documents/make.ts', 'export const x = new Date(5);')).toEqual([]);
  });

  it('keeps bulk writes in server/indices', async () => {
    const text = 'export const x = (c: { bulk(): void }) => c.bulk();';
    expect(await complaints('server/fetching/run.ts', text)).toEqual(['no-restricted-syntax']);
    expect(await complaints('server/indices/writer.ts', text)).toEqual([]);
  });

  it('refuses any, !, default exports, enums and consoles in product code', async () => {
    const path = 'server/health/x.ts';
    expect(await complaints(path, 'export const x = (y: any) => y;')).toEqual([
      '@typescript-eslint/no-explicit-any',
    ]);
    expect(await complaints(path, 'export const x = (y?: string) => y!.length;')).toEqual([
      '@typescript-eslint/no-non-null-assertion',
    ]);
    expect(await complaints(path, 'export default 1;')).toEqual(['no-restricted-syntax']);
    expect(await complaints(path, 'export enum X { A }')).toEqual(['no-restricted-syntax']);
    expect(await complaints(path, 'console.log(1);')).toEqual(['no-console']);
    expect(await complaints('vitest.config.ts', 'export default {};')).toEqual([]);
  });
});
