/** A source's health in one word. */
import { EuiHealth, EuiToolTip } from '@elastic/eui';
import { i18n } from '@kbn/i18n';
import React from 'react';
import type { Health, HealthWord } from './source_health';

export const HEALTH_WORDS: Readonly<Record<HealthWord, string>> = {
  unknown: i18n.translate('cloudtrail.health.unknown', { defaultMessage: 'Unknown' }),
  starting: i18n.translate('cloudtrail.health.starting', { defaultMessage: 'Starting' }),
  healthy: i18n.translate('cloudtrail.health.healthy', { defaultMessage: 'Healthy' }),
  fetching: i18n.translate('cloudtrail.health.fetching', { defaultMessage: 'Fetching' }),
  catching_up: i18n.translate('cloudtrail.health.catchingUp', { defaultMessage: 'Catching up' }),
  paused: i18n.translate('cloudtrail.health.paused', { defaultMessage: 'Paused' }),
  silent: i18n.translate('cloudtrail.health.silent', { defaultMessage: 'Silent' }),
  failing: i18n.translate('cloudtrail.health.failing', { defaultMessage: 'Failing' }),
  stopped: i18n.translate('cloudtrail.health.stopped', { defaultMessage: 'Stopped' }),
  locked: i18n.translate('cloudtrail.health.locked', { defaultMessage: 'Locked' }),
  unauthorised: i18n.translate('cloudtrail.health.unauthorised', {
    defaultMessage: 'Needs authorisation',
  }),
};

const MEANINGS: Readonly<Record<HealthWord, string>> = {
  unknown: i18n.translate('cloudtrail.health.unknown.meaning', {
    defaultMessage: 'Its status is not known yet.',
  }),
  starting: i18n.translate('cloudtrail.health.starting.meaning', {
    defaultMessage: 'It has not run yet; its first run begins within seconds.',
  }),
  healthy: i18n.translate('cloudtrail.health.healthy.meaning', {
    defaultMessage: 'All that is in the bucket has been taken in; new files are looked for all the time.',
  }),
  fetching: i18n.translate('cloudtrail.health.fetching.meaning', {
    defaultMessage: 'Files are being taken in now.',
  }),
  catching_up: i18n.translate('cloudtrail.health.catchingUp.meaning', {
    defaultMessage: 'New events come in at once; older days are still being read.',
  }),
  paused: i18n.translate('cloudtrail.health.paused.meaning', {
    defaultMessage:
      'Somebody has paused it. Nothing is lost: what comes meanwhile is fetched when it is resumed.',
  }),
  silent: i18n.translate('cloudtrail.health.silent.meaning', {
    defaultMessage:
      'Looking for files goes well, but from somewhere no events have come for longer than is usual.',
  }),
  failing: i18n.translate('cloudtrail.health.failing.meaning', {
    defaultMessage: 'The last run got nowhere. It is tried again by itself.',
  }),
  stopped: i18n.translate('cloudtrail.health.stopped.meaning', {
    defaultMessage: 'Many runs in a row got nowhere. It is only tried once an hour until somebody helps.',
  }),
  locked: i18n.translate('cloudtrail.health.locked.meaning', {
    defaultMessage:
      'Its secrets can’t be read any more, or Elasticsearch refuses the key it writes with. It rests until somebody helps.',
  }),
  unauthorised: i18n.translate('cloudtrail.health.unauthorised.meaning', {
    defaultMessage:
      'It is declared in kibana.yml, and nobody has lent it a key to write with. Nothing is fetched until then.',
  }),
};

export function HealthBadge({ health: { word, level } }: { health: Health }) {
  return (
    <EuiToolTip content={MEANINGS[word]}>
      <EuiHealth color={level} tabIndex={0} data-test-subj="cloudtrailHealth" data-health={word}>
        <strong>{HEALTH_WORDS[word]}</strong>
      </EuiHealth>
    </EuiToolTip>
  );
}
