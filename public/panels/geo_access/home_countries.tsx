/** From which countries access is expected: what kibana.yml says, or what this user chose in this browser. */
import {
  EuiButtonEmpty,
  EuiButtonIcon,
  EuiComboBox,
  EuiFormRow,
  EuiPopover,
  EuiPopoverTitle,
  EuiText,
  EuiToolTip,
} from '@elastic/eui';
import type { EuiComboBoxOptionOption } from '@elastic/eui';
import { i18n } from '@kbn/i18n';
import { FormattedMessage } from '@kbn/i18n-react';
import React, { useState } from 'react';
import { usePanelContext } from '../frame/panel_context';
import { readHomeCountries, writeHomeCountries } from './stored_home_countries';

export interface HomeCountries {
  /** ISO codes. */
  readonly codes: readonly string[];
  /** Whether this user chose them. */
  readonly isOwn: boolean;
  /** Undefined goes back to those of kibana.yml. */
  choose(codes: readonly string[] | undefined): void;
}

/** `configured`: those of kibana.yml; undefined while unknown. */
export function useHomeCountries(configured: readonly string[] | undefined): HomeCountries {
  const [own, setOwn] = useState(() => readHomeCountries(window.localStorage));
  return {
    codes: own ?? configured ?? [],
    isOwn: own !== undefined,
    choose: (codes) => {
      writeHomeCountries(window.localStorage, codes);
      setOwn(codes);
    },
  };
}

const TITLE = i18n.translate('cloudtrail.geoAccess.home.title', { defaultMessage: 'Home countries' });

interface HomeCountriesButtonProps {
  readonly home: HomeCountries;
  /** Codes to choose from. */
  readonly known: readonly string[];
}

export function HomeCountriesButton({ home, known }: HomeCountriesButtonProps) {
  const { formats } = usePanelContext();
  const [isOpen, setOpen] = useState(false);
  const option = (code: string): EuiComboBoxOptionOption<string> => ({
    label: formats.country(code),
    value: code,
  });
  const codes = [...new Set([...known, ...home.codes])];
  const options = codes.map(option).sort((a, b) => a.label.localeCompare(b.label));
  return (
    <EuiPopover
      isOpen={isOpen}
      closePopover={() => setOpen(false)}
      anchorPosition="downRight"
      aria-label={TITLE}
      panelStyle={{ width: 320, maxWidth: '90vw' }}
      button={
        <EuiToolTip content={TITLE}>
          <EuiButtonIcon
            iconType="home"
            display={home.codes.length > 0 ? 'base' : 'empty'}
            color={home.codes.length > 0 ? 'primary' : 'text'}
            size="s"
            aria-label={TITLE}
            onClick={() => setOpen(!isOpen)}
            data-test-subj="cloudtrailHomeCountries"
          />
        </EuiToolTip>
      }
    >
      <EuiPopoverTitle paddingSize="s">{TITLE}</EuiPopoverTitle>
      <EuiFormRow
        fullWidth
        label={i18n.translate('cloudtrail.geoAccess.home.label', {
          defaultMessage: 'Access is expected from',
        })}
        helpText={i18n.translate('cloudtrail.geoAccess.home.help', {
          defaultMessage:
            'All else stands out on the map. Kept in this browser, for you only; cloudtrail.homeCountries in kibana.yml sets them for all.',
        })}
      >
        <EuiComboBox<string>
          fullWidth
          compressed
          options={options}
          selectedOptions={home.codes.map(option)}
          onChange={(chosen) => home.choose(chosen.flatMap(({ value }) => (value ? [value] : [])))}
          data-test-subj="cloudtrailHomeCountriesBox"
        />
      </EuiFormRow>
      {home.isOwn && (
        <EuiButtonEmpty
          size="xs"
          flush="left"
          onClick={() => home.choose(undefined)}
          data-test-subj="cloudtrailHomeCountriesReset"
        >
          <FormattedMessage
            id="cloudtrail.geoAccess.home.reset"
            defaultMessage="Back to those of kibana.yml"
          />
        </EuiButtonEmpty>
      )}
      {!home.isOwn && home.codes.length > 0 && (
        <EuiText size="xs" color="subdued">
          {i18n.translate('cloudtrail.geoAccess.home.configured', {
            defaultMessage: 'As set in kibana.yml.',
          })}
        </EuiText>
      )}
    </EuiPopover>
  );
}
