/** Makes server/documents/user_agent_patterns.generated.json from uap-core's regexes.yaml. Run: npx tsx tools/user_agents/make_patterns.ts */
import { readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import { parse } from 'yaml';

const OUTPUT = new URL('../../server/documents/user_agent_patterns.generated.json', import.meta.url);

/** Pattern, its flags, the name, and up to four parts of the version; '' where the pattern's own group counts. */
export type PatternRow = readonly [regex: string, flags: string, ...replacements: string[]];

type Parser = Readonly<Record<string, string | undefined>>;

interface Regexes {
  readonly user_agent_parsers: readonly Parser[];
  readonly os_parsers: readonly Parser[];
  readonly device_parsers: readonly Parser[];
}

/** What a user agent is recognised by, in the order in which it is tried; brand and model of devices are left out. */
export function makePatterns(regexes: Regexes): Record<string, readonly PatternRow[]> {
  return {
    agents: regexes.user_agent_parsers.map((parser) =>
      row(parser, ['family', 'v1', 'v2', 'v3', 'v4'].map(replacement)),
    ),
    systems: regexes.os_parsers.map((parser) =>
      row(parser, ['os', 'os_v1', 'os_v2', 'os_v3', 'os_v4'].map(replacement)),
    ),
    devices: regexes.device_parsers.map((parser) => row(parser, [replacement('device')])),
  };
}

function replacement(name: string): string {
  return `${name}_replacement`;
}

function row(parser: Parser, names: readonly string[]): PatternRow {
  const { regex = '', regex_flag: flag = '' } = parser;
  // a pattern that is no JavaScript must be seen here, not in Kibana
  new RegExp(regex, flag);
  const replacements = names.map((name) => parser[name] ?? '');
  while (replacements.at(-1) === '') replacements.pop();
  return [regex, flag, ...replacements];
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const file = createRequire(import.meta.url).resolve('uap-core/regexes.yaml');
  const patterns = makePatterns(parse(readFileSync(file, 'utf8')) as Regexes);
  const lists = Object.entries(patterns).map(
    ([name, rows]) => `"${name}": [\n${rows.map((one) => JSON.stringify(one)).join(',\n')}\n]`,
  );
  writeFileSync(OUTPUT, `{\n${lists.join(',\n')}\n}\n`);
}
