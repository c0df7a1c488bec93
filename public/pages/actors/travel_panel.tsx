/** Sign-ins too far apart for the time between them. */
import { EuiText } from '@elastic/eui';
import { i18n } from '@kbn/i18n';
import React from 'react';
import type { ActorTravel, ImpossibleTrip, SignIn } from '../../../common/actors';
import { FilterLink } from '../../panels/frame/filter_link';
import { Origin } from '../../panels/frame/origin';
import { PagedTable } from '../../panels/frame/paged_table';
import { usePanelContext } from '../../panels/frame/panel_context';
import { PanelFrame } from '../../panels/frame/panel_frame';
import type { PanelLoad } from '../../panels/frame/panel_load';

const TITLE = i18n.translate('cloudtrail.travel.title', { defaultMessage: 'Impossible travel' });
const SIGN_INS = { bool: { filter: [{ term: { 'event.action': 'ConsoleLogin' } }] } };

export function TravelPanel({ load }: { load: PanelLoad<ActorTravel> }) {
  const { formats } = usePanelContext();
  const signIns = load.answer?.state === 'data' ? load.answer.data.sign_ins : 0;
  return (
    <PanelFrame<ActorTravel>
      panel="actor_travel"
      title={TITLE}
      tip={i18n.translate('cloudtrail.travel.tip', {
        defaultMessage:
          'Successful console sign-ins that follow each other faster than an airliner flies, less what the geo database is imprecise by. A session named by an e-mail address is one person in all accounts. A VPN or a proxy abroad looks the same: ask the person.',
      })}
      load={load}
      bodyHeight={180}
      events={SIGN_INS}
      total={(data) => data.trips.length}
      unit={(total) =>
        i18n.translate('cloudtrail.travel.unit', {
          defaultMessage: '{total, plural, one {trip} other {trips}}',
          values: { total },
        })
      }
      none={{
        isGood: true,
        title: i18n.translate('cloudtrail.travel.none', { defaultMessage: 'No impossible travel' }),
        body: i18n.translate('cloudtrail.travel.noneBody', {
          defaultMessage: '{count} {signIns, plural, one {sign-in} other {sign-ins}} in this range.',
          values: { count: formats.count(signIns), signIns },
        }),
      }}
    >
      {(data) => (
        <PagedTable<ImpossibleTrip>
          name="actor_travel"
          caption={TITLE}
          rows={data.trips}
          pageSize={5}
          rowSubject="cloudtrailTravelRow"
          columns={[
            {
              name: i18n.translate('cloudtrail.travel.from', { defaultMessage: 'From' }),
              render: ({ from }: ImpossibleTrip) => <Place signIn={from} />,
            },
            {
              name: i18n.translate('cloudtrail.travel.to', { defaultMessage: 'To' }),
              render: ({ to }: ImpossibleTrip) => <Place signIn={to} />,
            },
            {
              name: i18n.translate('cloudtrail.travel.distance', { defaultMessage: 'Distance' }),
              render: ({ km, hours }: ImpossibleTrip) => (
                <strong>
                  {i18n.translate('cloudtrail.travel.kmIn', {
                    defaultMessage: '{km} km in {time}',
                    values: { km: formats.count(Math.round(km)), time: formats.duration(hours * 3600) },
                  })}
                </strong>
              ),
            },
          ]}
        />
      )}
    </PanelFrame>
  );
}

function Place({ signIn }: { signIn: SignIn }) {
  const { formats } = usePanelContext();
  return (
    <div>
      <Origin address={signIn.address} country={signIn.country_name} city={signIn.city_name} />
      <EuiText size="xs" color="subdued">
        {formats.time(signIn.at)}
        {signIn.account_id !== '' && (
          <>
            {' · '}
            <FilterLink field="cloud.account.id" value={signIn.account_id} />
          </>
        )}
      </EuiText>
    </div>
  );
}
