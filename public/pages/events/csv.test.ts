/** Tests of CSV. */
import { describe, expect, it } from 'vitest';
import { csvCell, toCsv } from './csv';

describe('csvCell', () => {
  it.each([
    ['=HYPERLINK("http://x")', `"'=HYPERLINK(""http://x"")"`],
    ['+1', "'+1"],
    ['-1', "'-1"],
    ['@SUM(A1)', "'@SUM(A1)"],
    ['\t=1', "'\t=1"],
    ['\r=1', `"'\r=1"`],
    ['a=b', 'a=b'],
    ['ana@example.com', 'ana@example.com'],
    ['a,b', '"a,b"'],
    ['say "hi"', '"say ""hi"""'],
    ['two\nlines', '"two\nlines"'],
    ['', ''],
  ])('writes %j so that a spreadsheet shows it', (text, cell) => {
    expect(csvCell(text)).toBe(cell);
  });
});

describe('toCsv', () => {
  it('has a line for names, joins lists, and keeps empty cells', () => {
    expect(
      toCsv(
        ['@timestamp', 'b'],
        [
          [['x'], []],
          [[1, 2], [true]],
        ],
      ),
    ).toBe('\uFEFF@timestamp,b\r\nx,\r\n"1, 2",true\r\n');
  });
});
