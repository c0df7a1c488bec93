/** The frame around every panel: title, count, explanation, and each state that a panel can be in. */
import {
  EuiButton,
  EuiButtonEmpty,
  EuiButtonIcon,
  EuiEmptyPrompt,
  EuiFlexGroup,
  EuiFlexItem,
  EuiIcon,
  EuiIconTip,
  EuiPanel,
  EuiProgress,
  EuiSkeletonRectangle,
  EuiText,
  EuiTitle,
  useGeneratedHtmlId,
  useIsWithinBreakpoints,
} from '@elastic/eui';
import { i18n } from '@kbn/i18n';
import { FormattedMessage } from '@kbn/i18n-react';
import React, { useState } from 'react';
import type { ReactNode } from 'react';
import type { PanelRequest } from '../../../common/panels';
import type { PanelError } from '../../api';
import { NO_INDEX_RIGHT, NO_PRIVILEGE } from './missing_rights';
import type { PanelLoad } from './panel_load';
import { usePanelContext } from './panel_context';
import { PanelMenu } from './panel_menu';
import { panelView } from './panel_view';

/** What is only said takes less room than what is drawn, so that a page of messages can be seen as a whole. */
const MESSAGE_HEIGHT = 180;

/** EUI's names for screens below 768 pixels. */
const PHONES: ('xs' | 's')[] = ['xs', 's'];

const ERROR_TITLES: Readonly<Record<PanelError['kind'], string>> = {
  // panel_view makes a state of its own of this
  no_privilege: '',
  failed: i18n.translate('cloudtrail.panel.error.title', { defaultMessage: 'This panel could not be read' }),
  timeout: i18n.translate('cloudtrail.panel.error.timeout', { defaultMessage: 'This took too long' }),
  shards_failed: i18n.translate('cloudtrail.panel.error.shardsFailed', {
    defaultMessage: 'A part of the events could not be read',
  }),
  too_many_buckets: i18n.translate('cloudtrail.panel.error.tooManyBuckets', {
    defaultMessage: 'Too many different values to count at once',
  }),
};

export interface PanelFrameProps<T> {
  /** Its name for tests, `retry` and `inspect`. */
  readonly panel: string;
  readonly title: string;
  /** Says what is counted. */
  readonly tip: string;
  readonly load: PanelLoad<T>;
  /** Height in pixels of the drawn panel, kept while loading so that nothing jumps. */
  readonly bodyHeight: number;
  /** The headline number of an answer; 0 means that there is nothing to draw unless `isNone` says otherwise. */
  total(data: T): number;
  isNone?(data: T): boolean;
  /** Words after the number, for example "events". */
  unit(total: number): string;
  /** Said when the range holds events but none for this panel. */
  readonly none: { readonly title: string; readonly body?: string; readonly isGood?: boolean };
  /** Elasticsearch query for the events that the panel is about, for Discover; absent where it is about all. */
  readonly events?: Readonly<Record<string, unknown>> | ((data: T) => Readonly<Record<string, unknown>>);
  /** On a phone it is its title and number until it is unfolded: a page of all panels would be too long to look over. */
  readonly isFoldedOnPhones?: boolean;
  /** Controls at the right of the title; only shown beside data. */
  readonly controls?: ReactNode;
  children(data: T, request: PanelRequest): ReactNode;
}

export function PanelFrame<T>(props: PanelFrameProps<T>) {
  const { panel, load, total, isNone = (data) => total(data) === 0 } = props;
  const { situation, formats } = usePanelContext();
  const titleId = useGeneratedHtmlId({ prefix: `cloudtrail-${panel}` });
  const view = panelView(load, isNone, situation);
  const isDrawn = view.kind === 'data' || view.kind === 'loading';
  const isPhone = useIsWithinBreakpoints(PHONES);
  const [isUnfolded, setUnfolded] = useState(false);
  const isFoldable = isPhone && props.isFoldedOnPhones === true;
  const isFolded = isFoldable && !isUnfolded;
  const bodyId = useGeneratedHtmlId({ prefix: `cloudtrail-${panel}-body` });
  const minHeight = isDrawn ? props.bodyHeight : Math.min(MESSAGE_HEIGHT, props.bodyHeight);
  const isCounted = view.kind === 'data' || view.kind === 'none';
  const data = load.answer?.state === 'data' ? load.answer.data : undefined;
  const shownTotal = isCounted && data !== undefined ? total(data) : undefined;
  const events = typeof props.events === 'function' ? data && props.events(data) : props.events;

  return (
    <section
      aria-labelledby={titleId}
      aria-busy={load.isFetching}
      style={{ display: 'grid', gridTemplateColumns: 'minmax(0, 1fr)' }}
      data-test-subj={`cloudtrailPanel-${panel}`}
      data-state={view.kind}
    >
      <EuiPanel
        hasBorder
        hasShadow={false}
        style={{ position: 'relative', overflow: 'hidden', display: 'flex', flexDirection: 'column' }}
      >
        {load.isFetching && view.kind !== 'loading' && (
          <EuiProgress
            size="xs"
            color="accent"
            position="absolute"
            // a moving bar is a plain element, which may not be named without a role
            role="progressbar"
            aria-label={i18n.translate('cloudtrail.panel.refreshing', { defaultMessage: 'Refreshing' })}
            data-test-subj={`cloudtrailPanelRefreshing-${panel}`}
          />
        )}
        <EuiFlexGroup
          gutterSize="s"
          alignItems="center"
          responsive={false}
          wrap
          style={{ flexGrow: 0, minHeight: 32 }}
        >
          <EuiFlexItem>
            <EuiFlexGroup gutterSize="s" alignItems="baseline" responsive={false} wrap>
              <EuiFlexItem grow={false}>
                <EuiTitle size="xs">
                  <h2 id={titleId}>{props.title}</h2>
                </EuiTitle>
              </EuiFlexItem>
              <EuiFlexItem grow={false} style={{ alignSelf: 'center' }}>
                <EuiIconTip content={props.tip} color="subdued" />
              </EuiFlexItem>
              {shownTotal !== undefined && (
                <EuiFlexItem grow={false}>
                  <EuiText size="s" color="subdued">
                    <FormattedMessage
                      id="cloudtrail.panel.total"
                      defaultMessage="{count} {unit}"
                      values={{
                        count: (
                          <strong data-test-subj={`cloudtrailPanelTotal-${panel}`} data-total={shownTotal}>
                            {formats.count(shownTotal)}
                          </strong>
                        ),
                        unit: props.unit(shownTotal),
                      }}
                    />
                  </EuiText>
                </EuiFlexItem>
              )}
            </EuiFlexGroup>
          </EuiFlexItem>
          {view.kind === 'data' && !isFolded && props.controls && (
            <EuiFlexItem grow={false}>{props.controls}</EuiFlexItem>
          )}
          {isCounted && (
            <PanelMenu panel={panel} title={props.title} events={events} request={load.request} />
          )}
          {isFoldable && (
            <EuiFlexItem grow={false}>
              <EuiButtonIcon
                iconType={isFolded ? 'arrowDown' : 'arrowUp'}
                color="text"
                aria-expanded={!isFolded}
                aria-controls={bodyId}
                aria-label={i18n.translate('cloudtrail.panel.unfold', {
                  defaultMessage: 'Show {title}',
                  values: { title: props.title },
                })}
                onClick={() => setUnfolded(isFolded)}
                data-test-subj={`cloudtrailPanelUnfold-${panel}`}
              />
            </EuiFlexItem>
          )}
        </EuiFlexGroup>
        <div
          id={bodyId}
          hidden={isFolded}
          style={{
            flexGrow: 1,
            minHeight,
            marginTop: 12,
            display: isFolded ? 'none' : 'flex',
            flexDirection: 'column',
          }}
        >
          {!isFolded && <PanelBody view={view} {...props} />}
        </div>
      </EuiPanel>
    </section>
  );
}

function PanelBody<T>(props: PanelFrameProps<T> & { view: ReturnType<typeof panelView<T>> }) {
  const { view, load, children } = props;
  if (view.kind === 'data' && load.request) return <>{children(view.data, load.request)}</>;
  return <PanelState {...props} />;
}

function PanelState<T>({
  view,
  panel,
  bodyHeight,
  none,
}: PanelFrameProps<T> & { view: ReturnType<typeof panelView<T>> }) {
  const { offeredRange, showRange, clearSearch, retry } = usePanelContext();
  switch (view.kind) {
    case 'data':
      return null;
    case 'loading':
      return (
        <div data-test-subj={`cloudtrailPanelLoading-${panel}`}>
          <EuiSkeletonRectangle width="100%" height={bodyHeight} borderRadius="m" />
        </div>
      );
    case 'error':
      return (
        <Message
          testSubject={`cloudtrailPanelError-${panel}`}
          icon="warning"
          color="danger"
          title={ERROR_TITLES[view.error.kind]}
          body={view.error.message}
          actions={
            <EuiButton
              size="s"
              color="danger"
              iconType="refresh"
              onClick={() => retry(panel)}
              data-test-subj={`cloudtrailPanelRetry-${panel}`}
            >
              <FormattedMessage id="cloudtrail.panel.error.retry" defaultMessage="Try again" />
            </EuiButton>
          }
        />
      );
    case 'no_privilege':
      return <Message testSubject={`cloudtrailPanelNoRight-${panel}`} icon="lock" {...NO_PRIVILEGE} />;
    case 'no_right':
      return <Message testSubject={`cloudtrailPanelNoRight-${panel}`} icon="lock" {...NO_INDEX_RIGHT} />;
    case 'no_index':
      return (
        <Message
          testSubject={`cloudtrailPanelNoIndex-${panel}`}
          icon="storage"
          title={i18n.translate('cloudtrail.panel.noIndex.title', {
            defaultMessage: 'Nothing has been fetched yet',
          })}
        />
      );
    case 'filtered_out':
      return (
        <Message
          testSubject={`cloudtrailPanelFiltered-${panel}`}
          icon="filter"
          title={i18n.translate('cloudtrail.panel.filtered.title', {
            defaultMessage: 'Nothing in this range fits the query and filters',
          })}
          actions={
            <EuiButtonEmpty size="s" onClick={clearSearch} data-test-subj={`cloudtrailPanelClear-${panel}`}>
              <FormattedMessage
                id="cloudtrail.panel.filtered.clear"
                defaultMessage="Clear query and filters"
              />
            </EuiButtonEmpty>
          }
        />
      );
    case 'empty_range':
      return (
        <Message
          testSubject={`cloudtrailPanelEmpty-${panel}`}
          icon="clock"
          title={i18n.translate('cloudtrail.panel.empty.title', {
            defaultMessage: 'No events in this time range',
          })}
          actions={
            offeredRange && (
              <EuiButtonEmpty
                size="s"
                onClick={() => showRange(offeredRange)}
                data-test-subj={`cloudtrailPanelShowRange-${panel}`}
              >
                <FormattedMessage
                  id="cloudtrail.panel.empty.show"
                  defaultMessage="Show the range that has data"
                />
              </EuiButtonEmpty>
            )
          }
        />
      );
    case 'none':
      return (
        <Message
          testSubject={`cloudtrailPanelNone-${panel}`}
          icon={none.isGood ? 'check' : 'search'}
          color={none.isGood ? 'success' : undefined}
          title={none.title}
          body={none.body}
        />
      );
  }
}

interface MessageProps {
  readonly testSubject: string;
  readonly icon: string;
  readonly color?: 'danger' | 'success';
  readonly title: string;
  readonly body?: ReactNode;
  readonly actions?: ReactNode;
}

function Message({ testSubject, icon, color, title, body, actions }: MessageProps) {
  return (
    <div style={{ margin: 'auto', maxWidth: '100%', overflowWrap: 'anywhere' }}>
      <EuiEmptyPrompt
        icon={<EuiIcon type={icon} size="l" color={color ?? 'subdued'} />}
        color="transparent"
        titleSize="xs"
        paddingSize="s"
        title={<h3>{title}</h3>}
        body={body ? <p>{body}</p> : undefined}
        actions={actions}
        data-test-subj={testSubject}
      />
    </div>
  );
}
