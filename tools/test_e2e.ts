/** `npm run test:e2e`: the browser tests, against the stand-in host or, with --kibana, against a real Kibana. */
import { spawn } from 'node:child_process';
import { parseArgs } from 'node:util';

const HELP = `npm run test:e2e -- [--kibana URL] [anything else that vitest takes]

Without --kibana the tests run against the built plugin (npm run build) in the stand-in host.

  --kibana URL   a running Kibana with the plugin installed. KIBANA_USER and KIBANA_PASSWORD name a user who may
                 manage sources (default: elastic, changeme)
  --dark         looks at the pages about sources in Kibana's dark mode; their pictures are named …_dark.png
  --help         this text
`;

const { values, tokens } = parseArgs({
  options: { kibana: { type: 'string' }, dark: { type: 'boolean' }, help: { type: 'boolean' } },
  strict: false,
  allowPositionals: true,
  tokens: true,
});

if (values.help === true) {
  process.stdout.write(HELP);
} else {
  const kibana =
    typeof values.kibana === 'string' ? new URL(values.kibana).href.replace(/\/$/, '') : undefined;
  // in their order: what follows an option that is not ours may be its value
  const forVitest = tokens.flatMap((token) => {
    if (token.kind === 'positional') return [token.value];
    if (token.kind !== 'option' || token.name === 'kibana' || token.name === 'dark') return [];
    return [token.value === undefined ? token.rawName : `${token.rawName}=${token.value}`];
  });
  const child = spawn('npx', ['vitest', 'run', '--project', 'e2e', ...forVitest], {
    stdio: 'inherit',
    env: {
      ...process.env,
      ...(kibana !== undefined && { KIBANA_URL: kibana }),
      ...(values.dark === true && { E2E_DARK: 'true' }),
    },
  });
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => child.kill(signal));
  child.once('exit', (code) => process.exit(code ?? 1));
}
