/** The headline numbers: what each counts, and where it leads. */
import { i18n } from '@kbn/i18n';
import { BY_ROOT, BY_SOMEBODY, DENIED, FAILED_SIGN_IN } from '../../../common/event_kinds';
import type { Summary } from '../../../common/panels';
import type { Picker } from '../../app/search/scope';

export type TileId = Exclude<keyof Summary, 'before_from'>;
export interface Tile {
  readonly id: TileId;
  readonly label: string;
  readonly tip: string;
  /** Elasticsearch query for what is counted; absent where it is all. */
  readonly events?: Readonly<Record<string, unknown>>;
  /** What pressing the number does: keeps what is counted, opens a page, or offers what to choose from. */
  readonly press:
    | { readonly kind: 'filter' }
    | { readonly kind: 'page'; readonly page: 'events' | 'actors' }
    | { readonly kind: 'choose'; readonly picker: Picker };
  /** Whether more of it is bad news. */
  readonly isBad: boolean;
}

export const TILES: readonly Tile[] = [
  {
    id: 'events',
    label: i18n.translate('cloudtrail.summary.events', { defaultMessage: 'Events' }),
    tip: i18n.translate('cloudtrail.summary.eventsTip', { defaultMessage: 'All events in the time range.' }),
    press: { kind: 'page', page: 'events' },
    isBad: false,
  },
  {
    id: 'users',
    label: i18n.translate('cloudtrail.summary.users', { defaultMessage: 'Users' }),
    tip: i18n.translate('cloudtrail.summary.usersTip', {
      defaultMessage:
        'Different people, roles and root users, without AWS’s own services. Close beyond 3,000.',
    }),
    events: BY_SOMEBODY,
    press: { kind: 'page', page: 'actors' },
    isBad: false,
  },
  {
    id: 'accounts',
    label: i18n.translate('cloudtrail.summary.accounts', { defaultMessage: 'Accounts' }),
    tip: i18n.translate('cloudtrail.summary.accountsTip', {
      defaultMessage: 'Different accounts that callers belong to.',
    }),
    press: { kind: 'choose', picker: 'accounts' },
    isBad: false,
  },
  {
    id: 'denied',
    label: i18n.translate('cloudtrail.summary.denied', { defaultMessage: 'Access denied' }),
    tip: i18n.translate('cloudtrail.summary.deniedTip', {
      defaultMessage: 'Calls that AWS refused for want of a right.',
    }),
    events: DENIED,
    press: { kind: 'filter' },
    isBad: true,
  },
  {
    id: 'root',
    label: i18n.translate('cloudtrail.summary.root', { defaultMessage: 'By root' }),
    tip: i18n.translate('cloudtrail.summary.rootTip', {
      defaultMessage: 'Events by root users, without what AWS did on their behalf.',
    }),
    events: BY_ROOT,
    press: { kind: 'filter' },
    isBad: true,
  },
  {
    id: 'failed_sign_ins',
    label: i18n.translate('cloudtrail.summary.failedSignIns', { defaultMessage: 'Failed sign-ins' }),
    tip: i18n.translate('cloudtrail.summary.failedSignInsTip', {
      defaultMessage: 'Sign-ins to the AWS console that failed.',
    }),
    events: FAILED_SIGN_IN,
    press: { kind: 'filter' },
    isBad: true,
  },
];
