import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import shipped from '../../server/documents/user_agent_patterns.generated.json';
import { makePatterns } from './make_patterns';

const require = createRequire(import.meta.url);
const NOTHING = { user_agent_parsers: [], os_parsers: [], device_parsers: [] };

describe('makePatterns', () => {
  it('has made what ships, from the uap-core that is installed', () => {
    const yaml = readFileSync(require.resolve('uap-core/regexes.yaml'), 'utf8');
    expect(makePatterns(parse(yaml) as Parameters<typeof makePatterns>[0])).toEqual(shipped);
    const { version } = require('uap-core/package.json') as { version: string };
    const code = readFileSync(require.resolve('../../server/documents/user_agent.ts'), 'utf8');
    const notice = readFileSync(require.resolve('../../NOTICE'), 'utf8');
    expect([code.includes(`uap-core ${version}`), notice.includes(`uap-core ${version}`)]).toEqual([
      true,
      true,
    ]);
  });

  it('keeps pattern, flags and replacements in their places', () => {
    const parser = { regex: '(a)', regex_flag: 'i', family_replacement: 'A', v2_replacement: '2' };
    expect(makePatterns({ ...NOTHING, user_agent_parsers: [parser] })['agents']).toEqual([
      ['(a)', 'i', 'A', '', '2'],
    ]);
    expect(
      makePatterns({ ...NOTHING, device_parsers: [{ regex: 'b', brand_replacement: 'B' }] })['devices'],
    ).toEqual([['b', '']]);
  });

  it('refuses a pattern that JavaScript does not read', () => {
    expect(() => makePatterns({ ...NOTHING, os_parsers: [{ regex: '(?<!' }] })).toThrow(SyntaxError);
  });
});
