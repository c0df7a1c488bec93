import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { EVENT_FIELD_GROUPS } from '../../common/event_fields';
import { fieldsPage } from './fields_page';

describe('docs/fields.md', () => {
  it('is what the table gives: run `npm run fields` after a change', async () => {
    const written = await readFile(join(__dirname, '../../docs/fields.md'), 'utf8');
    expect(written).toBe(fieldsPage(EVENT_FIELD_GROUPS));
  });

  it('breaks no row: no text of the table holds a bar or a line break', () => {
    for (const { name, record = '', description } of EVENT_FIELD_GROUPS.flatMap(({ fields }) => fields))
      expect([name, /[|\n]/.test(record + description)]).toEqual([name, false]);
  });
});
