/** Columns that tables of events share. */
import type { EuiBasicTableColumn } from '@elastic/eui';
import { i18n } from '@kbn/i18n';
import React from 'react';
import type { EventRow } from '../../../common/panels';
import { ActionCell } from './action_cell';
import { ActorCell } from './actor_cell';
import { Origin } from './origin';

interface ActionColumn {
  /** As CSS has it; else as wide as the others leave. */
  readonly width?: string;
  /** Also says of which service; left out where the panel is about few. */
  readonly hasProvider?: boolean;
}

export function actionColumn<T extends EventRow>(options: ActionColumn = {}): EuiBasicTableColumn<T> {
  return {
    field: 'action',
    name: i18n.translate('cloudtrail.events.action', { defaultMessage: 'Action' }),
    width: options.width,
    mobileOptions: { width: '100%' },
    render: (_action: string, row: T) => <ActionCell row={row} hasProvider={options.hasProvider} />,
  };
}

/** `render` says what; a column of changes. */
export function changeColumn<T extends EventRow>(
  render: (row: T) => React.ReactNode,
): EuiBasicTableColumn<T> {
  return {
    name: i18n.translate('cloudtrail.changes.what', { defaultMessage: 'What was changed' }),
    width: '38%',
    mobileOptions: { width: '100%' },
    render,
  };
}

export function byColumn<T extends EventRow>(): EuiBasicTableColumn<T> {
  return {
    field: 'user',
    name: i18n.translate('cloudtrail.events.by', { defaultMessage: 'By' }),
    render: (_user: string, row: T) => <ActorCell row={row} />,
  };
}

export function fromColumn<T extends EventRow>(): EuiBasicTableColumn<T> {
  return {
    name: i18n.translate('cloudtrail.events.from', { defaultMessage: 'From' }),
    render: (row: T) => <Origin address={row.address} country={row.country_name} city={row.city_name} />,
  };
}
