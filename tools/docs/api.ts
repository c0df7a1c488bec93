/** `npm run api`: writes docs/openapi.json. */
import { writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { apiRoutes } from './api_routes';
import { openApi } from './openapi';

await writeFile(
  fileURLToPath(new URL('../../docs/openapi.json', import.meta.url)),
  `${JSON.stringify(openApi(apiRoutes()), undefined, 2)}\n`,
);
