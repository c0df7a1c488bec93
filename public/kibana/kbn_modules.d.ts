/** Those parts of Kibana's shared `@kbn/*` modules that this plugin uses, typed by ourselves since none is on npm (8.12 to 9.x). */

declare module '@kbn/i18n' {
  /** Values for a message in ICU form; the message's defaults and translations share them. */
  interface TranslateArguments {
    readonly defaultMessage: string;
    readonly values?: Readonly<Record<string, string | number | boolean | Date | null | undefined>>;
    readonly description?: string;
  }
  export const i18n: {
    translate(id: string, args: TranslateArguments): string;
    /** As `en` or `de-DE`. */
    getLocale(): string;
  };
}

declare module '@kbn/i18n-react' {
  import type { ReactElement, ReactNode } from 'react';

  export function FormattedMessage(props: {
    readonly id: string;
    readonly defaultMessage: string;
    readonly values?: Readonly<Record<string, ReactNode>>;
  }): ReactElement;
}

declare module '@kbn/es-query' {
  import type { EsQueryModule } from './contracts';

  export const buildEsQuery: EsQueryModule['buildEsQuery'];
}
