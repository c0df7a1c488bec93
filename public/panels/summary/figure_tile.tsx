/** One headline number with its course and its change against the period before. */
import {
  EuiFlexGroup,
  EuiFlexItem,
  EuiIcon,
  EuiLink,
  EuiPanel,
  EuiPopover,
  EuiProgress,
  EuiText,
  EuiToolTip,
  useEuiTheme,
} from '@elastic/eui';
import { i18n } from '@kbn/i18n';
import React, { useState } from 'react';
import type { ReactNode } from 'react';
import type { Figure, PanelRequest } from '../../../common/panels';
import { useApp } from '../../app/app_context';
import { linkTo } from '../../app/link_to';
import { PICKER_LABELS, PickerChoices } from '../../app/search/picker_choices';
import { QueryLink } from '../frame/filter_link';
import { usePanelContext } from '../frame/panel_context';
import { PanelMenu } from '../frame/panel_menu';
import { Sparkline } from '../frame/sparkline';
import { changeOf } from './change';
import type { Tile } from './tiles';

export const TILE_HEIGHT = 112;

interface FigureTileProps {
  readonly tile: Tile;
  readonly figure: Figure;
  readonly beforeFrom: string;
  /** Whether there is any event in the period before. */
  readonly hasPast: boolean;
  readonly request: PanelRequest;
  readonly isFetching: boolean;
}

export function FigureTile({ tile, figure, beforeFrom, hasPast, request, isFetching }: FigureTileProps) {
  const { formats } = usePanelContext();
  const { euiTheme } = useEuiTheme();
  const { label } = tile;
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
        <EuiFlexGroup gutterSize="none" alignItems="center" responsive={false}>
          <EuiFlexItem>
            <EuiToolTip content={tile.tip}>
              <EuiText size="xs" color="subdued" tabIndex={0}>
                <h2 style={{ fontSize: 'inherit', fontWeight: 'inherit', color: 'inherit' }}>{label}</h2>
              </EuiText>
            </EuiToolTip>
          </EuiFlexItem>
          <PanelMenu panel="summary" title={label} events={tile.events} request={request} />
        </EuiFlexGroup>
        <div style={{ display: 'flex', flexWrap: 'wrap', alignItems: 'baseline', columnGap: 8 }}>
          {figure.now > 0 ? (
            <TileNumber tile={tile} count={formats.count(figure.now)} request={request}>
              {number}
            </TileNumber>
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
      {figure.trend && (
        <Sparkline
          points={figure.trend}
          height={32}
          color={isAlarming ? euiTheme.colors.danger : euiTheme.colors.primary}
        />
      )}
    </EuiPanel>
  );
}

interface TileNumberProps {
  readonly tile: Tile;
  readonly count: string;
  readonly request: PanelRequest;
  readonly children: ReactNode;
}

/** The number as what it is good for. */
function TileNumber({ tile: { label, events, press }, count, request, children }: TileNumberProps) {
  const app = useApp();
  const [isOpen, setOpen] = useState(false);
  const does = (what: string) => ({ title: what, 'aria-label': `${count} ${label}: ${what}` });
  switch (press.kind) {
    case 'filter':
      return (
        <QueryLink label={label} events={events ?? { match_all: {} }} said={`${count} ${label}`}>
          {children}
        </QueryLink>
      );
    case 'page':
      return (
        <EuiLink
          color="text"
          {...linkTo(app, { page: press.page })}
          {...does(i18n.translate('cloudtrail.summary.list', { defaultMessage: 'List them' }))}
          data-test-subj={`cloudtrailTileLink-${press.page}`}
        >
          {children}
        </EuiLink>
      );
    case 'choose':
      return (
        <EuiPopover
          isOpen={isOpen}
          closePopover={() => setOpen(false)}
          panelPaddingSize="none"
          aria-label={PICKER_LABELS[press.picker]}
          button={
            <EuiLink
              color="text"
              onClick={() => setOpen(!isOpen)}
              {...does(i18n.translate('cloudtrail.summary.choose', { defaultMessage: 'Choose from them' }))}
              data-test-subj={`cloudtrailTileLink-${press.picker}`}
            >
              {children}
            </EuiLink>
          }
        >
          {isOpen && <PickerChoices picker={press.picker} request={request} />}
        </EuiPopover>
      );
  }
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
