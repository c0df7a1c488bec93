/** The title of a part of a page. */
import { EuiSpacer, EuiTitle } from '@elastic/eui';
import React from 'react';
import type { ReactNode } from 'react';

export function SectionTitle({ children }: { children: ReactNode }) {
  return (
    <>
      <EuiTitle size="xs">
        <h2>{children}</h2>
      </EuiTitle>
      <EuiSpacer size="s" />
    </>
  );
}
