/** Rows as CSV (RFC 4180) that no spreadsheet takes for formulas. Pure. */
import type { CellValue } from '../../../common/events';

/** What makes a spreadsheet calculate: https://owasp.org/www-community/attacks/CSV_Injection */
const FORMULA = /^[=+\-@\t\r]/;
const NEEDS_QUOTES = /[",\r\n]/;
/** Without it Excel takes UTF-8 for something else. */
const BYTE_ORDER_MARK = '\uFEFF';

/** With a line for the columns' names, as they are: a program looks for them. Several values of a cell are separated by a comma and a blank. */
export function toCsv(columns: readonly string[], rows: readonly (readonly CellValue[])[]): string {
  const lines = [columns.map(quoted), ...rows.map((cells) => cells.map((cell) => csvCell(cell.join(', '))))];
  return BYTE_ORDER_MARK + lines.map((line) => line.join(',')).join('\r\n') + '\r\n';
}

export function csvCell(text: string): string {
  return quoted(FORMULA.test(text) ? `'${text}` : text);
}

function quoted(text: string): string {
  return NEEDS_QUOTES.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
