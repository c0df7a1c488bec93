/** `npm run saved_objects`: writes saved_objects/cloudtrail.ndjson. */
import { writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { kibanaObjects, toNdjson } from './objects';

await writeFile(
  fileURLToPath(new URL('../../saved_objects/cloudtrail.ndjson', import.meta.url)),
  toNdjson(kibanaObjects()),
);
