/** What every panel offers beside what it shows: its events in Discover, and the request behind it. */
import {
  EuiButtonIcon,
  EuiContextMenuItem,
  EuiContextMenuPanel,
  EuiFlexItem,
  EuiPopover,
} from '@elastic/eui';
import { i18n } from '@kbn/i18n';
import { FormattedMessage } from '@kbn/i18n-react';
import React, { useState } from 'react';
import type { PanelRequest } from '../../../common/panels';
import { usePanelContext } from './panel_context';

export interface PanelMenuProps {
  readonly panel: string;
  readonly title: string;
  /** Elasticsearch query for the events that the panel is about; absent where it is about all. */
  readonly events?: Readonly<Record<string, unknown>>;
  /** Of the answer that is shown. */
  readonly request: PanelRequest | undefined;
}

/** In a row of EuiFlexItems; nothing where Kibana has neither. */
export function PanelMenu({ panel, title, events, request }: PanelMenuProps) {
  const { openInDiscover, inspect } = usePanelContext();
  const [isOpen, setOpen] = useState(false);
  const andClose = (act: () => void) => () => {
    setOpen(false);
    act();
  };
  const items = [
    openInDiscover && (
      <EuiContextMenuItem
        key="discover"
        icon="discoverApp"
        onClick={andClose(() => openInDiscover(title, events))}
        data-test-subj={`cloudtrailPanelDiscover-${panel}`}
      >
        <FormattedMessage id="cloudtrail.panel.menu.discover" defaultMessage="Open in Discover" />
      </EuiContextMenuItem>
    ),
    inspect && request && (
      <EuiContextMenuItem
        key="inspect"
        icon="inspect"
        onClick={andClose(() => inspect(panel, title, request))}
        data-test-subj={`cloudtrailPanelInspect-${panel}`}
      >
        <FormattedMessage id="cloudtrail.panel.menu.inspect" defaultMessage="Inspect" />
      </EuiContextMenuItem>
    ),
  ].flatMap((item) => (item ? [item] : []));
  if (items.length === 0) return null;
  const options = i18n.translate('cloudtrail.panel.menu.open', {
    defaultMessage: 'Options for {title}',
    values: { title },
  });
  return (
    <EuiFlexItem grow={false}>
      <EuiPopover
        isOpen={isOpen}
        closePopover={() => setOpen(false)}
        panelPaddingSize="none"
        anchorPosition="downRight"
        aria-label={options}
        button={
          <EuiButtonIcon
            iconType="boxesHorizontal"
            color="text"
            aria-label={options}
            onClick={() => setOpen(!isOpen)}
            data-test-subj={`cloudtrailPanelMenu-${panel}`}
          />
        }
      >
        <EuiContextMenuPanel size="s" items={items} />
      </EuiPopover>
    </EuiFlexItem>
  );
}
