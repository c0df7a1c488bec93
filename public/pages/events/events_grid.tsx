/** The grid of events: columns to choose, move and sort by; each value filters. */
import { EuiButtonIcon, EuiDataGrid, EuiTextColor } from '@elastic/eui';
import type {
  EuiDataGridCellValueElementProps,
  EuiDataGridColumn,
  EuiDataGridColumnCellAction,
} from '@elastic/eui';
import { i18n } from '@kbn/i18n';
import React, { useCallback, useMemo } from 'react';
import type { CellValue, EventsPage, EventsPageRequest } from '../../../common/events';
import { FIELD_TYPES, isSortable } from '../../../common/sortable_fields';
import { useApp } from '../../app/app_context';
import { EVENTS_TITLE } from '../../app/app_tabs';
import { filterForLabel, filterOutLabel } from '../../panels/frame/filter_link';
import type { FilterField } from '../../panels/frame/panel_context';
import { usePanelContext } from '../../panels/frame/panel_context';

interface EventsGridProps {
  readonly page: EventsPage;
  /** The columns that the page's cells are of. */
  readonly answered: readonly string[];
  readonly columns: readonly string[];
  readonly sort: EventsPageRequest['sort'];
  /** `_id` of the event that is looked at. */
  readonly openId: string | undefined;
  onColumns(columns: readonly string[]): void;
  onSort(sort: EventsPageRequest['sort']): void;
  onOpen(id: string): void;
}

const OPEN_LABEL = i18n.translate('cloudtrail.eventsPage.open', { defaultMessage: 'Look at the event' });
/** Wider than others, since their values are. */
const WIDTHS: Readonly<Record<string, number>> = {
  '@timestamp': 206,
  'event.action': 170,
  'event.provider': 170,
  'cloudtrail.actor.name': 190,
  'user_agent.original': 320,
};

export function EventsGrid(props: EventsGridProps) {
  const { page, answered, columns, sort, openId, onColumns, onSort, onOpen } = props;
  const { formats } = useApp();
  const { filterFor, filterOut } = usePanelContext();
  const cellOf = useMemo(() => {
    const places = new Map(answered.map((column, place) => [column, place]));
    return (row: number, column: string): CellValue => {
      const place = places.get(column);
      return (place === undefined ? undefined : page.rows[row]?.cells[place]) ?? [];
    };
  }, [page, answered]);

  const gridColumns = useMemo((): EuiDataGridColumn[] => {
    const action =
      (
        iconType: string,
        labelOf: (value: string) => string,
        act: typeof filterFor,
      ): EuiDataGridColumnCellAction =>
      ({ rowIndex, columnId, Component }) => {
        const [value] = cellOf(rowIndex, columnId);
        if (value === undefined || columnId === '@timestamp') return null;
        const label = labelOf(String(value));
        return (
          <Component
            iconType={iconType}
            onClick={() => act(columnId as FilterField, String(value))}
            aria-label={label}
          >
            {label}
          </Component>
        );
      };
    const cellActions = [
      action('plusInCircle', filterForLabel, filterFor),
      action('minusInCircle', filterOutLabel, filterOut),
    ];
    const known = [...FIELD_TYPES].flatMap(([name, type]) => (type === 'flattened' ? [] : [name]));
    const others = columns.filter((column) => !known.includes(column));
    return [...known, ...others].map((id) => ({
      id,
      displayAsText: id,
      isSortable: isSortable(id),
      cellActions,
      ...(WIDTHS[id] !== undefined && { initialWidth: WIDTHS[id] }),
    }));
  }, [cellOf, columns, filterFor, filterOut]);

  // kept as they are while nothing changes: the grid would draw each cell anew
  const renderCellValue = useCallback(
    ({ rowIndex, columnId }: EuiDataGridCellValueElementProps) => {
      const values = cellOf(rowIndex, columnId);
      if (columnId === 'event.outcome' && values[0] === 'failure') {
        return <EuiTextColor color="danger">{values[0]}</EuiTextColor>;
      }
      const isTime = FIELD_TYPES.get(columnId) === 'date';
      return (
        <>{values.map((value) => (isTime ? formats.time(value as string) : String(value))).join(', ')}</>
      );
    },
    [cellOf, formats],
  );
  const leadingColumns = useMemo(
    () => [
      {
        id: 'open',
        width: 40,
        headerCellRender: () => <span className="euiScreenReaderOnly">{OPEN_LABEL}</span>,
        rowCellRender: ({ rowIndex }: { rowIndex: number }) => {
          const id = page.rows[rowIndex]?.id;
          return id === undefined ? null : (
            <EuiButtonIcon
              iconType={id === openId ? 'minimize' : 'expand'}
              color={id === openId ? 'primary' : 'text'}
              aria-label={OPEN_LABEL}
              onClick={() => onOpen(id)}
              data-test-subj="cloudtrailEventOpen"
            />
          );
        },
      },
    ],
    [page, openId, onOpen],
  );

  return (
    <div data-test-subj="cloudtrailEventsGrid">
      <EuiDataGrid
        aria-label={EVENTS_TITLE}
        columns={gridColumns}
        columnVisibility={{ visibleColumns: [...columns], setVisibleColumns: onColumns }}
        leadingControlColumns={leadingColumns}
        rowCount={page.rows.length}
        renderCellValue={renderCellValue}
        sorting={{
          columns: [{ id: sort.field, direction: sort.order }],
          onSort: (chosen) => {
            // one at a time: the last one chosen
            const last = chosen.at(-1);
            onSort(last ? { field: last.id, order: last.direction } : { field: '@timestamp', order: 'desc' });
          },
        }}
        gridStyle={{ border: 'horizontal', header: 'underline', stripes: false, fontSize: 's' }}
        toolbarVisibility={{ showKeyboardShortcuts: false }}
        height={560}
      />
    </div>
  );
}
