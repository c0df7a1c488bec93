/** Says in a part of a panel or flyout why it could not be read, and reads it again when told to. */
import { EuiButton, EuiCallOut } from '@elastic/eui';
import { FormattedMessage } from '@kbn/i18n-react';
import React from 'react';

interface ReadProblemProps {
  readonly message: string;
  onRetry(): void;
  readonly testSubject: string;
}

export function ReadProblem({ message, onRetry, testSubject }: ReadProblemProps) {
  return (
    <EuiCallOut color="danger" iconType="warning" size="s" title={message} data-test-subj={testSubject}>
      <EuiButton size="s" color="danger" onClick={onRetry}>
        <FormattedMessage id="cloudtrail.panel.error.retry" defaultMessage="Try again" />
      </EuiButton>
    </EuiCallOut>
  );
}
