/** `npm run build`: reads the command line, builds the plugin, prints what came out. */
import { relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { buildPlugin, type Size } from './build_plugin';

/** The oldest Kibana that the plugin is for. */
const DEFAULT_KIBANA_VERSION = '8.12.2';

const HELP = `npm run build -- [--kibana-version X.Y.Z]

Writes build/kibana/cloudtrail (the unpacked plugin) and build/cloudtrail-<version>_<X.Y.Z>.zip.

  --kibana-version X.Y.Z   the Kibana that the zip is for, exactly as it names itself (default ${DEFAULT_KIBANA_VERSION})
  --out FOLDER             write there in place of build
  --help                   this text
`;

const { values } = parseArgs({
  options: {
    'kibana-version': { type: 'string', default: DEFAULT_KIBANA_VERSION },
    out: { type: 'string' },
    help: { type: 'boolean', default: false },
  },
});

if (values.help) {
  process.stdout.write(HELP);
} else {
  const root = fileURLToPath(new URL('../..', import.meta.url)).replace(/\/$/, '');
  try {
    const { folder, zip, sizes } = await buildPlugin({
      root,
      kibanaVersion: values['kibana-version'],
      outFolder: values.out,
    });
    const from = (path: string): string => relative(process.cwd(), path);
    process.stdout.write(`${from(folder)}\n${from(zip)}\n\n${sizes.map(sizeLine).join('\n')}\n`);
  } catch (error) {
    process.stderr.write(`The build failed: ${error instanceof Error ? error.message : String(error)}\n`);
    process.exitCode = 1;
  }
}

function sizeLine({ what, bytes, gzipped }: Size): string {
  const kilobytes = (value: number): string => `${(value / 1000).toFixed(1)} kB`;
  const compressed = gzipped === undefined ? '' : `  (${kilobytes(gzipped)} gzipped)`;
  return `  ${what.padEnd(34)}${kilobytes(bytes).padStart(12)}${compressed}`;
}
