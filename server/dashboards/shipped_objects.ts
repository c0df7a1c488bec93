/** The saved objects that lie beside the server in the plugin's folder. */
import { readFile } from 'node:fs/promises';
import type { ShippedObject } from './dashboards';

/** Kibana's import waits for ever for the end of what is no object: so each line is parsed before. */
export async function readShippedObjects(file: string): Promise<readonly ShippedObject[]> {
  const lines = (await readFile(file, 'utf8')).split('\n').filter((line) => line !== '');
  return lines.map((line) => JSON.parse(line) as ShippedObject);
}
