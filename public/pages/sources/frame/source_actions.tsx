/** What can be done with a source: fetch now, and behind one button all else. */
import {
  EuiButton,
  EuiButtonIcon,
  EuiContextMenuItem,
  EuiContextMenuPanel,
  EuiFlexGroup,
  EuiFlexItem,
  EuiPopover,
  copyToClipboard,
} from '@elastic/eui';
import { i18n } from '@kbn/i18n';
import { FormattedMessage } from '@kbn/i18n-react';
import React, { useState } from 'react';
import type { SourceResponse, SourceState } from '../../../../common/sources';
import { useApp } from '../../../app/app_context';
import { linkTo } from '../../../app/link_to';
import { useSources } from '../sources_context';
import { DeleteSource } from './delete_source';
import { useAction } from './use_action';

interface SourceActionsProps {
  readonly source: SourceResponse;
  readonly state: SourceState | undefined;
  /** Something was changed. */
  onChange(): void;
  /** Called when the source is gone. */
  onDeleted(): void;
}

const COPIED = i18n.translate('cloudtrail.sources.diagnostics.copied', {
  defaultMessage: 'Diagnostics are in the clipboard. They hold no secrets.',
});

/** Who may not manage sources can still copy the diagnostics. */
export function SourceActions({ source, state, onChange, onDeleted }: SourceActionsProps) {
  const app = useApp();
  const { api } = useSources();
  const { isRunning, run } = useAction(onChange);
  const [isOpen, setOpen] = useState(false);
  const [isDeleting, setDeleting] = useState(false);
  const { name, id } = source;
  const isPaused = state === 'paused';
  const isLocked = state === 'secrets_unreadable' || state === 'needs_authorisation';
  const { canManage } = app.rights;
  const more = i18n.translate('cloudtrail.sources.more', {
    defaultMessage: 'More actions for {name}',
    values: { name },
  });
  const isDeclared = source.settings_key !== undefined;

  const closing = (act: () => void) => () => {
    setOpen(false);
    act();
  };
  const pauseOrResume = () =>
    isPaused
      ? run(
          () => api.resume(id),
          i18n.translate('cloudtrail.sources.resumed', {
            defaultMessage: '{name} is fetched again',
            values: { name },
          }),
        )
      : run(
          () => api.pause(id),
          i18n.translate('cloudtrail.sources.paused', {
            defaultMessage: '{name} is paused',
            values: { name },
          }),
        );
  const copyDiagnostics = async () =>
    copyToClipboard(JSON.stringify(await api.diagnostics(id), undefined, 2));

  const items = [
    <EuiContextMenuItem
      key="copy"
      icon="copyClipboard"
      onClick={closing(() => void run(copyDiagnostics, COPIED))}
      data-test-subj="cloudtrailCopyDiagnostics"
    >
      <FormattedMessage id="cloudtrail.sources.diagnostics" defaultMessage="Copy diagnostics" />
    </EuiContextMenuItem>,
  ];
  if (canManage) {
    items.unshift(
      <EuiContextMenuItem
        key="pause"
        icon={isPaused ? 'play' : 'pause'}
        disabled={isLocked}
        onClick={closing(() => void pauseOrResume())}
        data-test-subj="cloudtrailPauseSource"
      >
        {isPaused ? (
          <FormattedMessage id="cloudtrail.sources.resume" defaultMessage="Resume" />
        ) : (
          <FormattedMessage id="cloudtrail.sources.pause" defaultMessage="Pause" />
        )}
      </EuiContextMenuItem>,
    );
  }
  if (canManage && !isDeclared) {
    items.splice(
      1,
      0,
      <EuiContextMenuItem
        key="edit"
        icon="pencil"
        {...linkTo(app, { page: 'edit_source', id })}
        data-test-subj="cloudtrailEditSource"
      >
        <FormattedMessage id="cloudtrail.sources.edit" defaultMessage="Edit" />
      </EuiContextMenuItem>,
    );
    items.push(
      <EuiContextMenuItem
        key="delete"
        icon="trash"
        onClick={closing(() => setDeleting(true))}
        data-test-subj="cloudtrailDeleteSource"
      >
        <FormattedMessage id="cloudtrail.sources.delete" defaultMessage="Delete" />
      </EuiContextMenuItem>,
    );
  }

  return (
    <EuiFlexGroup gutterSize="s" responsive={false} alignItems="center" style={{ flexGrow: 0 }}>
      {canManage && (
        <EuiFlexItem grow={false}>
          <EuiButton
            size="s"
            iconType="refresh"
            isLoading={isRunning}
            isDisabled={isPaused || isLocked}
            onClick={() =>
              void run(
                () => api.fetchNow(id),
                i18n.translate('cloudtrail.sources.fetching', {
                  defaultMessage: 'Looking for new files of {name}',
                  values: { name },
                }),
              )
            }
            data-test-subj="cloudtrailFetchNow"
          >
            <FormattedMessage id="cloudtrail.sources.fetchNow" defaultMessage="Fetch now" />
          </EuiButton>
        </EuiFlexItem>
      )}
      <EuiFlexItem grow={false}>
        <EuiPopover
          isOpen={isOpen}
          closePopover={() => setOpen(false)}
          panelPaddingSize="none"
          anchorPosition="downRight"
          aria-label={more}
          button={
            <EuiButtonIcon
              iconType="boxesVertical"
              size="s"
              display="base"
              color="text"
              aria-label={more}
              onClick={() => setOpen(!isOpen)}
              data-test-subj="cloudtrailSourceActions"
            />
          }
        >
          <EuiContextMenuPanel size="s" items={items} />
        </EuiPopover>
      </EuiFlexItem>
      {isDeleting && (
        <DeleteSource source={source} onClose={() => setDeleting(false)} onDeleted={onDeleted} />
      )}
    </EuiFlexGroup>
  );
}
