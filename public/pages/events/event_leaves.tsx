/** All that an event holds, by path: to be looked through, filtered by, and put into columns. */
import {
  EuiBasicTable,
  EuiButtonGroup,
  EuiButtonIcon,
  EuiCode,
  EuiFieldSearch,
  EuiFlexGroup,
  EuiFlexItem,
  EuiSpacer,
} from '@elastic/eui';
import { i18n } from '@kbn/i18n';
import React, { useMemo, useState } from 'react';
import type { WholeEvent } from '../../../common/events';
import { Breakable } from '../../panels/frame/breakable';
import { filterForLabel, filterOutLabel } from '../../panels/frame/filter_link';
import type { FilterField } from '../../panels/frame/panel_context';
import { usePanelContext } from '../../panels/frame/panel_context';
import { isColumn } from './chosen_columns';
import type { Leaf } from './leaves';
import { isFreeForm, leavesOf, leavesWith } from './leaves';

interface EventLeavesProps {
  readonly event: WholeEvent;
  readonly columns: readonly string[];
  onToggleColumn(field: string): void;
}

const TITLE = i18n.translate('cloudtrail.event.leaves', { defaultMessage: 'Fields of the event' });

export function EventLeaves({ event, columns, onToggleColumn }: EventLeavesProps) {
  const { filterFor, filterOut } = usePanelContext();
  const [text, setText] = useState('');
  const [part, setPart] = useState<'all' | 'free'>('all');
  const leaves = useMemo(() => leavesOf(event.source), [event]);
  const shown = leavesWith(part === 'free' ? leaves.filter(isFreeForm) : leaves, text);
  return (
    <>
      <EuiFlexGroup gutterSize="s" responsive={false} wrap>
        <EuiFlexItem style={{ minWidth: 180 }}>
          <EuiFieldSearch
            compressed
            fullWidth
            value={text}
            onChange={({ target }) => setText(target.value)}
            placeholder={i18n.translate('cloudtrail.event.find', {
              defaultMessage: 'Path or value, for example cidr 0.0.0.0',
            })}
            aria-label={i18n.translate('cloudtrail.event.findLabel', {
              defaultMessage: 'Find in the event by path or value',
            })}
            data-test-subj="cloudtrailEventFind"
          />
        </EuiFlexItem>
        <EuiFlexItem grow={false}>
          <EuiButtonGroup
            legend={i18n.translate('cloudtrail.event.part', { defaultMessage: 'Which fields' })}
            buttonSize="compressed"
            idSelected={part}
            onChange={(id) => setPart(id === 'free' ? 'free' : 'all')}
            options={[
              { id: 'all', label: i18n.translate('cloudtrail.event.part.all', { defaultMessage: 'All' }) },
              {
                id: 'free',
                label: i18n.translate('cloudtrail.event.part.free', {
                  defaultMessage: 'Request and response',
                }),
                'data-test-subj': 'cloudtrailEventFreeForm',
              },
            ]}
          />
        </EuiFlexItem>
      </EuiFlexGroup>
      <EuiSpacer size="s" />
      <EuiBasicTable<Leaf>
        tableCaption={TITLE}
        tableLayout="auto"
        compressed
        items={[...shown]}
        itemId="path"
        rowHeader="path"
        rowProps={{ 'data-test-subj': 'cloudtrailEventLeaf' }}
        noItemsMessage={i18n.translate('cloudtrail.event.noLeaf', {
          defaultMessage: 'No field of the event has that in its path or value',
        })}
        columns={[
          {
            field: 'path',
            name: i18n.translate('cloudtrail.event.path', { defaultMessage: 'Field' }),
            width: '45%',
            render: (path: string) => (
              <EuiCode transparentBackground style={{ overflowWrap: 'anywhere' }}>
                <Breakable text={path} />
              </EuiCode>
            ),
          },
          {
            field: 'values',
            name: i18n.translate('cloudtrail.event.value', { defaultMessage: 'Value' }),
            render: (values: Leaf['values']) => (
              <span style={{ overflowWrap: 'anywhere', whiteSpace: 'pre-wrap' }}>{values.join('\n')}</span>
            ),
          },
          {
            name: i18n.translate('cloudtrail.event.actions', { defaultMessage: 'Actions' }),
            width: '104px',
            render: ({ path, values: [value = ''] }: Leaf) =>
              isColumn(path) && (
                <span style={{ whiteSpace: 'nowrap' }}>
                  <EuiButtonIcon
                    iconType="plusInCircle"
                    aria-label={filterForLabel(value)}
                    title={filterForLabel(value)}
                    onClick={() => filterFor(path as FilterField, value)}
                    data-test-subj="cloudtrailLeafFilterFor"
                  />
                  <EuiButtonIcon
                    iconType="minusInCircle"
                    aria-label={filterOutLabel(value)}
                    title={filterOutLabel(value)}
                    onClick={() => filterOut(path as FilterField, value)}
                  />
                  <EuiButtonIcon
                    iconType="tableOfContents"
                    color={columns.includes(path) ? 'primary' : 'text'}
                    aria-pressed={columns.includes(path)}
                    aria-label={columnLabel(path)}
                    title={columnLabel(path)}
                    onClick={() => onToggleColumn(path)}
                    data-test-subj="cloudtrailLeafColumn"
                  />
                </span>
              ),
          },
        ]}
      />
    </>
  );
}

function columnLabel(path: string): string {
  return i18n.translate('cloudtrail.event.column', {
    defaultMessage: 'Column {path} in the table of events',
    values: { path },
  });
}
