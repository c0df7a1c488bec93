/** The demo's command line: a real Elasticsearch, a real S3 bucket and the plugin in a stand-in Kibana, on loopback. */
import { parseArgs } from 'node:util';
import { runDemo, type DemoOptions } from './run_demo';

const HELP = `npm start -- [options]

Installs what is missing, builds the plugin, and starts on 127.0.0.1: Elasticsearch, an S3 server with a bucket of
CloudTrail objects, and a stand-in for Kibana with the plugin in it. Then fetches the bucket and prints the address
to open. Ctrl-C stops everything.

  --data DIR   fill the bucket from this folder of CloudTrail .json and .json.gz files, instead of the sample
               records and the generated week. Records are put under the keys that CloudTrail would give them; a
               file that can't be read is put as it is.
  --port N     where the app listens (default: 5601 if it is free, else any free port)
  --once       fetch everything, print one JSON object with the counts as the last line, and stop
  --help       this text

ELASTICSEARCH_URL=http://user:password@host:9200 uses that cluster in place of one of its own. It then keeps the
indices that the demo makes.
`;

const EXIT_USAGE = 2;
const EXIT_INTERRUPTED = 130;
const HIGHEST_PORT = 65_535;

await main();

async function main(): Promise<void> {
  // a warning about Node's age from the AWS SDK would stand in the middle of the progress
  process.env['AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED'] = 'true';
  let options: DemoOptions | 'help';
  try {
    options = readOptions();
  } catch (error) {
    process.stderr.write(`${messageOf(error)}\n\n${HELP}`);
    process.exitCode = EXIT_USAGE;
    return;
  }
  if (options === 'help') {
    process.stdout.write(HELP);
    return;
  }
  const interruption = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.on(signal, () => {
      // asked twice: now. The guards of the servers end them
      if (interruption.signal.aborted) process.exit(EXIT_INTERRUPTED);
      process.stderr.write('\nStopping (once more to stop at once)\n');
      interruption.abort(new Error('interrupted'));
    });
  }
  try {
    await runDemo(options, interruption.signal);
    process.exit(0);
  } catch (error) {
    if (!interruption.signal.aborted) process.stderr.write(`\n${messageOf(error)}\n`);
    process.exit(interruption.signal.aborted ? EXIT_INTERRUPTED : 1);
  }
}

function readOptions(): DemoOptions | 'help' {
  const { values } = parseArgs({
    options: {
      data: { type: 'string' },
      port: { type: 'string' },
      once: { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) return 'help';
  const port = values.port === undefined ? undefined : Number(values.port);
  if (port !== undefined && !(Number.isInteger(port) && port > 0 && port <= HIGHEST_PORT)) {
    throw new Error(`--port ${values.port} is no port`);
  }
  return {
    once: values.once,
    ...(values.data !== undefined && { data: values.data }),
    ...(port && { port }),
  };
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
