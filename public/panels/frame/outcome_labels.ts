/** Outcomes in words. */
import { i18n } from '@kbn/i18n';

export const SUCCESS_LABEL = i18n.translate('cloudtrail.outcome.success', { defaultMessage: 'Success' });
export const FAILURE_LABEL = i18n.translate('cloudtrail.outcome.failure', { defaultMessage: 'Failure' });
