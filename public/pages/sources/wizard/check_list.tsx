/** The named checks of a test, ticked off as they come in. */
import { EuiFlexGroup, EuiFlexItem, EuiIcon, EuiLoadingSpinner, EuiText } from '@elastic/eui';
import { i18n } from '@kbn/i18n';
import React from 'react';
import type { CheckLine, CheckName } from '../../../../common/source_checks';

type ShownState = CheckLine['state'] | 'waiting';

/** In the order in which they are made. */
const ORDER = [
  'address',
  'clock',
  'identity',
  'role',
  'list',
  'get',
  'decrypt',
  'cloudtrail',
  'queue',
  'elasticsearch',
  'geo',
] as const satisfies readonly CheckName[];

const TITLES: Readonly<Record<CheckName, string>> = {
  address: i18n.translate('cloudtrail.check.address', { defaultMessage: 'The bucket’s address is reached' }),
  clock: i18n.translate('cloudtrail.check.clock', { defaultMessage: 'The clocks agree' }),
  identity: i18n.translate('cloudtrail.check.identity', { defaultMessage: 'AWS knows the identity' }),
  role: i18n.translate('cloudtrail.check.role', { defaultMessage: 'The role can be assumed' }),
  list: i18n.translate('cloudtrail.check.list', { defaultMessage: 'CloudTrail’s folders can be listed' }),
  get: i18n.translate('cloudtrail.check.get', { defaultMessage: 'A file can be read' }),
  decrypt: i18n.translate('cloudtrail.check.decrypt', { defaultMessage: 'It can be decrypted' }),
  cloudtrail: i18n.translate('cloudtrail.check.cloudtrail', { defaultMessage: 'It holds CloudTrail events' }),
  queue: i18n.translate('cloudtrail.check.queue', { defaultMessage: 'The queue can be read' }),
  elasticsearch: i18n.translate('cloudtrail.check.elasticsearch', {
    defaultMessage: 'Elasticsearch takes the events',
  }),
  geo: i18n.translate('cloudtrail.check.geo', { defaultMessage: 'Places of addresses are known' }),
};

const STATES: Readonly<Record<ShownState, { icon: string; color: string; word: string }>> = {
  waiting: {
    icon: 'dot',
    color: 'subdued',
    word: i18n.translate('cloudtrail.check.state.waiting', { defaultMessage: 'not yet' }),
  },
  running: {
    icon: 'dot',
    color: 'primary',
    word: i18n.translate('cloudtrail.check.state.running', { defaultMessage: 'running' }),
  },
  ok: {
    icon: 'checkInCircleFilled',
    color: 'success',
    word: i18n.translate('cloudtrail.check.state.ok', { defaultMessage: 'passed' }),
  },
  warning: {
    icon: 'warning',
    color: 'warning',
    word: i18n.translate('cloudtrail.check.state.warning', { defaultMessage: 'passed with a warning' }),
  },
  failed: {
    icon: 'error',
    color: 'danger',
    word: i18n.translate('cloudtrail.check.state.failed', { defaultMessage: 'failed' }),
  },
  skipped: {
    icon: 'minusInCircle',
    color: 'subdued',
    word: i18n.translate('cloudtrail.check.state.skipped', { defaultMessage: 'skipped' }),
  },
};

interface CheckListProps {
  readonly lines: ReadonlyMap<CheckName, CheckLine>;
  /** Checks that don't apply to what is entered. */
  readonly without: readonly CheckName[];
}

export function CheckList({ lines, without }: CheckListProps) {
  const shown = ORDER.filter((check) => !without.includes(check));
  return (
    <ol style={{ listStyle: 'none' }} data-test-subj="cloudtrailChecks">
      {shown.map((check) => (
        <Check key={check} check={check} line={lines.get(check)} />
      ))}
    </ol>
  );
}

function Check({ check, line }: { check: CheckName; line: CheckLine | undefined }) {
  const state = line?.state ?? 'waiting';
  const { icon, color, word } = STATES[state];
  return (
    <li style={{ padding: '6px 0' }} data-test-subj={`cloudtrailCheck-${check}`} data-state={state}>
      <EuiFlexGroup gutterSize="s" responsive={false} alignItems="flexStart">
        <EuiFlexItem grow={false} style={{ width: 20, paddingTop: 3 }}>
          {state === 'running' ? (
            <EuiLoadingSpinner size="m" aria-label={word} />
          ) : (
            <EuiIcon type={icon} color={color} aria-label={word} />
          )}
        </EuiFlexItem>
        <EuiFlexItem style={{ minWidth: 0, overflowWrap: 'anywhere' }}>
          <EuiText size="s" color={state === 'waiting' || state === 'skipped' ? 'subdued' : undefined}>
            <strong>{TITLES[check]}</strong>
            {line !== undefined && line.message !== '' && (
              <div style={{ color: 'inherit' }}>{line.message}</div>
            )}
            {line?.fix !== undefined && <div data-test-subj="cloudtrailCheckFix">{line.fix}</div>}
          </EuiText>
        </EuiFlexItem>
      </EuiFlexGroup>
    </li>
  );
}
