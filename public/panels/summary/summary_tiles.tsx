/** The headline numbers as tiles, each with its course and its change against the period before. */
import {
  EuiIcon,
  EuiLink,
  EuiPanel,
  EuiProgress,
  EuiSkeletonRectangle,
  EuiText,
  EuiToolTip,
  useEuiTheme,
} from '@elastic/eui';
import { i18n } from '@kbn/i18n';
import React from 'react';
import { BY_ROOT, DENIED, FAILED_SIGN_IN } from '../../../common/event_kinds';
import type { Figure, PanelRequest, Summary } from '../../../common/panels';
import { WithFilterOut, filterForLabel } from '../frame/filter_link';
import type { PanelLoad } from '../frame/panel_load';
import { usePanelContext } from '../frame/panel_context';
import { PanelFrame } from '../frame/panel_frame';
import { panelView } from '../frame/panel_view';
import { Sparkline } from '../frame/sparkline';
import { eventsUnit } from '../frame/units';
import { changeOf } from './change';

const TITLE = i18n.translate('cloudtrail.summary.title', { defaultMessage: 'In numbers' });
const TILE_HEIGHT = 112;

type TileId = Exclude<keyof Summary, 'before_from'>;
interface Tile {
  readonly id: TileId;
  readonly label: string;
  readonly tip: string;
  /** Elasticsearch query for what is counted; absent where that is everything. */
  readonly events?: Readonly<Record<string, unknown>>;
  /** Whether more of it is bad news. */
  readonly isBad: boolean;
}

const TILES: readonly Tile[] = [
  {
    id: 'events',
    label: i18n.translate('cloudtrail.summary.events', { defaultMessage: 'Events' }),
    tip: i18n.translate('cloudtrail.summary.eventsTip', { defaultMessage: 'All events in the time range.' }),
    isBad: false,
  },
  {
    id: 'users',
    label: i18n.translate('cloudtrail.summary.users', { defaultMessage: 'Users' }),
    tip: i18n.translate('cloudtrail.summary.usersTip', {
      defaultMessage:
        'Different people, roles and root users, without AWS’s own services. Close beyond 3,000.',
    }),
    isBad: false,
  },
  {
    id: 'accounts',
    label: i18n.translate('cloudtrail.summary.accounts', { defaultMessage: 'Accounts' }),
    tip: i18n.translate('cloudtrail.summary.accountsTip', {
      defaultMessage: 'Different accounts that callers belong to.',
    }),
    isBad: false,
  },
  {
    id: 'denied',
    label: i18n.translate('cloudtrail.summary.denied', { defaultMessage: 'Access denied' }),
    tip: i18n.translate('cloudtrail.summary.deniedTip', {
      defaultMessage: 'Calls that AWS refused for want of a right.',
    }),
    events: DENIED,
    isBad: true,
  },
  {
    id: 'root',
    label: i18n.translate('cloudtrail.summary.root', { defaultMessage: 'By root' }),
    tip: i18n.translate('cloudtrail.summary.rootTip', {
      defaultMessage: 'Events by root users, without what AWS did on their behalf.',
    }),
    events: BY_ROOT,
    isBad: true,
  },
  {
    id: 'failed_sign_ins',
    label: i18n.translate('cloudtrail.summary.failedSignIns', { defaultMessage: 'Failed sign-ins' }),
    tip: i18n.translate('cloudtrail.summary.failedSignInsTip', {
      defaultMessage: 'Sign-ins to the AWS console that failed.',
    }),
    events: FAILED_SIGN_IN,
    isBad: true,
  },
];

/** One panel in the eyes of the page: its states other than numbers are told once, not six times. */
export function SummaryTiles({ load }: { load: PanelLoad<Summary> }) {
  const { situation } = usePanelContext();
  const view = panelView(load, ({ events }) => events.now === 0, situation);
  if (view.kind !== 'data' && view.kind !== 'loading') {
    return (
      <PanelFrame
        panel="summary"
        title={TITLE}
        tip={TILES[0]?.tip ?? ''}
        load={load}
        bodyHeight={TILE_HEIGHT}
        total={({ events }) => events.now}
        unit={eventsUnit}
        none={{
          title: i18n.translate('cloudtrail.summary.none', {
            defaultMessage: 'No events in this time range',
          }),
        }}
      >
        {() => null}
      </PanelFrame>
    );
  }
  return (
    <section
      aria-label={TITLE}
      aria-busy={load.isFetching}
      style={{
        display: 'grid',
        gridTemplateColumns: 'repeat(auto-fit, minmax(min(100%, 150px), 1fr))',
        gap: 16,
      }}
      data-test-subj="cloudtrailPanel-summary"
      data-state={view.kind}
    >
      {TILES.map((tile) =>
        view.kind === 'data' && load.request ? (
          <FigureTile
            key={tile.id}
            tile={tile}
            figure={view.data[tile.id]}
            beforeFrom={view.data.before_from}
            hasPast={view.data.events.before > 0}
            request={load.request}
            isFetching={load.isFetching}
          />
        ) : (
          <EuiSkeletonRectangle key={tile.id} width="100%" height={TILE_HEIGHT} borderRadius="m" />
        ),
      )}
    </section>
  );
}

interface FigureTileProps {
  readonly tile: Tile;
  readonly figure: Figure;
  readonly beforeFrom: string;
  /** Whether there is any event in the period before. */
  readonly hasPast: boolean;
  readonly request: PanelRequest;
  readonly isFetching: boolean;
}

function FigureTile({ tile, figure, beforeFrom, hasPast, request, isFetching }: FigureTileProps) {
  const { formats, filterByQuery } = usePanelContext();
  const { euiTheme } = useEuiTheme();
  const { label, events } = tile;
  const isAlarming = tile.isBad && figure.now > 0;
  const number = (
    <span
      style={{
        fontSize: '1.6rem',
        lineHeight: '2rem',
        fontWeight: euiTheme.font.weight.bold,
        fontVariantNumeric: 'tabular-nums',
      }}
      title={formats.count(figure.now)}
      data-test-subj={`cloudtrailTile-${tile.id}`}
      data-total={figure.now}
      data-before={figure.before}
    >
      {figure.now < 1_000_000 ? formats.count(figure.now) : formats.shortCount(figure.now)}
    </span>
  );
  return (
    <EuiPanel
      hasBorder
      hasShadow={false}
      paddingSize="none"
      style={{
        position: 'relative',
        overflow: 'hidden',
        minHeight: TILE_HEIGHT,
        display: 'flex',
        flexDirection: 'column',
        justifyContent: 'space-between',
      }}
    >
      {isFetching && <EuiProgress size="xs" color="accent" position="absolute" aria-hidden />}
      <div style={{ padding: '12px 12px 4px' }}>
        <EuiToolTip content={tile.tip}>
          <EuiText size="xs" color="subdued" tabIndex={0}>
            <h2 style={{ fontSize: 'inherit', fontWeight: 'inherit', color: 'inherit' }}>{label}</h2>
          </EuiText>
        </EuiToolTip>
        <div style={{ display: 'flex', flexWrap: 'wrap', alignItems: 'baseline', columnGap: 8 }}>
          {events && figure.now > 0 ? (
            <WithFilterOut label={label} onFilterOut={() => filterByQuery(label, events, true)}>
              <EuiLink
                color="text"
                onClick={() => filterByQuery(label, events)}
                title={filterForLabel(label)}
                aria-label={`${formats.count(figure.now)} ${label}: ${filterForLabel(label)}`}
              >
                {number}
              </EuiLink>
            </WithFilterOut>
          ) : (
            number
          )}
          {hasPast && (
            <ChangeText figure={figure} isBad={tile.isBad} beforeFrom={beforeFrom} from={request.from} />
          )}
          {!hasPast && tile.id === 'events' && (
            <EuiText size="xs" color="subdued">
              {i18n.translate('cloudtrail.summary.noPast', { defaultMessage: 'none in the period before' })}
            </EuiText>
          )}
        </div>
      </div>
      <Sparkline
        points={figure.trend}
        height={32}
        color={isAlarming ? euiTheme.colors.danger : euiTheme.colors.primary}
      />
    </EuiPanel>
  );
}

interface ChangeTextProps {
  readonly figure: Figure;
  readonly isBad: boolean;
  readonly beforeFrom: string;
  readonly from: string;
}

/** Only what is bad news or an end of it has a colour: more events are neither. */
function ChangeText({ figure, isBad, beforeFrom, from }: ChangeTextProps) {
  const { formats } = usePanelContext();
  const change = changeOf(figure.now, figure.before);
  const tip = i18n.translate('cloudtrail.summary.before', {
    defaultMessage: '{count} in the period of the same length before: {from} to {to}',
    values: { count: formats.count(figure.before), from: formats.time(beforeFrom), to: formats.time(from) },
  });
  const isWorse = isBad && (change.kind === 'up' || change.kind === 'from_none');
  return (
    <EuiToolTip content={tip}>
      <EuiText size="xs" color={isWorse ? 'danger' : 'subdued'} tabIndex={0} style={{ whiteSpace: 'nowrap' }}>
        {change.kind === 'same' && i18n.translate('cloudtrail.summary.same', { defaultMessage: 'as before' })}
        {change.kind === 'from_none' &&
          i18n.translate('cloudtrail.summary.fromNone', { defaultMessage: 'none before' })}
        {(change.kind === 'up' || change.kind === 'down') && (
          <>
            <EuiIcon
              type={change.kind === 'up' ? 'sortUp' : 'sortDown'}
              size="s"
              aria-label={
                change.kind === 'up'
                  ? i18n.translate('cloudtrail.summary.up', { defaultMessage: 'up' })
                  : i18n.translate('cloudtrail.summary.down', { defaultMessage: 'down' })
              }
            />
            {change.by < 10 ? formats.share(change.by) : `${formats.shortCount(change.by + 1)}×`}
          </>
        )}
      </EuiText>
    </EuiToolTip>
  );
}
