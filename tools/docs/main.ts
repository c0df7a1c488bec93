/** `npm run fields`: writes docs/fields.md. */
import { writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { EVENT_FIELD_GROUPS } from '../../common/event_fields';
import { fieldsPage } from './fields_page';

await writeFile(
  fileURLToPath(new URL('../../docs/fields.md', import.meta.url)),
  fieldsPage(EVENT_FIELD_GROUPS),
);
