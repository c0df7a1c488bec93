/** The page around an app: header, breadcrumbs, user menu, side navigation, toasts. */
import {
  EuiBreadcrumbs,
  EuiButtonIcon,
  EuiCollapsibleNav,
  EuiCollapsibleNavGroup,
  EuiConfirmModal,
  EuiContextMenuItem,
  EuiContextMenuPanel,
  EuiEmptyPrompt,
  EuiGlobalToastList,
  EuiHeader,
  EuiHeaderLogo,
  EuiHeaderSection,
  EuiHeaderSectionItem,
  EuiHeaderSectionItemButton,
  EuiIcon,
  EuiListGroup,
  EuiPopover,
  EuiProvider,
  EuiAvatar,
} from '@elastic/eui';
import { groupBy } from 'lodash';
import React, { useEffect, useRef, useState, type MouseEvent } from 'react';
import type { InjectedMetadata } from '../pages';
import type { App, Core } from './core';
import { kbnI18nReact } from './i18n';
import { createScopedHistory } from './scoped_history';
import { useValue } from './use_value';

interface FrameProps {
  readonly core: Core;
  readonly metadata: InjectedMetadata;
}

/** An app that no feature names may be opened by everyone, as in Kibana. */
const mayOpen = ({ capabilities }: InjectedMetadata, id: string) => capabilities.navLinks[id] !== false;

export function Frame({ core, metadata }: FrameProps) {
  const toasts = useValue(core.toasts$);
  const apps = useValue(core.apps$);
  const id = useValue(core.currentApp$);
  const { darkMode } = useValue(core.theme$);
  const app = apps.find((other) => other.id === id);
  return (
    <EuiProvider colorMode={darkMode ? 'dark' : 'light'}>
      <kbnI18nReact.I18nProvider>
        <Header core={core} metadata={metadata} app={app} />
        <main className="kbnAppWrapper" data-test-subj="kbnAppWrapper visibleChrome">
          {id === 'home' ? (
            <EuiEmptyPrompt
              iconType="logoElastic"
              title={<h1>Stand-in for Kibana</h1>}
              body="Choose an app on the left."
            />
          ) : app === undefined ? (
            <EuiEmptyPrompt
              iconType="error"
              title={<h1>Application Not Found</h1>}
              data-test-subj="appNotFoundPageContent"
            />
          ) : mayOpen(metadata, app.id) ? (
            <MountedApp key={app.id} app={app} core={core} />
          ) : (
            <EuiEmptyPrompt
              iconType="lock"
              title={<h1>You do not have permission to access the requested page</h1>}
            />
          )}
        </main>
        <Confirm core={core} />
        <EuiGlobalToastList
          toasts={[...toasts]}
          dismissToast={core.removeToast}
          toastLifeTimeMs={10_000}
          data-test-subj="globalToastList"
        />
      </kbnI18nReact.I18nProvider>
    </EuiProvider>
  );
}

function Confirm({ core }: { core: Core }) {
  const open = useValue(core.confirm$);
  if (open === undefined) return null;
  const { question, answer, ...options } = open;
  return (
    <EuiConfirmModal {...options} onConfirm={() => answer(true)} onCancel={() => answer(false)}>
      {question}
    </EuiConfirmModal>
  );
}

function MountedApp({ app, core }: { app: App; core: Core }) {
  const element = useRef<HTMLDivElement>(null);
  const [failure, setFailure] = useState<string>();
  useEffect(() => {
    const target = element.current;
    if (target === null) return;
    document.title = `${app.title} - Elastic`;
    let unmount: (() => void) | undefined;
    let isGone = false;
    app
      .mount({
        element: target,
        appBasePath: core.start.application.getUrlForApp(app.id),
        history: createScopedHistory(core.history, `/app/${app.id}`),
        theme$: core.start.theme.theme$,
      })
      .then((given) => {
        if (isGone) given();
        else unmount = given;
      })
      .catch((error: unknown) => {
        console.error(error);
        setFailure(String(error));
      });
    return () => {
      isGone = true;
      unmount?.();
    };
  }, [app, core]);
  return (
    <>
      {failure !== undefined && (
        <EuiEmptyPrompt
          iconType="error"
          color="danger"
          title={<h1>Unable to load the application</h1>}
          body={failure}
        />
      )}
      <div ref={element} id={`app-${app.id}`} />
    </>
  );
}

function Header({ core, metadata, app }: FrameProps & { app: App | undefined }) {
  const [isNavOpen, setNavOpen] = useState(true);
  const apps = useValue(core.apps$);
  const breadcrumbs = useValue(core.breadcrumbs$);
  const shown = breadcrumbs.length > 0 ? breadcrumbs : [{ text: app?.title ?? 'Home' }];
  const links = groupBy(
    apps.filter(({ id }) => mayOpen(metadata, id)).sort((a, b) => (a.order ?? 0) - (b.order ?? 0)),
    ({ category }) => category?.label ?? '',
  );
  const home = core.start.application.getUrlForApp('home');
  const open = (url: string) => (event: MouseEvent) => {
    event.preventDefault();
    void core.start.application.navigateToUrl(url);
  };
  return (
    <EuiHeader position="fixed">
      <EuiHeaderSection>
        <EuiHeaderSectionItem>
          <EuiCollapsibleNav
            id="sideNavigation"
            data-test-subj="collapsibleNav"
            aria-label="Primary"
            size={240}
            isOpen={isNavOpen}
            isDocked={isNavOpen}
            showButtonIfDocked
            onClose={() => setNavOpen(false)}
            button={
              <EuiHeaderSectionItemButton
                aria-label="Toggle primary navigation"
                data-test-subj="toggleNavButton"
                onClick={() => setNavOpen(!isNavOpen)}
              >
                <EuiIcon type="menu" />
              </EuiHeaderSectionItemButton>
            }
          >
            {Object.entries(links).map(([category, entries]) => (
              <EuiCollapsibleNavGroup
                key={category}
                title={category}
                iconType={entries[0]?.category?.euiIconType}
                isCollapsible={false}
              >
                <EuiListGroup
                  gutterSize="none"
                  size="s"
                  listItems={entries.map(({ id, title }) => ({
                    label: title,
                    href: core.start.application.getUrlForApp(id),
                    isActive: id === app?.id,
                    'data-test-subj': 'collapsibleNavAppLink',
                    onClick: open(core.start.application.getUrlForApp(id)),
                  }))}
                />
              </EuiCollapsibleNavGroup>
            ))}
          </EuiCollapsibleNav>
        </EuiHeaderSectionItem>
        <EuiHeaderSectionItem>
          <EuiHeaderLogo href={home} iconType="logoElastic" onClick={open(home)}>
            Stand-in for Kibana
          </EuiHeaderLogo>
        </EuiHeaderSectionItem>
        <EuiHeaderSectionItem>
          <EuiBreadcrumbs
            type="application"
            truncate={false}
            data-test-subj="breadcrumbs"
            breadcrumbs={shown.map(({ text, href }) => ({
              text,
              ...(href === undefined ? {} : { href, onClick: open(href) }),
            }))}
          />
        </EuiHeaderSectionItem>
      </EuiHeaderSection>
      <EuiHeaderSection side="right">
        <EuiHeaderSectionItem>
          <ThemeToggle core={core} />
        </EuiHeaderSectionItem>
        {metadata.username !== null && (
          <EuiHeaderSectionItem>
            <UserMenu username={metadata.username} />
          </EuiHeaderSectionItem>
        )}
      </EuiHeaderSection>
    </EuiHeader>
  );
}

function ThemeToggle({ core }: { core: Core }) {
  const { darkMode } = useValue(core.theme$);
  const toggle = async () => {
    await core.http.post('/internal/kibana/settings', {
      body: JSON.stringify({ changes: { 'theme:darkMode': !darkMode } }),
    });
    window.location.reload();
  };
  return (
    <EuiButtonIcon
      iconType={darkMode ? 'sun' : 'moon'}
      size="m"
      color="text"
      aria-label={darkMode ? 'Light theme' : 'Dark theme'}
      data-test-subj="themeToggle"
      onClick={() => void toggle()}
    />
  );
}

function UserMenu({ username }: { username: string }) {
  const [isOpen, setOpen] = useState(false);
  return (
    <EuiPopover
      isOpen={isOpen}
      closePopover={() => setOpen(false)}
      panelPaddingSize="none"
      anchorPosition="downRight"
      button={
        <EuiHeaderSectionItemButton
          aria-label="Account menu"
          data-test-subj="userMenuButton"
          onClick={() => setOpen(!isOpen)}
        >
          <EuiAvatar name={username} size="s" />
        </EuiHeaderSectionItemButton>
      }
    >
      <EuiContextMenuPanel
        title={username}
        data-test-subj="userMenu"
        items={[
          <EuiContextMenuItem key="logout" icon="exit" href="/logout" data-test-subj="logoutLink">
            Log out
          </EuiContextMenuItem>,
        ]}
      />
    </EuiPopover>
  );
}
