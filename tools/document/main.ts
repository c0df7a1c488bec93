/** `npm run document`: prints what the plugin would write for files of CloudTrail records. */
import { createReadStream } from 'node:fs';
import { once } from 'node:events';
import { basename } from 'node:path';
import type { Readable } from 'node:stream';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import * as z from 'zod';
import { namespaceSchema } from '../../common/sources';
import { openGeo } from '../../server/geo/open_geo';
import type { DocumentSettings } from './documents_of';
import { linesOf } from './documents_of';

const HELP = `npm run --silent document -- [options] FILE…

Prints the documents that the plugin would write for the records in the files: one JSON object a line, with _index,
_id and _source. What can't be read is told on standard error, one line each; the rest is printed all the same.

FILE is a log file of CloudTrail or a download of the event history ({"Records":[…]}), an array of records, one
record, or records one after another; as JSON or gzip; - is standard input.

  --namespace NAME     namespace of the index (default: default)
  --key KEY            the object's key in the bucket, for one FILE. Else the file's path from AWSLogs/ on, or its
                       name. The account and the time of records that lack them are taken from it
  --account ID         the account of records that lack one, where the key does not say it (default: 000000000000)
  --bucket NAME        the bucket in log.file.path and aws.s3.bucket.name (default: bucket)
  --now TIME           ISO time to stamp into event.created and event.ingested, which are left out otherwise, and
                       to take for now
  --free-form FORM     both, flattened, string or none: how requestParameters and its kin are kept (default: both)
  --keep-original      keep the record in event.original
  --entity-fields      add Elastic's entity fields
  --geo PATH           a city database, as cloudtrail.geo.database
  --asn PATH           a database of autonomous systems, as cloudtrail.geo.asnDatabase
  --help               this text

Exit code 0 when all was read, 1 when something was not, 2 for a wrong option.
`;

const EXIT_UNREADABLE = 1;
const EXIT_USAGE = 2;
/** Countries, as the zip brings them along. */
const COUNTRIES = fileURLToPath(
  new URL('../../node_modules/@ip-location-db/geo-whois-asn-country-mmdb', import.meta.url),
);

const optionsSchema = z.object({
  namespace: namespaceSchema,
  key: z.string().min(1).optional(),
  account: z
    .string()
    .regex(/^\d{12}$/, 'must be 12 digits')
    .default('000000000000'),
  bucket: z.string().min(1).default('bucket'),
  now: z.iso.datetime({ offset: true }).optional(),
  'free-form': z.enum(['both', 'flattened', 'string', 'none']).default('both'),
  'keep-original': z.boolean().default(false),
  'entity-fields': z.boolean().default(false),
  geo: z.string().min(1).optional(),
  asn: z.string().min(1).optional(),
});

interface CommandLine extends z.infer<typeof optionsSchema> {
  readonly files: readonly string[];
}

// whoever reads the output may have seen enough
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error;
  process.exit(process.exitCode);
});
await main();

async function main(): Promise<void> {
  let commandLine: CommandLine | 'help';
  try {
    commandLine = readCommandLine();
  } catch (error) {
    process.stderr.write(`${messageOf(error)}\n\n${HELP}`);
    process.exitCode = EXIT_USAGE;
    return;
  }
  if (commandLine === 'help') {
    process.stdout.write(HELP);
    return;
  }
  const settings = await settingsOf(commandLine);
  for (const file of commandLine.files) {
    const key = commandLine.key ?? keyOf(file);
    const stream: Readable = file === '-' ? process.stdin : createReadStream(file);
    await print(file, linesOf(stream, key, settings));
  }
}

async function print(file: string, lines: ReturnType<typeof linesOf>): Promise<void> {
  for await (const line of lines) {
    if (line.kind === 'problem') {
      const where = line.offset === undefined ? '' : `, record at byte ${line.offset}`;
      complain(`${file === '-' ? 'standard input' : file}${where}: ${line.message}`);
    } else if (!process.stdout.write(`${line.text}\n`)) {
      await once(process.stdout, 'drain');
    }
  }
}

async function settingsOf(commandLine: CommandLine): Promise<DocumentSettings> {
  const { now } = commandLine;
  const geo = await openGeo({
    bundledDir: COUNTRIES,
    database: commandLine.geo,
    asnDatabase: commandLine.asn,
  });
  for (const problem of geo.problems) complain(problem);
  return {
    namespace: commandLine.namespace,
    bucket: commandLine.bucket,
    accountId: commandLine.account,
    now: now === undefined ? Date.now() : Date.parse(now),
    stamp: now === undefined ? undefined : new Date(now).toISOString(),
    options: {
      freeForm: commandLine['free-form'],
      keepsOriginal: commandLine['keep-original'],
      hasEntityFields: commandLine['entity-fields'],
      redaction: undefined,
    },
    geo,
  };
}

function readCommandLine(): CommandLine | 'help' {
  const text = { type: 'string' } as const;
  const flag = { type: 'boolean' } as const;
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      namespace: text,
      key: text,
      account: text,
      bucket: text,
      now: text,
      'free-form': text,
      'keep-original': flag,
      'entity-fields': flag,
      geo: text,
      asn: text,
      help: flag,
    },
  });
  if (values.help === true) return 'help';
  const parsed = optionsSchema.safeParse(values);
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    throw new Error(`--${issue?.path.join('.') ?? ''} ${issue?.message ?? 'is not valid'}`);
  }
  if (positionals.length === 0) throw new Error('Which file? Name one, or - for standard input.');
  if (parsed.data.key !== undefined && positionals.length > 1)
    throw new Error('--key is the key of one file; more than one was named.');
  return { ...parsed.data, files: positionals };
}

/** A copy of a bucket keeps its folders; a file that was downloaded alone keeps its name. */
function keyOf(file: string): string {
  if (file === '-') return 'standard-input';
  const path = file.replaceAll('\\', '/');
  return /(?:^|\/)(AWSLogs\/.+)$/.exec(path)?.[1] ?? basename(path);
}

function complain(message: string): void {
  process.stderr.write(`${message}\n`);
  process.exitCode = EXIT_UNREADABLE;
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
