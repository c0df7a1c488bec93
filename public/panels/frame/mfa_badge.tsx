/** Whether a second factor was used: yes, no, or not said by the record. */
import { EuiBadge } from '@elastic/eui';
import { i18n } from '@kbn/i18n';
import React from 'react';

export function MfaBadge({ used }: { used: boolean | null }) {
  if (used === null) {
    return (
      <span
        title={i18n.translate('cloudtrail.mfa.unknownTitle', { defaultMessage: 'The record does not say' })}
      >
        {i18n.translate('cloudtrail.mfa.unknown', { defaultMessage: 'not said' })}
      </span>
    );
  }
  return used ? (
    <EuiBadge color="success">{i18n.translate('cloudtrail.mfa.yes', { defaultMessage: 'MFA' })}</EuiBadge>
  ) : (
    <EuiBadge color="warning">{i18n.translate('cloudtrail.mfa.no', { defaultMessage: 'No MFA' })}</EuiBadge>
  );
}
