/** The command as a user runs it. */
import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { bitsOf, writeTinyMmdb } from '../geo/tiny_mmdb';

const PROJECT = join(__dirname, '../..');
const KEY =
  'AWSLogs/111122223333/CloudTrail/us-east-1/2024/01/31/111122223333_CloudTrail_us-east-1_20240131T1005Z_a.json.gz';
const RECORD = {
  eventVersion: '1.08',
  eventTime: '2024-01-31T10:00:00Z',
  eventSource: 'iam.amazonaws.com',
  eventName: 'CreateUser',
  eventID: '5b2a5e6c-0c5f-4d9e-8f0b-1c2d3e4f5a6b',
  recipientAccountId: '444455556666',
  sourceIPAddress: '8.8.8.8',
};
const SECOND = { ...RECORD, eventID: 'c0ffee00-0000-4000-8000-000000000000', eventName: 'DeleteUser' };

interface Printed {
  readonly _index: string;
  readonly _id: string;
  readonly _source: {
    readonly '@timestamp': string;
    readonly event: { readonly action: string; readonly created?: string; readonly ingested?: string };
    readonly cloud: { readonly account: { readonly id: string } };
    readonly log: { readonly offset: number; readonly file: { readonly path: string } };
    readonly source: object;
  };
}
interface Run {
  readonly code: number;
  readonly documents: readonly Printed[];
  readonly problems: readonly string[];
  readonly stdout: string;
}

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'document-'));
});
afterAll(() => rm(folder, { recursive: true }));

async function file(name: string, content: string | Buffer): Promise<string> {
  const path = join(folder, name);
  await mkdir(dirname(path), { recursive: true });
  await writeFile(path, content);
  return path;
}

/** The script's own words, as package.json has them, without npm's second of start. */
async function run(args: readonly string[], input = ''): Promise<Run> {
  const { scripts } = JSON.parse(await readFile(join(PROJECT, 'package.json'), 'utf8')) as {
    scripts: { document: string };
  };
  const [tsx, main] = scripts.document.split(' ');
  expect(tsx).toBe('tsx');
  return new Promise((resolve) => {
    const child = execFile(
      process.execPath,
      ['--import', 'tsx', join(PROJECT, main ?? ''), ...args],
      { cwd: PROJECT, maxBuffer: 64 * 1024 * 1024 },
      (error, stdout, stderr) =>
        resolve({
          code: error === null ? 0 : Number(error.code),
          documents: stdout.startsWith('{') ? lines(stdout).map((line) => JSON.parse(line) as Printed) : [],
          problems: lines(stderr),
          stdout,
        }),
    );
    child.stdin?.end(input);
  });
}

function lines(text: string): string[] {
  return text.split('\n').filter((line) => line !== '');
}
const actions = ({ documents }: Run) => documents.map(({ _source: { event } }) => event.action);

// each starts a Node process, and translates the sources for it
describe('npm run document', { timeout: 60_000 }, () => {
  it('prints a line for each record of a log file, with the index and the id that the plugin would use', async () => {
    const log = await file(
      KEY,
      gzipSync(JSON.stringify({ Records: [RECORD, { ...SECOND, recipientAccountId: undefined }] })),
    );
    const result = await run(['--namespace', 'audit', '--bucket', 'trail', log]);
    expect(result).toMatchObject({ code: 0, problems: [] });
    expect(actions(result)).toEqual(['CreateUser', 'DeleteUser']);
    const [first, second] = result.documents;
    expect(first).toMatchObject({
      _index: 'cloudtrail-events-audit-2024.01',
      _source: {
        '@timestamp': '2024-01-31T10:00:00.000Z',
        log: { offset: '{"Records":['.length, file: { path: `s3://trail/${KEY}` } },
        source: { address: '8.8.8.8', ip: '8.8.8.8', geo: { country_iso_code: 'US' } },
      },
    });
    expect(first?._id).toMatch(/^[\w-]{27}$/);
    expect(first?._source.event).not.toHaveProperty('ingested');
    // the second record does not name its account: the file's name does
    expect(second?._source.cloud.account.id).toBe('111122223333');
  });

  it('gives the same id and document for a record in whatever form it is at hand', async () => {
    const pretty = JSON.stringify(RECORD, null, 2);
    const forms = [
      ['whole.json', JSON.stringify({ Records: [RECORD, SECOND] }), 12],
      ['array.json', JSON.stringify([RECORD, SECOND]), 1],
      ['lines.ndjson', `${JSON.stringify(RECORD)}\n${JSON.stringify(SECOND)}\n`, 0],
      ['one_after_another.txt', `  ${pretty}\t${JSON.stringify(SECOND)}`, 2],
      ['array.json.gz', gzipSync(JSON.stringify([RECORD, SECOND])), 1],
    ] as const;
    const paths = await Promise.all(forms.map(([name, content]) => file(name, content)));
    const result = await run(paths);
    expect(result).toMatchObject({ code: 0, problems: [] });
    expect(actions(result)).toEqual(forms.flatMap(() => ['CreateUser', 'DeleteUser']));
    expect(new Set(result.documents.map(({ _id: id }) => id)).size).toBe(2);
    const firsts = result.documents.filter((_, i) => i % 2 === 0);
    expect(firsts.map(({ _source: { log } }) => log.offset)).toEqual(forms.map(([, , offset]) => offset));
  });

  it('reads one record from standard input, with what is said of it on the command line', async () => {
    const asnDatabase = await file(
      'asn.mmdb',
      writeTinyMmdb({
        type: 'GeoLite2-ASN',
        ipVersion: 4,
        networks: [
          [
            bitsOf([8, 8, 8], 24),
            { autonomous_system_number: { uint: 15_169 }, autonomous_system_organization: 'GOOGLE' },
          ],
        ],
      }),
    );
    const now = '2024-02-01T00:00:00.000Z';
    const record = JSON.stringify({ ...RECORD, recipientAccountId: undefined });
    const args = ['--now', now, '--account', '777788889999', '--asn', asnDatabase, '--keep-original', '-'];
    const { code, documents } = await run(args, record);
    expect(code).toBe(0);
    expect(documents).toHaveLength(1);
    expect(documents[0]?._source).toMatchObject({
      event: { created: now, ingested: now },
      cloud: { account: { id: '777788889999' } },
      source: { as: { number: 15_169, organization: { name: 'GOOGLE' } } },
    });
  });

  it('tells what it can not read, on standard error with exit code 1, and prints the rest', async () => {
    const log = JSON.stringify({ Records: [RECORD, { eventName: 'NoTime' }, 'no record', SECOND] });
    const good = await file('some_bad.json', log.replace('"no record"', '{"eventTime":nonsense}'));
    const cut = await file('cut.json.gz', gzipSync(JSON.stringify({ Records: [RECORD] })).subarray(0, -12));
    const digest = await file('digest.json', '{"awsAccountId":"1","digestStartTime":"2024-01-31T00:00:00Z"}');
    const other = await file('other.json', '{"hello":"world"}');
    const text = await file('text.txt', 'hello');
    const empty = await file('empty.json', '');
    const missing = join(folder, 'missing.json');
    const result = await run([missing, good, cut, digest, other, text, empty]);
    expect(result.code).toBe(1);
    expect(actions(result)).toEqual(['CreateUser', 'DeleteUser']);
    const at = (what: string) => log.replace('"no record"', '{"eventTime":nonsense}').indexOf(what);
    expect(result.problems).toEqual([
      expect.stringMatching(/missing\.json: ENOENT/),
      expect.stringContaining(
        `some_bad.json, record at byte ${at('{"eventName":"NoTime"')}: The event's time`,
      ),
      expect.stringContaining(
        `some_bad.json, record at byte ${at('{"eventTime":nonsense}')}: The record is not JSON`,
      ),
      expect.stringMatching(/cut\.json\.gz: .*gzip data is cut off/),
      expect.stringMatching(/digest\.json: This is a digest file/),
      expect.stringMatching(/other\.json: /),
      expect.stringMatching(/text\.txt: The object does not begin as a JSON object does/),
      expect.stringMatching(/empty\.json: /),
    ]);
  });

  it('reads a large file to its end, and writes no more than its reader takes', async () => {
    const many = Array.from({ length: 10_000 }, (_, i) => ({ ...RECORD, eventID: `id-${i}` }));
    const log = await file('many.json.gz', gzipSync(JSON.stringify({ Records: many })));
    const { code, documents } = await run([log]);
    expect(code).toBe(0);
    expect(documents).toHaveLength(many.length);
    const seen = await new Promise<string>((resolve, reject) => {
      const command = `"${process.execPath}" --import tsx tools/document/main.ts "${log}" | head -n 1; echo "\${PIPESTATUS[0]}"`;
      execFile('bash', ['-c', command], { cwd: PROJECT }, (error, stdout, stderr) =>
        error === null && stderr === '' ? resolve(stdout) : reject(error ?? new Error(stderr)),
      );
    });
    expect(lines(seen)).toEqual([expect.stringMatching(/^\{"_index"/), '0']);
  });

  it('explains itself, and refuses what it does not understand with exit code 2', async () => {
    expect((await run(['--help'])).stdout).toMatch(/npm run --silent document -- \[options\] FILE/);
    for (const [args, why] of [
      [[], /Which file/],
      [['--namespace', 'No Capitals', 'a.json'], /--namespace must be/],
      [['--now', 'yesterday', 'a.json'], /--now /],
      [['--what', 'a.json'], /--what/],
      [['--key', KEY, 'a.json', 'b.json'], /--key is the key of one file/],
    ] as const) {
      const { code, problems } = await run(args);
      expect([args, code]).toEqual([args, 2]);
      expect(problems[0]).toMatch(why);
    }
  });
});
