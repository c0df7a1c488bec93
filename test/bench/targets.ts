/** What the figures are to reach. */
import type { Figure } from './figures';

/** By the figure's name. */
const MOST: Readonly<Record<string, number>> = {
  'object to body, keeps both': 4.5,
  'CPU of the host an event, of gunzip + JSON.parse': 4.5,
  'disk, of Elastic’s types': 0.85,
  'CPU, of Elastic’s types': 1,
  'event loop of the host, p99': 20,
  'event loop of the host, longest': 100,
  'Overview at once': 2,
  'Overview at once, of six days after another': 2,
  'panel routes, p95, full ingest of idle': 2,
  'the plugin’s loading, setup and start': 50,
  'files loaded then with the AWS SDK or the geo reader': 0,
  'memory added over the idle host': 200,
};
const LEAST: Readonly<Record<string, number>> = {
  'end to end, of the ceiling': 0.95,
};

/** In words; empty where nothing is to be reached. */
export function verdictOf({ name, median }: Figure): string {
  const most = MOST[name];
  if (most !== undefined) return `${median <= most ? 'pass' : 'MISS'}: at most ${most}`;
  const least = LEAST[name];
  return least === undefined ? '' : `${median >= least ? 'pass' : 'MISS'}: at least ${least}`;
}
