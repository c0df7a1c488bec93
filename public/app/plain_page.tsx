/** The frame of each page that is not over events: title, tabs, what can be done, and the content at a width that can be read. */
import { EuiPageTemplate } from '@elastic/eui';
import React from 'react';
import type { ReactElement, ReactNode } from 'react';
import { useApp } from './app_context';
import type { AppTab } from './app_tabs';
import { appTabs } from './app_tabs';

interface PlainPageProps {
  /** Undefined for a page below none of them. */
  readonly tab: AppTab | undefined;
  readonly title: string;
  readonly description?: ReactNode;
  /** At the right of the title. */
  readonly actions?: ReactElement[];
  /** Of the page, for tests. */
  readonly testSubject: string;
  readonly children: ReactNode;
}

const READABLE_WIDTH = 1600;

export function PlainPage({ tab, title, description, actions, testSubject, children }: PlainPageProps) {
  const app = useApp();
  return (
    <EuiPageTemplate
      // title and tabs stay where the other pages have them
      restrictWidth={false}
      offset={0}
      minHeight={0}
      grow={false}
      data-test-subj={testSubject}
    >
      <EuiPageTemplate.Header
        paddingSize="m"
        pageTitle={<span style={{ overflowWrap: 'anywhere' }}>{title}</span>}
        description={description}
        rightSideItems={actions}
        tabs={appTabs(app, tab)}
      />
      <EuiPageTemplate.Section paddingSize="m" grow>
        <div style={{ maxWidth: READABLE_WIDTH }}>{children}</div>
      </EuiPageTemplate.Section>
    </EuiPageTemplate>
  );
}
