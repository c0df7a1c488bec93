/** One person's sign-ins, and those too far apart for the time between them. */
import type { ActorRequest, ActorTravel, SignIn } from '../../common/actors';
import { ofActor } from './actor_facts';
import {
  eventsInRange,
  totalHits,
  type QueryClause,
  type SearchParameters,
  type SearchResponse,
} from './panel_query';
import { impossibleTrips } from './travel';

/** Newest ones; hardly anybody signs in more often in the ranges that people look at. */
const MOST_SIGN_INS = 1000;

export function actorTravelSearch(request: ActorRequest): SearchParameters {
  return {
    size: MOST_SIGN_INS,
    track_total_hits: true,
    query: eventsInRange(request, [
      samePerson(request),
      { term: { 'event.action': 'ConsoleLogin' } },
      { term: { 'event.outcome': 'success' } },
    ]),
    sort: [{ '@timestamp': 'desc' }],
    _source: ['@timestamp', 'cloud.account.id', 'source.address', 'source.geo', 'cloudtrail.geo_precision'],
  };
}

/** An e-mail address is the same person in every account: who signs in to two of them from two continents travels too. */
function samePerson(request: ActorRequest): QueryClause {
  const name = request.id.slice(request.id.lastIndexOf('/') + 1);
  if (!name.includes('@')) return ofActor(request);
  return {
    bool: {
      should: [ofActor(request), { term: { 'cloudtrail.actor.name': name } }],
      minimum_should_match: 1,
    },
  };
}

interface StoredSignIn {
  readonly '@timestamp': string | number;
  readonly cloud?: { readonly account?: { readonly id?: string } };
  readonly source?: {
    readonly address?: string;
    readonly geo?: {
      readonly location?: { readonly lat: number; readonly lon: number };
      readonly country_iso_code?: string;
      readonly country_name?: string;
      readonly city_name?: string;
    };
  };
  readonly cloudtrail?: { readonly geo_precision?: string };
}

export function actorTravel(response: SearchResponse): ActorTravel {
  const signIns = response.hits.hits.flatMap(({ _id, _source }): SignIn[] => {
    const { cloud, source, cloudtrail, '@timestamp': at } = _source as StoredSignIn;
    const location = source?.geo?.location;
    if (!location) return [];
    return [
      {
        id: _id ?? '',
        at: new Date(at).toISOString(),
        account_id: cloud?.account?.id ?? '',
        address: source?.address ?? '',
        country_iso_code: source?.geo?.country_iso_code ?? '',
        country_name: source?.geo?.country_name ?? '',
        city_name: source?.geo?.city_name ?? '',
        lat: location.lat,
        lon: location.lon,
        precision: cloudtrail?.geo_precision === 'city' ? 'city' : 'country',
      },
    ];
  });
  return { sign_ins: totalHits(response), trips: impossibleTrips(signIns) };
}
