/** What a process has used so far, as Linux accounts for it. */
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';

/** Of Linux on every machine of today (`getconf CLK_TCK`). */
const TICKS_A_SECOND = 100;
const BYTES_A_KIB = 1024;

/**
 * Processor time of all threads of a process and of those that it started, in µs: Elasticsearch's launcher starts the
 * server. Throws where the process is gone, or the system is no Linux.
 */
export function cpuMicroseconds(pid: number): number {
  const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
  // the name, in brackets, may hold blanks; the rest begins with the third field of proc(5)
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  const [user, system] = [Number(fields[11]), Number(fields[12])];
  const ofChildren = childrenOf(pid).map(cpuMicroseconds);
  return ((user + system) / TICKS_A_SECOND) * 1e6 + ofChildren.reduce((sum, cpu) => sum + cpu, 0);
}

function childrenOf(pid: number): readonly number[] {
  return readdirSync(`/proc/${pid}/task`).flatMap((thread) => {
    const children = readFileSync(`/proc/${pid}/task/${thread}/children`, 'utf8').trim();
    return children === '' ? [] : children.split(' ').map(Number);
  });
}

/** The most memory it has had resident since `forgetPeak`, in bytes. */
export function peakBytes(pid: number): number {
  const [, kib] = /^VmHWM:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8')) ?? [];
  return Number(kib) * BYTES_A_KIB;
}

/** What is resident now counts as the most from here on. */
export function forgetPeak(pid: number): void {
  writeFileSync(`/proc/${pid}/clear_refs`, '5');
}
