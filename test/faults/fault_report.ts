/** The counts of each fault: what a test notes, and the table of all of them. */
import { appendFile, readFile } from 'node:fs/promises';

export interface FaultRow {
  readonly fault: string;
  readonly objects: number;
  /** Different events in the bucket, counted without the plugin's code. */
  readonly distinct: number;
  /** Documents when the fault came. */
  readonly before: number;
  /** Documents in the end. */
  readonly after: number;
  readonly lost: number;
  readonly doubled: number;
  /** From the source's making to its being whole. */
  readonly seconds: number;
  /** What the source said meanwhile; empty where nothing was to be said. */
  readonly said: string;
}

const COLUMNS = [
  'fault',
  'objects',
  'distinct',
  'before',
  'after',
  'lost',
  'doubled',
  'seconds',
  'said',
] as const;

/** Rows come from several processes, so they are kept in a file: one line of JSON each. */
export async function noteRow(file: string, row: FaultRow): Promise<void> {
  await appendFile(file, `${JSON.stringify(row)}\n`);
}

/** The rows of the file as a table in Markdown. */
export async function readTable(file: string): Promise<string> {
  const lines = (await readFile(file, 'utf8')).split('\n').filter((line) => line !== '');
  const rows = lines.map((line) => JSON.parse(line) as FaultRow);
  const cells = rows.map((row) => COLUMNS.map((column) => String(row[column])));
  const table = [COLUMNS, COLUMNS.map(() => '---'), ...cells];
  return table.map((row) => `| ${row.join(' | ')} |`).join('\n');
}
