/** What ESLint holds us to: plain TypeScript, and the borders between the folders. */
import tseslint from 'typescript-eslint';
import { borderRule } from './tools/lint/border_rule.js';

/** Who may import what. Each line is one decision; tests are free of them. The rest is anybody's. */
const BORDERS = [
  {
    in: /^public\//,
    forbids: /^(server\/|node:)/,
    why: "the browser's half knows the server by common/ and its routes",
  },
  {
    in: /^public\//,
    forbids: /^(zod|common\/(actors|dashboards|events|namespaces|panels|sources)$)/,
    types: true,
    why: 'its types only: the schemas bring all of zod along (450 kB)',
  },
  { in: /^server\//, forbids: /^public\//, why: 'the server knows nothing of the screen' },
  {
    in: /^common\//,
    forbids: /^(server\/|public\/|node:|@kbn\/|@elastic\/|@aws-sdk\/|react)/,
    why: 'common/ is shared by both halves and runs in both',
  },
  {
    in: /^(server|public|common)\//,
    forbids: /^(test|tools)\//,
    why: 'product code never rests on tests or tools',
  },
  {
    in: /^(server\/(?!aws\/)|public\/|common\/)/,
    forbids: /^(@aws-sdk|@smithy|@aws-crypto)\//,
    why: 'only server/aws knows the AWS SDK, and turns its errors into ours',
  },
  {
    in: /^(server\/(?!geo\/)|public\/|common\/)/,
    forbids: /^(maxmind|mmdb-lib)$/,
    why: 'only server/geo opens geo databases',
  },
  {
    in: /^(server|public|common)\//,
    forbids: /^@elastic\/elasticsearch/,
    types: true,
    why: 'the client is the one that Kibana hands us; import its types only',
  },
  {
    in: /^server\/(?!(index|plugin|services|config)\.ts$|(kibana|routes)\/|(sources|namespaces)\/[^/]*saved_object|fetching\/[^/]*task)/,
    forbids: /^(@kbn\/|server\/kibana(\/|$))/,
    why: "only the wiring, routes, the saved object and the task know Kibana; a port of one's own does elsewhere",
  },
  {
    in: /^public\/(?!(index|plugin)\.ts$|kibana\/)/,
    forbids: /^@kbn\/(?!i18n(-react)?$)/,
    why: "only public/kibana knows Kibana's modules; i18n apart",
  },
  {
    in: /^server\/(cloudtrail|documents)\//,
    forbids:
      /^(node:(?!(buffer|crypto|net)$)|(?!node:)[^./]+$|@|server\/(?!(cloudtrail|documents)\/|(errors|geo\/geo_lookup)$))/,
    why: 'cloudtrail/ and documents/ are pure: no input or output, no clock, nothing of the outside',
  },
  {
    in: /^server\/(?!routes\/|(index|plugin)\.ts$)/,
    forbids: /^server\/(routes\/|plugin$)/,
    why: 'routes and the wiring use the other folders, not the other way round',
  },
].map((border) => ({ ...border, in: exceptTests(border.in) }));

const PRODUCT = ['{server,public,common}/**/*.{ts,tsx}'];
const TESTS = ['**/*.test.{ts,tsx}'];
/** Tools that read a default export, and other people's modules that have one. */
const TOOL_CONFIGS = ['*.config.{js,ts}', '**/*.config.{js,ts}', '**/global_setup.ts', '**/*.d.ts'];

const NO_DEFAULT_EXPORT = {
  selector: 'ExportDefaultDeclaration',
  message: 'Export by name: the name is then the same everywhere.',
};
const NO_ENUM = { selector: 'TSEnumDeclaration', message: 'A union of literals says the same without code.' };
const NO_ARN_LITERAL = ['Literal[value=/arn:aws:/]', 'TemplateElement[value.raw=/arn:aws:/]'].map(
  (selector) => ({
    selector,
    message: 'GovCloud and China have other partitions: take it from common/partition.ts.',
  }),
);
const NO_CLOCK = [
  'CallExpression[callee.object.name="Date"][callee.property.name="now"]',
  'NewExpression[callee.name="Date"][arguments.length=0]',
  'CallExpression[callee.object.name="Math"][callee.property.name="random"]',
].map((selector) => ({ selector, message: 'This folder is pure: time and chance are given from outside.' }));
const NO_WRITE = {
  selector:
    'CallExpression[callee.property.name=/^(bulk|deleteByQuery|updateByQuery|reindex|putIndexTemplate|putMapping)$/]',
  message: 'Only server/indices writes to Elasticsearch.',
};
const ALWAYS = [NO_DEFAULT_EXPORT, NO_ENUM];

export default tseslint.config(
  // test/host/fixture has the form of a built plugin, as Kibana loads it: plain scripts, CommonJS.
  { ignores: ['build/', '.cache/', 'target/', 'test/fixtures/', 'test/host/fixture/'] },
  { linterOptions: { reportUnusedDisableDirectives: 'error' } },
  tseslint.configs.recommended,
  {
    plugins: { cloudtrail: { rules: { borders: borderRule(BORDERS) } } },
    rules: {
      'cloudtrail/borders': 'error',
      '@typescript-eslint/consistent-type-imports': ['error', { disallowTypeAnnotations: false }],
      '@typescript-eslint/no-import-type-side-effects': 'error',
      '@typescript-eslint/no-non-null-assertion': 'error',
      // As tsc has it: a leading _ says that a parameter is there for its place only.
      '@typescript-eslint/no-unused-vars': [
        'error',
        { argsIgnorePattern: '^_', destructuredArrayIgnorePattern: '^_', ignoreRestSiblings: true },
      ],
      eqeqeq: 'error',
      'max-depth': ['error', 4],
      'no-var': 'error',
      'object-shorthand': 'error',
      'prefer-const': 'error',
    },
  },
  { ignores: TOOL_CONFIGS, rules: syntax(ALWAYS) },
  {
    files: PRODUCT,
    rules: {
      'no-console': 'error',
      'no-nested-ternary': 'error',
      ...syntax([...ALWAYS, ...NO_ARN_LITERAL, NO_WRITE]),
    },
  },
  // Blocks below replace the one above for their files: ESLint does not merge a rule's options.
  { files: ['server/indices/**'], rules: syntax([...ALWAYS, ...NO_ARN_LITERAL]) },
  { files: ['common/partition*.ts'], rules: syntax([...ALWAYS, NO_WRITE]) },
  {
    files: ['server/{cloudtrail,documents}/**'],
    rules: syntax([...ALWAYS, ...NO_ARN_LITERAL, ...NO_CLOCK, NO_WRITE]),
  },
  { files: TESTS, rules: syntax(ALWAYS) },
);

function syntax(selectors) {
  return { 'no-restricted-syntax': ['error', ...selectors] };
}

function exceptTests(files) {
  return new RegExp(`^(?!.*\\.test\\.tsx?$)(?:${files.source})`);
}
