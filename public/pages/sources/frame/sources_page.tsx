/** The frame of each page about sources: title, tabs, what can be done, and the content. */
import { EuiPageTemplate, EuiSkeletonText } from '@elastic/eui';
import React from 'react';
import type { ReactElement, ReactNode } from 'react';
import { useApp } from '../../../app/app_context';
import { appTabs } from '../../../app/app_tabs';
import type { Crumb } from '../../../app/use_page_title';
import { usePageTitle } from '../../../app/use_page_title';

interface SourcesPageProps {
  /** From the list of sources down to this page. */
  readonly trail: readonly Crumb[];
  /** The trail's last text when left out. */
  readonly title?: string;
  readonly description?: ReactNode;
  /** At the right of the title. */
  readonly actions?: ReactElement[];
  readonly isLoading?: boolean;
  readonly testSubject?: string;
  readonly children?: ReactNode;
}

const READABLE_WIDTH = 1400;

export function SourcesPage(props: SourcesPageProps) {
  const app = useApp();
  usePageTitle(props.trail);
  return (
    <EuiPageTemplate
      // title and tabs stay where the other pages have them
      restrictWidth={false}
      offset={0}
      minHeight={0}
      grow={false}
      data-test-subj={props.testSubject ?? 'cloudtrailSourcesPage'}
    >
      <EuiPageTemplate.Header
        paddingSize="m"
        pageTitle={
          <span style={{ overflowWrap: 'anywhere' }}>{props.title ?? props.trail.at(-1)?.text}</span>
        }
        description={props.description}
        rightSideItems={props.actions}
        tabs={appTabs(app, 'sources')}
      />
      <EuiPageTemplate.Section paddingSize="m" grow>
        <div style={{ maxWidth: READABLE_WIDTH }}>
          {props.isLoading === true ? <EuiSkeletonText lines={6} /> : props.children}
        </div>
      </EuiPageTemplate.Section>
    </EuiPageTemplate>
  );
}
