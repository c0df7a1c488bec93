/** Starts the servers that the faults are shown on, and prints the table of their counts at the end. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestProject } from 'vitest/node';
import startServers from '../integration/global_setup';
import { readTable } from './fault_report';

declare module 'vitest' {
  interface ProvidedContext {
    /** The file that takes the rows of the table. */
    readonly faultRows: string;
  }
}

export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const folder = await mkdtemp(join(tmpdir(), 'cloudtrail-faults-'));
  const rows = join(folder, 'rows');
  await writeFile(rows, '');
  project.provide('faultRows', rows);
  const stopServers = await startServers(project);
  return async () => {
    await stopServers();
    process.stdout.write(`\n${await readTable(rows)}\n`);
    await rm(folder, { recursive: true });
  };
}
