/** The share of events that failed; pressed, those that did. */
import { i18n } from '@kbn/i18n';
import React from 'react';
import { FAILED } from '../../../common/event_kinds';
import { EventShare } from './event_share';
import { usePanelContext } from './panel_context';

interface FailureShareProps {
  readonly failures: number;
  readonly events: number;
  /** What the events are of. */
  readonly name: string;
  /** Elasticsearch query for all of the events. */
  readonly query: Readonly<Record<string, unknown>>;
}

export function FailureShare({ failures, events, name, query }: FailureShareProps) {
  const { formats } = usePanelContext();
  return (
    <EventShare
      part={failures}
      events={events}
      told={i18n.translate('cloudtrail.panel.failuresOf', {
        defaultMessage: '{failures} of {events} failed',
        values: { failures: formats.count(failures), events: formats.count(events) },
      })}
      label={i18n.translate('cloudtrail.panel.failuresPill', {
        defaultMessage: 'Failed: {name}',
        values: { name },
      })}
      query={{ bool: { filter: [FAILED, query] } }}
    />
  );
}
