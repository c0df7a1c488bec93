/** What every React tree of ours needs from Kibana around it: theme, translations, styles. */
import createCache from '@emotion/cache';
import { EuiProvider } from '@elastic/eui';
import React, { useLayoutEffect, useMemo, useState } from 'react';
import type { ReactNode } from 'react';
import type { CoreStart } from './contracts';

/**
 * The dark theme up to Kibana 8 has 4.49 to 1 between subdued text and a panel's ground, measured by axe; WCAG AA demands
 * 4.5. This is the same grey, a little lighter: 5.3 to 1 on panels, and 4.8 on what is lifted from them.
 */
const THEME_CHANGES = { colors: { DARK: { subduedText: '#8d919b' } } };

/** Follows Kibana's colour mode and language. Kibana's global styles stay Kibana's. */
export function KibanaProviders({ core, children }: { core: CoreStart; children: ReactNode }) {
  const isDark = useDarkMode(core.theme.theme$);
  const cache = useMemo(() => createCache({ key: 'cloudtrail' }), []);
  return (
    <core.i18n.Context>
      <EuiProvider
        colorMode={isDark ? 'dark' : 'light'}
        modify={THEME_CHANGES}
        cache={cache}
        globalStyles={false}
        utilityClasses={false}
      >
        {children}
      </EuiProvider>
    </core.i18n.Context>
  );
}

function useDarkMode(theme$: CoreStart['theme']['theme$']): boolean {
  const [isDark, setDark] = useState(false);
  // theme$ tells its present value at once: a layout effect applies it before the first paint
  useLayoutEffect(() => {
    const subscription = theme$.subscribe((theme) => setDark(theme.darkMode));
    return () => subscription.unsubscribe();
  }, [theme$]);
  return isDark;
}
