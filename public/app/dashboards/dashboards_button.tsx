/** The way to the dashboards in Kibana's own Dashboards app: a button that lists them, and makes them where they are missing. */
import {
  EuiButton,
  EuiButtonEmpty,
  EuiFlexGroup,
  EuiListGroup,
  EuiLoadingSpinner,
  EuiPopover,
  EuiPopoverFooter,
  EuiPopoverTitle,
  EuiText,
} from '@elastic/eui';
import { i18n } from '@kbn/i18n';
import { FormattedMessage } from '@kbn/i18n-react';
import React, { useState } from 'react';
import type { DashboardsResponse } from '../../../common/dashboards';
import { useApp } from '../app_context';
import { boardHref } from './board_href';
import { useDashboards } from './use_dashboards';

const WIDTH = 320;

export function DashboardsButton() {
  const [isOpen, setOpen] = useState(false);
  return (
    <EuiPopover
      isOpen={isOpen}
      closePopover={() => setOpen(false)}
      panelPaddingSize="s"
      anchorPosition="downRight"
      aria-label={TITLE}
      button={
        <EuiButtonEmpty
          iconType="dashboardApp"
          onClick={() => setOpen(!isOpen)}
          data-test-subj="cloudtrailDashboards"
        >
          {TITLE}
        </EuiButtonEmpty>
      }
    >
      <EuiPopoverTitle>{TITLE}</EuiPopoverTitle>
      {/* asked when it is opened: somebody else may have made or removed them */}
      {isOpen && <Dashboards />}
    </EuiPopover>
  );
}

const TITLE = i18n.translate('cloudtrail.dashboards.title', { defaultMessage: 'Dashboards' });

function Dashboards() {
  const { core } = useApp();
  const { boards, failure, isInstalling, install } = useDashboards(core);
  if (failure !== undefined) {
    return (
      <EuiText size="s" color="danger" style={{ width: WIDTH }} data-test-subj="cloudtrailDashboardsFailure">
        <p>{failure}</p>
      </EuiText>
    );
  }
  if (!boards) return <EuiLoadingSpinner aria-label={TITLE} />;
  const replace = async () => {
    const isSure = await core.overlays.openConfirm(
      i18n.translate('cloudtrail.dashboards.replace.question', {
        defaultMessage:
          'What anybody changed in the plugin’s data view, dashboards, map and searches of this space is lost. Copies under other names stay.',
      }),
      {
        title: i18n.translate('cloudtrail.dashboards.replace.title', {
          defaultMessage: 'Bring the originals back?',
        }),
        confirmButtonText: i18n.translate('cloudtrail.dashboards.replace.confirm', {
          defaultMessage: 'Bring back',
        }),
        cancelButtonText: i18n.translate('cloudtrail.dashboards.replace.cancel', {
          defaultMessage: 'Cancel',
        }),
        buttonColor: 'danger',
        'data-test-subj': 'cloudtrailDashboardsReplaceConfirm',
      },
    );
    if (isSure) await install(true);
  };
  return (
    <div style={{ width: WIDTH }}>
      <Links boards={boards} />
      <EuiPopoverFooter>
        <EuiFlexGroup justifyContent="flexEnd" gutterSize="s" responsive={false}>
          {boards.missing.length > 0 ? (
            <EuiButton
              fill
              size="s"
              iconType="importAction"
              isLoading={isInstalling}
              onClick={() => void install(false)}
              data-test-subj="cloudtrailInstallDashboards"
            >
              <FormattedMessage id="cloudtrail.dashboards.install" defaultMessage="Install dashboards" />
            </EuiButton>
          ) : (
            <EuiButtonEmpty
              size="s"
              color="text"
              iconType="refresh"
              isLoading={isInstalling}
              onClick={() => void replace()}
              data-test-subj="cloudtrailReplaceDashboards"
            >
              <FormattedMessage
                id="cloudtrail.dashboards.replace"
                defaultMessage="Bring the originals back"
              />
            </EuiButtonEmpty>
          )}
        </EuiFlexGroup>
      </EuiPopoverFooter>
    </div>
  );
}

/** To the dashboards and the map; the searches and the data view are found from them, and in Discover. */
function Links({ boards: { present, missing } }: { boards: DashboardsResponse }) {
  const { core, plugins } = useApp();
  const range = plugins.data.query.timefilter.timefilter.getTime();
  const links = present.flatMap((board) => {
    const href = boardHref(board, core.http.basePath, range);
    return href === undefined ? [] : [{ ...board, href }];
  });
  // dashboards first: they show the map, too
  links.sort((a, b) => Number(a.type === 'map') - Number(b.type === 'map'));
  return (
    <>
      {links.length > 0 && (
        <EuiListGroup
          flush
          size="s"
          listItems={links.map(({ type, title, href }) => ({
            label: title,
            iconType: type === 'map' ? 'gisApp' : 'dashboardApp',
            href,
            'data-test-subj': 'cloudtrailDashboardLink',
          }))}
        />
      )}
      {missing.length > 0 && (
        <EuiText size="s" color="subdued">
          <p>
            {links.length > 0 ? (
              <FormattedMessage
                id="cloudtrail.dashboards.someMissing"
                defaultMessage="Not in this space: {titles}."
                values={{ titles: missing.map(({ title }) => title).join(', ') }}
              />
            ) : (
              <FormattedMessage
                id="cloudtrail.dashboards.noneThere"
                defaultMessage="Two dashboards, a map and searches over the same events, for Kibana’s Dashboards, Maps and Discover: to change, to share and to put into spaces. They are made in this space."
              />
            )}
          </p>
        </EuiText>
      )}
    </>
  );
}
