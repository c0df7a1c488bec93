/** All prebuilt alert rules, those that the product is for first. */
import { ACCESS_DETECTIONS } from './access';
import { CIS_DETECTIONS } from './cis_controls';
import { COMPUTE_DETECTIONS } from './compute';
import { DATA_DETECTIONS } from './stored_data';
import { DEFENCE_DETECTIONS } from './defences';
import type { Detection } from './detection';
import { IDENTITY_DETECTIONS } from './identities';

export const CATALOGUE: readonly Detection[] = [
  ...ACCESS_DETECTIONS,
  ...CIS_DETECTIONS,
  ...COMPUTE_DETECTIONS,
  ...IDENTITY_DETECTIONS,
  ...DEFENCE_DETECTIONS,
  ...DATA_DETECTIONS,
];

/** Those that can be a stock rule of Kibana. */
export const STOCK_DETECTIONS: readonly Detection[] = CATALOGUE.filter(
  ({ newTerms }) => newTerms === undefined,
);

/** Undefined where the catalogue knows none of that id (any more). */
export function detectionOf(id: string): Detection | undefined {
  return CATALOGUE.find((detection) => detection.id === id);
}
