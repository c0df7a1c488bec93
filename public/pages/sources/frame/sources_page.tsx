/** The frame of each page about sources. */
import { EuiSkeletonText } from '@elastic/eui';
import React from 'react';
import type { ReactElement, ReactNode } from 'react';
import { PlainPage } from '../../../app/plain_page';
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

export function SourcesPage(props: SourcesPageProps) {
  const { trail, title, isLoading, testSubject, children, ...frame } = props;
  usePageTitle(trail);
  return (
    <PlainPage
      {...frame}
      tab="sources"
      title={title ?? trail.at(-1)?.text ?? ''}
      testSubject={testSubject ?? 'cloudtrailSourcesPage'}
    >
      {isLoading === true ? <EuiSkeletonText lines={6} /> : children}
    </PlainPage>
  );
}
