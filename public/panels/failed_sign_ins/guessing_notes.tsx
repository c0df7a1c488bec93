/** What of the failed sign-ins looks like guessing, and whether it got in. Nothing where nothing does. */
import { EuiCallOut, EuiSpacer } from '@elastic/eui';
import { i18n } from '@kbn/i18n';
import React from 'react';
import type { FailedSignIns, GuessingStreak, SuccessAfterFailures } from '../../../common/panels';
import type { Formats } from '../../kibana/formats';
import { usePanelContext } from '../frame/panel_context';

/** The newest of each; more are counted. */
const NOTES_SHOWN = 2;

export function GuessingNotes({ data }: { data: FailedSignIns }) {
  const { formats } = usePanelContext();
  const gotIn = data.successes.filter(({ is_guessed }) => is_guessed);
  const lines = [
    ...gotIn.slice(0, NOTES_SHOWN).map((success) => successText(success, formats)),
    ...data.streaks.slice(0, NOTES_SHOWN).map((streak) => streakText(streak, formats)),
  ];
  const more = Math.max(0, gotIn.length - NOTES_SHOWN) + Math.max(0, data.streaks.length - NOTES_SHOWN);
  if (lines.length === 0) return null;
  return (
    <>
      <EuiCallOut
        size="s"
        color={gotIn.length > 0 ? 'danger' : 'warning'}
        iconType="warning"
        title={
          gotIn.length > 0
            ? i18n.translate('cloudtrail.failedSignIns.gotIn', {
                defaultMessage: 'Somebody seems to have guessed a password',
              })
            : i18n.translate('cloudtrail.failedSignIns.guessing', {
                defaultMessage: 'Somebody seems to guess passwords',
              })
        }
        data-test-subj="cloudtrailGuessing"
      >
        {lines.map((line) => (
          <p key={line} style={{ overflowWrap: 'anywhere', marginBlockEnd: 4 }}>
            {line}
          </p>
        ))}
        {more > 0 && (
          <p>
            {i18n.translate('cloudtrail.failedSignIns.moreNotes', {
              defaultMessage: 'and {count} more',
              values: { count: formats.count(more) },
            })}
          </p>
        )}
        {data.sign_ins > data.sign_ins_judged && (
          <p>
            {i18n.translate('cloudtrail.failedSignIns.judged', {
              defaultMessage: 'Looked at: the newest {judged} of {all} sign-ins.',
              values: { judged: formats.count(data.sign_ins_judged), all: formats.count(data.sign_ins) },
            })}
          </p>
        )}
      </EuiCallOut>
      <EuiSpacer size="s" />
    </>
  );
}

function successText(success: SuccessAfterFailures, formats: Formats): string {
  return i18n.translate('cloudtrail.failedSignIns.successLine', {
    defaultMessage: '{user} signed in from {place} at {time}, {mfa}, after {failures} failures.',
    values: {
      user: success.user,
      place: placeText([success.address], [success.country_name]),
      time: formats.time(success.at),
      failures: formats.count(success.failures),
      mfa:
        success.mfa_used === true
          ? i18n.translate('cloudtrail.failedSignIns.withMfa', { defaultMessage: 'with MFA' })
          : i18n.translate('cloudtrail.failedSignIns.withoutMfa', { defaultMessage: 'without MFA' }),
    },
  });
}

function streakText(streak: GuessingStreak, formats: Formats): string {
  const seconds = (Date.parse(streak.to) - Date.parse(streak.from)) / 1000;
  return i18n.translate('cloudtrail.failedSignIns.streakLine', {
    defaultMessage: '{attempts} failures in {duration} from {place}, of {users}.',
    values: {
      attempts: formats.count(streak.attempts),
      duration: formats.duration(seconds),
      place: placeText(streak.addresses, streak.country_names),
      users: firstFew(streak.users),
    },
  });
}

function placeText(addresses: readonly string[], countries: readonly string[]): string {
  const places = firstFew(countries.filter((country) => country !== ''));
  return places === '' ? firstFew(addresses) : `${firstFew(addresses)} (${places})`;
}

const NAMES_LISTED = 3;

function firstFew(names: readonly string[]): string {
  const more = names.length - NAMES_LISTED;
  return names.slice(0, NAMES_LISTED).join(', ') + (more > 0 ? ` +${more}` : '');
}
