/** `@kbn/i18n` and `@kbn/i18n-react` in English, over react-intl. */
import React, { type ReactNode } from 'react';
import {
  createIntl,
  createIntlCache,
  FormattedDate,
  FormattedMessage,
  FormattedNumber,
  FormattedPlural,
  FormattedRelativeTime,
  FormattedTime,
  injectIntl,
  IntlProvider,
} from 'react-intl';

const LOCALE = 'en';
const silent = () => undefined;
const intl = createIntl(
  { locale: LOCALE, defaultLocale: LOCALE, messages: {}, onError: silent },
  createIntlCache(),
);

interface TranslateArguments {
  readonly defaultMessage: string;
  readonly values?: Readonly<Record<string, string | number | boolean | Date | null | undefined>>;
}

/** The module `@kbn/i18n`: the default message in ICU form, filled in. */
export const kbnI18n = {
  i18n: {
    // tags mean nothing in Kibana 8.12's messages
    translate: (id: string, { defaultMessage, values }: TranslateArguments) =>
      intl.formatMessage({ id, defaultMessage }, values, { ignoreTag: true }),
    getLocale: () => LOCALE,
  },
};

function I18nProvider({ children }: { readonly children?: ReactNode }) {
  return (
    <IntlProvider locale={LOCALE} defaultLocale={LOCALE} messages={{}} onError={silent}>
      {children}
    </IntlProvider>
  );
}

/** The module `@kbn/i18n-react`. */
export const kbnI18nReact = {
  I18nProvider,
  injectI18n: injectIntl,
  FormattedDate,
  FormattedMessage,
  FormattedNumber,
  FormattedPlural,
  FormattedRelative: FormattedRelativeTime,
  FormattedTime,
};
