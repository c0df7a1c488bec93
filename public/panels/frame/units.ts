/** What the numbers of several panels count, in words. */
import { i18n } from '@kbn/i18n';

export const eventsUnit = (total: number) =>
  i18n.translate('cloudtrail.unit.events', {
    defaultMessage: '{total, plural, one {event} other {events}}',
    values: { total },
  });

export const changesUnit = (total: number) =>
  i18n.translate('cloudtrail.unit.changes', {
    defaultMessage: '{total, plural, one {change} other {changes}}',
    values: { total },
  });
