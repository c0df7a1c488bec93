import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { diskBytesPerEvent } from './disk_per_event';

it('what an event takes is what docs/performance.md has measured', () => {
  const page = readFileSync(new URL('../../docs/performance.md', import.meta.url), 'utf8');
  const bytes = (['both', 'flattened', 'string', 'none'] as const).map((freeForm) =>
    diskBytesPerEvent({ freeForm, keepsOriginal: false }),
  );
  const withRecord = diskBytesPerEvent({ freeForm: 'both', keepsOriginal: true });
  expect(page).toContain(
    `fields and text, fields, text, neither; with the whole record | ${bytes.join(', ')}; ${withRecord} bytes`,
  );
});
