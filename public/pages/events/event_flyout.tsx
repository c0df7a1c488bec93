/** One event: in words, by path, as JSON, as CloudTrail delivered it, and what belongs to it. */
import {
  EuiButton,
  EuiCallOut,
  EuiCodeBlock,
  EuiFlyout,
  EuiFlyoutBody,
  EuiFlyoutHeader,
  EuiSkeletonText,
  EuiSpacer,
  EuiTab,
  EuiTabs,
  EuiText,
  EuiTitle,
  useGeneratedHtmlId,
} from '@elastic/eui';
import { i18n } from '@kbn/i18n';
import { FormattedMessage } from '@kbn/i18n-react';
import React, { useCallback, useEffect, useRef, useState } from 'react';
import type { OriginalRecord, WholeEvent } from '../../../common/events';
import { panelError } from '../../api';
import { ReadProblem } from '../../panels/frame/read_problem';
import { useOnce } from '../../app/use_once';
import { EventLeaves } from './event_leaves';
import { EventWords } from './event_words';
import type { EventsApi } from './events_api';
import { RelatedGroups } from './related_groups';

const TABS = ['words', 'table', 'json', 'original'] as const;
type TabName = (typeof TABS)[number];
const TAB_LABELS: Readonly<Record<TabName, string>> = {
  words: i18n.translate('cloudtrail.event.tab.words', { defaultMessage: 'In words' }),
  table: i18n.translate('cloudtrail.event.tab.table', { defaultMessage: 'Table' }),
  json: i18n.translate('cloudtrail.event.tab.json', { defaultMessage: 'JSON' }),
  original: i18n.translate('cloudtrail.event.tab.original', { defaultMessage: 'Original record' }),
};

export interface EventFlyoutProps {
  /** `_id` of the document. */
  readonly id: string;
  readonly api: EventsApi;
  readonly columns: readonly string[];
  onToggleColumn(field: string): void;
  onClose(): void;
}

export function EventFlyout({ id, api, columns, onToggleColumn, onClose }: EventFlyoutProps) {
  const titleId = useGeneratedHtmlId();
  const [tab, setTab] = useState<TabName>('words');
  const ask = useCallback((signal: AbortSignal) => api.event(id, signal), [api, id]);
  const { data, error, isLoading, retry } = useOnce(ask);
  const event = data?.state === 'data' ? (data.data.event ?? undefined) : undefined;

  return (
    <EuiFlyout
      onClose={onClose}
      size="m"
      paddingSize="m"
      ownFocus={false}
      aria-labelledby={titleId}
      data-test-subj="cloudtrailEventFlyout"
    >
      <EuiFlyoutHeader hasBorder>
        <EuiTitle size="s">
          <h2 id={titleId} style={{ overflowWrap: 'anywhere' }}>
            {event?.row.action || i18n.translate('cloudtrail.event.title', { defaultMessage: 'Event' })}
          </h2>
        </EuiTitle>
        {event && (
          <EuiTabs size="s" bottomBorder={false}>
            {TABS.map((name) => (
              <EuiTab
                key={name}
                isSelected={name === tab}
                onClick={() => setTab(name)}
                data-test-subj={`cloudtrailEventTab-${name}`}
              >
                {TAB_LABELS[name]}
              </EuiTab>
            ))}
          </EuiTabs>
        )}
      </EuiFlyoutHeader>
      <EuiFlyoutBody>
        {isLoading && <EuiSkeletonText lines={8} />}
        {error !== undefined && (
          <ReadProblem
            message={panelError(error).message}
            onRetry={retry}
            testSubject="cloudtrailEventProblem"
          />
        )}
        {!isLoading && error === undefined && !event && <NoSuchEvent />}
        {event && tab === 'words' && (
          <>
            <EventWords event={event} />
            <EuiSpacer size="l" />
            <RelatedGroups id={id} api={api} />
          </>
        )}
        {event && tab === 'table' && (
          <EventLeaves event={event} columns={columns} onToggleColumn={onToggleColumn} />
        )}
        {event && tab === 'json' && <Json text={JSON.stringify(event.source, null, 2)} />}
        {event && tab === 'original' && <Original event={event} api={api} />}
      </EuiFlyoutBody>
    </EuiFlyout>
  );
}

function Json({ text }: { text: string }) {
  return (
    <EuiCodeBlock
      language="json"
      isCopyable
      fontSize="s"
      paddingSize="s"
      data-test-subj="cloudtrailEventJson"
    >
      {text}
    </EuiCodeBlock>
  );
}

function NoSuchEvent() {
  return (
    <EuiCallOut
      iconType="questionInCircle"
      size="s"
      title={i18n.translate('cloudtrail.event.none', {
        defaultMessage: 'There is no such event any more, or you may not read it',
      })}
      data-test-subj="cloudtrailNoSuchEvent"
    />
  );
}

/** Asked for by a button only: it costs a request to S3. */
function Original({ event, api }: { event: WholeEvent; api: EventsApi }) {
  const [state, setState] = useState<{ record?: OriginalRecord; error?: unknown; isLoading: boolean }>({
    isLoading: false,
  });
  const abort = useRef<AbortController>();
  useEffect(() => () => abort.current?.abort(), []);
  const load = async () => {
    const { signal } = (abort.current = new AbortController());
    setState({ isLoading: true });
    try {
      const record = await api.original(event.id, signal);
      if (!signal.aborted) setState({ record, isLoading: false });
    } catch (error) {
      if (!signal.aborted) setState({ error, isLoading: false });
    }
  };
  const { record, error, isLoading } = state;
  if (record) {
    return (
      <>
        <EuiText size="xs" color="subdued" style={{ overflowWrap: 'anywhere' }}>
          {i18n.translate('cloudtrail.event.original.place', {
            defaultMessage: '{object}, from byte {offset, number} of the uncompressed file',
            values: { object: record.object, offset: record.offset },
          })}
        </EuiText>
        <EuiSpacer size="s" />
        <Json text={indented(record.record)} />
      </>
    );
  }
  return (
    <>
      <EuiText size="s">
        <p>
          <FormattedMessage
            id="cloudtrail.event.original.body"
            defaultMessage="The record as CloudTrail delivered it, read from its object in S3 again with the source’s credentials."
          />
        </p>
      </EuiText>
      <EuiSpacer size="m" />
      {error !== undefined && (
        <>
          <EuiCallOut
            color="warning"
            iconType="warning"
            size="s"
            title={panelError(error).message}
            data-test-subj="cloudtrailOriginalProblem"
          />
          <EuiSpacer size="m" />
        </>
      )}
      <EuiButton
        size="s"
        iconType="download"
        isLoading={isLoading}
        onClick={() => void load()}
        data-test-subj="cloudtrailLoadOriginal"
      >
        <FormattedMessage id="cloudtrail.event.original.load" defaultMessage="Load the original record" />
      </EuiButton>
    </>
  );
}

/** Numbers beyond 2^53 would change: then it stays as it was delivered. */
function indented(record: string): string {
  const parsed: unknown = JSON.parse(record);
  return /\d{16}/.test(record) ? record : JSON.stringify(parsed, null, 2);
}
