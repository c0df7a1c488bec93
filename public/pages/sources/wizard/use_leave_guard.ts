/** Asks before a page with input is left, by whatever way. */
import { i18n } from '@kbn/i18n';
import { useEffect } from 'react';
import { useApp } from '../../../app/app_context';

const QUESTION = i18n.translate('cloudtrail.leave.question', {
  defaultMessage: 'What you entered is kept nowhere and would have to be entered again.',
});
const OPTIONS = {
  title: i18n.translate('cloudtrail.leave.title', { defaultMessage: 'Leave without saving?' }),
  confirmButtonText: i18n.translate('cloudtrail.leave.confirm', { defaultMessage: 'Leave' }),
  cancelButtonText: i18n.translate('cloudtrail.leave.stay', { defaultMessage: 'Stay here' }),
  buttonColor: 'danger',
  'data-test-subj': 'cloudtrailLeaveConfirm',
} as const;

export function useLeaveGuard(hasInput: boolean): void {
  const { core, history } = useApp();
  useEffect(() => {
    if (!hasInput) return undefined;
    const unblock = history.block(({ pathname, search, hash }) => {
      void core.overlays.openConfirm(QUESTION, OPTIONS).then((mayLeave) => {
        if (!mayLeave) return;
        unblock();
        void core.application.navigateToUrl(core.http.basePath.prepend(pathname + search + hash));
      });
      return false;
    });
    // closing the tab or loading anew: the browser asks in its own words
    const askByBrowser = (event: BeforeUnloadEvent) => event.preventDefault();
    window.addEventListener('beforeunload', askByBrowser);
    return () => {
      unblock();
      window.removeEventListener('beforeunload', askByBrowser);
    };
  }, [core, history, hasInput]);
}
