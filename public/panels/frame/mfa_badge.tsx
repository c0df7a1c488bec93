/** Whether a second factor was used: yes, no, or not said by the record. Pressed, it becomes a filter. */
import { EuiBadge } from '@elastic/eui';
import { i18n } from '@kbn/i18n';
import React from 'react';
import { MFA_NOT_SAID, withMfa } from '../../../common/event_kinds';
import { QueryLink } from './filter_link';

const YES = i18n.translate('cloudtrail.mfa.yes', { defaultMessage: 'MFA' });
const NO = i18n.translate('cloudtrail.mfa.no', { defaultMessage: 'No MFA' });
const NOT_SAID = i18n.translate('cloudtrail.mfa.notSaid', { defaultMessage: 'MFA not said' });

export function MfaBadge({ used }: { used: boolean | null }) {
  if (used === null) {
    return (
      <QueryLink label={NOT_SAID} events={MFA_NOT_SAID}>
        {i18n.translate('cloudtrail.mfa.unknown', { defaultMessage: 'not said' })}
      </QueryLink>
    );
  }
  return (
    <QueryLink label={used ? YES : NO} events={withMfa(used)}>
      <EuiBadge color={used ? 'success' : 'warning'}>{used ? YES : NO}</EuiBadge>
    </QueryLink>
  );
}
