/** A table of all rows of a panel, shown a page at a time. Stays on its page when the rows are refreshed. */
import { EuiInMemoryTable } from '@elastic/eui';
import type { Criteria, EuiBasicTableColumn, EuiInMemoryTableProps } from '@elastic/eui';
import React, { useMemo, useState } from 'react';
import { lastPage } from './last_page';

interface PagedTableProps<T extends object> {
  readonly caption: string;
  readonly rows: readonly T[];
  readonly pageSize: number;
  readonly columns: EuiBasicTableColumn<T>[];
  readonly itemId?: EuiInMemoryTableProps<T>['itemId'];
  /** Field whose cell names its row. */
  readonly rowHeader?: string;
  /** Of each row, for tests. */
  readonly rowSubject: string;
  /** The field by which rows are sorted, largest first, until a reader chooses another; the rows' own order if absent. */
  readonly sortedBy?: keyof T & string;
}

export function PagedTable<T extends object>(props: PagedTableProps<T>) {
  const { rows, pageSize, sortedBy } = props;
  // EUI goes back to the first page whenever it is given another array, and each drawing would make one
  const items = useMemo(() => [...rows], [rows]);
  const [page, setPage] = useState(0);
  const last = lastPage(rows.length, pageSize);
  return (
    <EuiInMemoryTable<T>
      tableCaption={props.caption}
      tableLayout="auto"
      items={items}
      columns={props.columns}
      itemId={props.itemId}
      rowHeader={props.rowHeader}
      rowProps={{ 'data-test-subj': props.rowSubject }}
      pagination={last > 0 && { pageIndex: Math.min(page, last), pageSize, showPerPageOptions: false }}
      sorting={sortedBy !== undefined && { sort: { field: sortedBy, direction: 'desc' } }}
      onTableChange={({ page: chosen }: Criteria<T>) => {
        if (chosen) setPage(chosen.index);
      }}
    />
  );
}
