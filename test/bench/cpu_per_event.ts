/** Processor time from an object's bytes to a body for `_bulk`, as a ratio to gunzip + JSON.parse of the same bytes. */
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { bundleForNode } from '../host/bundle_for_node';
import type { Measured } from './object_to_body';
import type { Section } from './section';

/** In a process of plain node, as the plugin's own code runs in Kibana. */
export const cpuPerEvent: Section = async ({ rounds: count }, rounds) => {
  const child = fork(await bundleForNode('test/bench/object_to_body.ts'), [String(count)], { execArgv: [] });
  child.on('message', ({ name, value, unit }: Measured) => rounds.note(name, value, unit));
  const [code] = (await once(child, 'exit')) as [number | null];
  if (code !== 0) throw new Error(`object_to_body.ts ended with ${code}`);
};
