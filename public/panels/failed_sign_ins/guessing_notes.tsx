/** What of the failed sign-ins looks like guessing, and whether it got in; each leads to its sign-ins. Nothing where nothing does. */
import { EuiCallOut, EuiLink, EuiSpacer, EuiText } from '@elastic/eui';
import { i18n } from '@kbn/i18n';
import { FormattedMessage } from '@kbn/i18n-react';
import React, { useState } from 'react';
import type { ReactNode } from 'react';
import type { FailedSignIns, GuessingStreak, SuccessAfterFailures } from '../../../common/panels';
import { failuresOfStreak, signInsUpTo } from '../../../common/sign_in_events';
import { QueryLink } from '../frame/filter_link';
import { usePanelContext } from '../frame/panel_context';
import { ScrollArea } from '../frame/scroll_area';

/** The newest of each; more are shown when asked for. */
const NOTES_SHOWN = 2;
const MOST_HEIGHT = 240;

export function GuessingNotes({ data }: { data: FailedSignIns }) {
  const { formats } = usePanelContext();
  const [isAll, setAll] = useState(false);
  const gotIn = data.successes.filter(({ is_guessed }) => is_guessed);
  const shown = isAll ? undefined : NOTES_SHOWN;
  const notes = [
    ...gotIn
      .slice(0, shown)
      .map((success, index) => <SuccessNote key={`success ${index}`} success={success} />),
    ...data.streaks
      .slice(0, shown)
      .map((streak, index) => <StreakNote key={`streak ${index}`} streak={streak} />),
  ];
  if (notes.length === 0) return <Judged data={data} />;
  const more = gotIn.length + data.streaks.length - notes.length;
  const title =
    gotIn.length > 0
      ? i18n.translate('cloudtrail.failedSignIns.gotIn', {
          defaultMessage: 'Somebody seems to have guessed a password',
        })
      : i18n.translate('cloudtrail.failedSignIns.guessing', {
          defaultMessage: 'Somebody seems to guess passwords',
        });
  return (
    <>
      <EuiCallOut
        size="s"
        color={gotIn.length > 0 ? 'danger' : 'warning'}
        iconType="warning"
        title={title}
        data-test-subj="cloudtrailGuessing"
      >
        {isAll ? (
          <ScrollArea label={title} maxHeight={MOST_HEIGHT}>
            {notes}
          </ScrollArea>
        ) : (
          notes
        )}
        {more > 0 && (
          <p>
            <EuiLink color="text" onClick={() => setAll(true)} data-test-subj="cloudtrailGuessingMore">
              {i18n.translate('cloudtrail.failedSignIns.moreNotes', {
                defaultMessage: 'and {count} more',
                values: { count: formats.count(more) },
              })}
            </EuiLink>
          </p>
        )}
        <Judged data={data} />
      </EuiCallOut>
      <EuiSpacer size="s" />
    </>
  );
}

/** What was looked at for guessing, where that is not all. */
function Judged({ data: { sign_ins, sign_ins_judged } }: { data: FailedSignIns }) {
  const { formats } = usePanelContext();
  if (sign_ins <= sign_ins_judged) return null;
  return (
    <EuiText size="xs" color="subdued" data-test-subj="cloudtrailGuessingJudged">
      <p>
        {i18n.translate('cloudtrail.failedSignIns.judged', {
          defaultMessage: 'Looked at for guessing: the newest {judged} of {all} sign-ins.',
          values: { judged: formats.count(sign_ins_judged), all: formats.count(sign_ins) },
        })}
      </p>
    </EuiText>
  );
}

function Note({ children }: { children: ReactNode }) {
  return <p style={{ overflowWrap: 'anywhere', marginBlockEnd: 4 }}>{children}</p>;
}

function mfaText(used: boolean | null): string {
  if (used === null) return i18n.translate('cloudtrail.mfa.notSaid', { defaultMessage: 'MFA not said' });
  return used
    ? i18n.translate('cloudtrail.failedSignIns.withMfa', { defaultMessage: 'with MFA' })
    : i18n.translate('cloudtrail.failedSignIns.withoutMfa', { defaultMessage: 'without MFA' });
}

function SuccessNote({ success }: { success: SuccessAfterFailures }) {
  const { formats } = usePanelContext();
  const { user } = success;
  const signedIn = i18n.translate('cloudtrail.failedSignIns.signedIn', {
    defaultMessage: '{user} signed in',
    values: { user },
  });
  return (
    <Note>
      <FormattedMessage
        id="cloudtrail.failedSignIns.successLine"
        defaultMessage="{signedIn} from {place} at {time}, {mfa}, after {failures} failures."
        values={{
          signedIn: (
            <QueryLink
              label={i18n.translate('cloudtrail.failedSignIns.successPill', {
                defaultMessage: 'Sign-ins before {user} got in',
                values: { user },
              })}
              events={signInsUpTo(success)}
              said={signedIn}
            >
              <strong>{signedIn}</strong>
            </QueryLink>
          ),
          place: placeText([success.address], [success.country_name]),
          time: formats.time(success.at),
          failures: formats.count(success.failures),
          mfa: mfaText(success.mfa_used),
        }}
      />
    </Note>
  );
}

function StreakNote({ streak }: { streak: GuessingStreak }) {
  const { formats } = usePanelContext();
  const seconds = (Date.parse(streak.to) - Date.parse(streak.from)) / 1000;
  const failures = i18n.translate('cloudtrail.failedSignIns.streakFailures', {
    defaultMessage: '{attempts} failures',
    values: { attempts: formats.count(streak.attempts) },
  });
  return (
    <Note>
      <FormattedMessage
        id="cloudtrail.failedSignIns.streakLine"
        defaultMessage="{failures} in {duration} from {place}, of {users}."
        values={{
          failures: (
            <QueryLink
              label={i18n.translate('cloudtrail.failedSignIns.streakPill', {
                defaultMessage: 'Guessing from {place}, of {users}',
                values: { place: firstFew(streak.addresses), users: firstFew(streak.users) },
              })}
              events={failuresOfStreak(streak)}
              said={failures}
            >
              <strong>{failures}</strong>
            </QueryLink>
          ),
          duration: formats.duration(seconds),
          place: placeText(streak.addresses, streak.country_names),
          users: firstFew(streak.users),
        }}
      />
    </Note>
  );
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
