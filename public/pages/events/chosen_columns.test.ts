/** Tests of keeping columns. */
import { expect, it } from 'vitest';
import { DEFAULT_COLUMNS, keepColumns, readColumns } from './chosen_columns';

function storage(kept: string | null = null) {
  const values = { kept };
  return {
    getItem: () => values.kept,
    setItem: (_key: string, value: string) => {
      values.kept = value;
    },
  };
}

it('keeps what was chosen', () => {
  const browser = storage();
  const columns = ['event.action', 'aws.cloudtrail.flattened.request_parameters.groupId'];
  keepColumns(browser, columns);
  expect(readColumns(browser)).toEqual(columns);
});

it.each([null, 'not json', '[]', '{}', '[1, "no.such.field"]'])('begins anew with %j', (kept) => {
  expect(readColumns(storage(kept))).toEqual(DEFAULT_COLUMNS);
});

it('does without storage', () => {
  const refuse = () => {
    throw new Error('SecurityError');
  };
  expect(readColumns({ getItem: refuse, setItem: refuse })).toEqual(DEFAULT_COLUMNS);
  expect(() => keepColumns({ getItem: refuse, setItem: refuse }, [])).not.toThrow();
});
