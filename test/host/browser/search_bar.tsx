/** `unifiedSearch.ui.SearchBar`: EUI's own date picker, a plain text query and filter pills, named for tests as Kibana's. */
import {
  EuiBadge,
  EuiFieldText,
  EuiFlexGroup,
  EuiFlexItem,
  EuiSuperDatePicker,
  EuiSuperUpdateButton,
  type OnRefreshChangeProps,
  type OnTimeChangeProps,
} from '@elastic/eui';
import { isEqual } from 'lodash';
import React, { useEffect, useReducer, useState, type KeyboardEvent } from 'react';
import { merge } from 'rxjs';
import type { Filter, Query, SearchBarProps, TimeRange } from '../../../public/kibana/contracts';
import type { QueryService } from './data';

/** Kibana's `timepicker:quickRanges`. */
const QUICK_RANGES = [
  { start: 'now/d', end: 'now/d', label: 'Today' },
  { start: 'now/w', end: 'now/w', label: 'This week' },
  { start: 'now-15m', end: 'now', label: 'Last 15 minutes' },
  { start: 'now-30m', end: 'now', label: 'Last 30 minutes' },
  { start: 'now-1h', end: 'now', label: 'Last 1 hour' },
  { start: 'now-24h/h', end: 'now', label: 'Last 24 hours' },
  { start: 'now-7d/d', end: 'now', label: 'Last 7 days' },
  { start: 'now-30d/d', end: 'now', label: 'Last 30 days' },
  { start: 'now-90d/d', end: 'now', label: 'Last 90 days' },
  { start: 'now-1y/d', end: 'now', label: 'Last 1 year' },
];

function labelOf({ meta, query }: Filter): string {
  const parameters = meta['params'] as { query?: unknown } | readonly unknown[] | undefined;
  const value =
    (Array.isArray(parameters)
      ? parameters.join(', ')
      : (parameters as { query?: unknown } | undefined)?.query) ??
    meta['value'] ??
    JSON.stringify(query);
  const text = typeof meta['alias'] === 'string' ? meta['alias'] : `${String(meta['key'])}: ${String(value)}`;
  return meta['negate'] === true ? `NOT ${text}` : text;
}

function FilterPill({ filter, onRemove }: { filter: Filter; onRemove(): void }) {
  const { meta } = filter;
  const label = labelOf(filter);
  const parameters = meta['params'] as { query?: unknown } | undefined;
  const state = meta['disabled'] === true ? 'filter-disabled' : 'filter-enabled';
  return (
    <EuiBadge
      color="hollow"
      iconType="cross"
      iconSide="right"
      iconOnClick={onRemove}
      iconOnClickAriaLabel={`Delete ${label}`}
      data-test-subj={`filter ${state} filter-key-${String(meta['key'])} filter-value-${String(parameters?.query ?? '')} filter-unpinned`}
    >
      {label}
    </EuiBadge>
  );
}

/** The component over one query service. */
export function createSearchBar({ timefilter, queryString, filterManager }: QueryService) {
  return function SearchBar(props: SearchBarProps) {
    const [, redraw] = useReducer((count: number) => count + 1, 0);
    const committed = { time: timefilter.getTime(), query: queryString.getQuery() };
    const [draftTime, setDraftTime] = useState<TimeRange>(committed.time);
    const [draftText, setDraftText] = useState(String(committed.query.query));

    useEffect(() => {
      const changes = merge(
        timefilter.getTimeUpdate$(),
        timefilter.getRefreshIntervalUpdate$(),
        queryString.getUpdates$(),
        filterManager.getUpdates$(),
      ).subscribe(() => {
        setDraftTime(timefilter.getTime());
        setDraftText(String(queryString.getQuery().query));
        redraw();
      });
      return () => changes.unsubscribe();
    }, []);

    const submit = (dateRange: TimeRange) => {
      const query: Query = { ...committed.query, query: draftText };
      const isUpdate = !isEqual(dateRange, committed.time) || !isEqual(query, committed.query);
      if (!props.useDefaultBehaviors) {
        props.onQuerySubmit({ dateRange, query }, isUpdate);
      } else if (isUpdate) {
        // as Kibana's: a change goes to data.query, and onQuerySubmit is not called
        timefilter.setTime(dateRange);
        queryString.setQuery(query);
      } else {
        props.onQuerySubmit({ dateRange, query }, false);
      }
    };
    const onTimeChange = ({ start, end, isQuickSelection }: OnTimeChangeProps) => {
      const range = { from: start, to: end };
      setDraftTime(range);
      if (isQuickSelection) submit(range);
    };
    const onRefreshChange = ({ isPaused, refreshInterval }: OnRefreshChangeProps) =>
      timefilter.setRefreshInterval({ pause: isPaused, value: refreshInterval });
    const { pause, value } = timefilter.getRefreshInterval();
    const isDirty = !isEqual(draftTime, committed.time) || draftText !== committed.query.query;

    return (
      <div className="globalQueryBar" data-test-subj="globalQueryBar" style={{ padding: 8 }}>
        <EuiFlexGroup className="kbnQueryBar" gutterSize="s" responsive={false} wrap>
          {props.showQueryInput && (
            // as wide as Kibana's
            <EuiFlexItem style={{ minWidth: 320, maxWidth: '100%' }}>
              <EuiFieldText
                fullWidth
                compressed
                value={draftText}
                placeholder="Filter your data using query_string syntax (the stand-in has no KQL)"
                aria-label="Query"
                data-test-subj="queryInput"
                onChange={(event) => setDraftText(event.target.value)}
                onKeyDown={(event: KeyboardEvent) => {
                  if (event.key === 'Enter') submit(draftTime);
                }}
              />
            </EuiFlexItem>
          )}
          {props.showDatePicker && (
            <EuiFlexItem grow={false}>
              <EuiSuperDatePicker
                compressed
                width="auto"
                start={draftTime.from}
                end={draftTime.to}
                isPaused={pause}
                refreshInterval={value}
                onTimeChange={onTimeChange}
                onRefreshChange={onRefreshChange}
                commonlyUsedRanges={QUICK_RANGES}
                showUpdateButton={false}
              />
            </EuiFlexItem>
          )}
          <EuiFlexItem grow={false}>
            <EuiSuperUpdateButton
              size="s"
              fill={false}
              needsUpdate={isDirty}
              onClick={() => submit(draftTime)}
              data-test-subj="querySubmitButton"
            />
          </EuiFlexItem>
        </EuiFlexGroup>
        {props.showFilterBar && (
          <div data-test-subj="unifiedFilterBar" style={{ paddingTop: 4 }}>
            {filterManager.getFilters().map((filter) => (
              <FilterPill
                key={JSON.stringify(filter)}
                filter={filter}
                onRemove={() => filterManager.removeFilter(filter)}
              />
            ))}
          </div>
        )}
      </div>
    );
  };
}
