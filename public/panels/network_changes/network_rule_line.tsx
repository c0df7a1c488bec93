/** One rule of a security group or network ACL in a line, as "+ in tcp 22 from 0.0.0.0/0". */
import { EuiText, useEuiTheme } from '@elastic/eui';
import { i18n } from '@kbn/i18n';
import React from 'react';
import { naming } from '../../../common/event_kinds';
import type { NetworkRule } from '../../../common/panels';
import { QueryLink } from '../frame/filter_link';

const EFFECTS: Readonly<Record<NetworkRule['effect'], { readonly sign: string; readonly label: string }>> = {
  added: { sign: '+', label: i18n.translate('cloudtrail.rule.added', { defaultMessage: 'added' }) },
  removed: { sign: '−', label: i18n.translate('cloudtrail.rule.removed', { defaultMessage: 'removed' }) },
  changed: { sign: '→', label: i18n.translate('cloudtrail.rule.changed', { defaultMessage: 'changed to' }) },
};
const ALL = i18n.translate('cloudtrail.rule.all', { defaultMessage: 'all' });

export function NetworkRuleLine({ rule }: { rule: NetworkRule }) {
  const { euiTheme } = useEuiTheme();
  const { sign, label } = EFFECTS[rule.effect];
  return (
    <EuiText size="s" style={{ overflowWrap: 'anywhere' }}>
      <span title={label} aria-label={label} role="img" style={{ fontFamily: euiTheme.font.familyCode }}>
        {sign}{' '}
      </span>
      {rule.verdict === 'deny' && `${i18n.translate('cloudtrail.rule.deny', { defaultMessage: 'deny' })} `}
      {whatOf(rule)}{' '}
      <QueryLink label={rule.peer} events={naming(rule.peer)}>
        <span
          style={{
            fontFamily: euiTheme.font.familyCode,
            ...(rule.is_world && {
              color: euiTheme.colors.dangerText,
              fontWeight: euiTheme.font.weight.bold,
            }),
          }}
        >
          {rule.peer}
        </span>
      </QueryLink>
    </EuiText>
  );
}

function whatOf({ direction, protocol, ports }: NetworkRule): string {
  const what = [protocol === 'all' ? ALL : protocol, protocol === 'all' ? '' : portsText(ports)]
    .filter((part) => part !== '')
    .join(' ');
  switch (direction) {
    case 'in':
      return i18n.translate('cloudtrail.rule.in', { defaultMessage: 'in {what} from', values: { what } });
    case 'out':
      return i18n.translate('cloudtrail.rule.out', { defaultMessage: 'out {what} to', values: { what } });
    case '':
      return i18n.translate('cloudtrail.rule.inOrOut', {
        defaultMessage: 'in or out {what} from or to',
        values: { what },
      });
  }
}

function portsText(ports: string): string {
  return ports === 'all'
    ? i18n.translate('cloudtrail.rule.allPorts', { defaultMessage: 'all ports' })
    : ports;
}
