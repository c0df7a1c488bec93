/** `npm test`: every check and suite; at the end the names of what failed, and one line with the sum. Plain JavaScript: nothing is there yet. */
import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { ensurePackages, ROOT, run } from './npm_packages.mjs';

const CHROMIUM = process.env.CHROMIUM_PATH ?? '/usr/bin/chromium';
/** The integration tests mostly wait; each worker takes an Elasticsearch of 1 GB. A cluster of somebody's own is one for all. */
const INTEGRATION_WORKERS = process.env.ELASTICSEARCH_URL ? 1 : Math.min(2, availableParallelism());
const RESULTS = `${ROOT}build/test-results`;

await ensurePackages();
let passed = 0;
/** By name: of a run elsewhere often only the end of the output is kept. */
const failed = [];

// each keeps one processor busy, and says something only where it fails
await Promise.all([check('lint'), check('types')]);
await suite('unit');
await suite('integration', { INTEGRATION_WORKERS });
await check('build');
if (await ensureChromium()) await suite('e2e');
else failed.push('chromium');

for (const name of failed) process.stdout.write(`\nfailed: ${name}`);
process.stdout.write(`\n${passed} passed, ${failed.length} failed\n`);
process.exit(failed.length === 0 ? 0 : 1);

/** A script that only succeeds or fails counts as one test. */
async function check(script) {
  title(script);
  const code = await run('npm', ['run', '--silent', script], 'inherit');
  stopIfInterrupted(code);
  if (code === 0) passed += 1;
  else failed.push(script);
}

/** A vitest project counts its tests, and one failed more for each file (or set-up) that broke outside of a test. */
async function suite(project, env = {}) {
  title(project);
  const file = `${RESULTS}/${project}.json`;
  mkdirSync(RESULTS, { recursive: true });
  rmSync(file, { force: true });
  const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${file}`];
  const args = ['run', '--silent', `test:${project}`, '--', ...reporters];
  const code = await run('npm', args, 'inherit', { ...process.env, ...env });
  stopIfInterrupted(code);
  if (!existsSync(file)) {
    failed.push(project);
    return;
  }
  const { numPassedTests, testResults } = JSON.parse(readFileSync(file, 'utf8'));
  passed += numPassedTests;
  const before = failed.length;
  for (const { name, status, assertionResults } of testResults) {
    const path = name.replace(ROOT, '');
    const tests = assertionResults.filter((test) => test.status === 'failed');
    failed.push(...tests.map(({ fullName }) => `${path}: ${fullName}`));
    if (status === 'failed' && tests.length === 0) failed.push(path);
  }
  // an error outside of all files, or no test at all
  if (failed.length === before && code !== 0) failed.push(project);
}

/** The browser tests want Debian's chromium. Root gets it installed, as do machines of continuous integration. */
async function ensureChromium() {
  if (existsSync(CHROMIUM)) return true;
  const isRoot = process.getuid?.() === 0;
  if (isRoot) {
    title('chromium');
    await run('apt-get', ['update', '-qq'], 'inherit');
    stopIfInterrupted(
      await run('apt-get', ['install', '-y', '-qq', '--no-install-recommends', 'chromium'], 'inherit'),
    );
  }
  if (existsSync(CHROMIUM)) return true;
  process.stderr.write(
    `\nThe browser tests want Chromium at ${CHROMIUM} (or CHROMIUM_PATH). Run: apt-get install -y chromium\n`,
  );
  return false;
}

function title(text) {
  process.stdout.write(`\n── ${text}\n`);
}

/** Whoever interrupts a suite doesn't want the next one. */
function stopIfInterrupted(code) {
  if (code === 130 || code === 143) process.exit(code);
}
