/** A table of all rows of a panel, shown a page at a time. The address holds its page and order. */
import { EuiInMemoryTable } from '@elastic/eui';
import type { Criteria, EuiBasicTableColumn, EuiInMemoryTableProps } from '@elastic/eui';
import React, { useMemo } from 'react';
import { tableView } from '../../app/view/table_view';
import { useView } from '../../app/view/view_context';
import { lastPage } from './last_page';
import { ShownOf } from './shown_of';
import type { ChosenBy } from './shown_of';

interface PagedTableProps<T extends object> {
  /** By which the address knows it: its panel's name, as a rule. */
  readonly name: string;
  readonly caption: string;
  readonly rows: readonly T[];
  readonly pageSize: number;
  readonly columns: EuiBasicTableColumn<T>[];
  readonly itemId?: EuiInMemoryTableProps<T>['itemId'];
  /** Field whose cell names its row. */
  readonly rowHeader?: string;
  /** Of each row, for tests. */
  readonly rowSubject: string;
  /** Where there may be more than `rows`: how many there are, and by what those here were chosen. */
  readonly outOf?: { readonly total: number; readonly by: ChosenBy };
  /** The field by which rows are sorted, largest first, until a reader chooses another; the rows' own order if absent. */
  readonly sortedBy?: keyof T & string;
}

export function PagedTable<T extends object>(props: PagedTableProps<T>) {
  const { name, rows, pageSize, outOf, sortedBy } = props;
  const [{ page, sort = sortedBy, order }, change] = useView(name, tableView);
  // EUI goes back to the first page whenever it is given another array, and each drawing would make one
  const items = useMemo(() => [...rows], [rows]);
  const last = lastPage(rows.length, pageSize);
  return (
    <>
      <EuiInMemoryTable<T>
        tableCaption={props.caption}
        tableLayout="auto"
        items={items}
        columns={props.columns}
        itemId={props.itemId}
        rowHeader={props.rowHeader}
        rowProps={{ 'data-test-subj': props.rowSubject }}
        pagination={last > 0 && { pageIndex: Math.min(page, last), pageSize, showPerPageOptions: false }}
        sorting={sort !== undefined && { sort: { field: sort, direction: order } }}
        // there is no third way, that of no order: it would look like a button that does nothing
        allowNeutralSort={false}
        onTableChange={({ page: chosen, sort: by }: Criteria<T>) =>
          change({
            page: chosen?.index ?? page,
            ...(by?.field && { sort: by.field as string, order: by.direction }),
          })
        }
      />
      {outOf && <ShownOf shown={rows.length} {...outOf} />}
    </>
  );
}
