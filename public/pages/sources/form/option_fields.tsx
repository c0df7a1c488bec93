/** What else can be chosen of a source: its name, how often it is looked at, and what is left out. */
import { EuiCallOut, EuiSpacer } from '@elastic/eui';
import { i18n } from '@kbn/i18n';
import React from 'react';
import { GLOBAL_REGIONS } from './global_regions';
import { ManyInput, TextInput } from './fields';
import type { FormHandle } from './use_source_form';

interface OptionFieldsProps {
  readonly handle: FormHandle;
  /** What is there to leave out, as far as it is known. */
  readonly accounts: readonly string[];
  readonly regions: readonly string[];
}

export function OptionFields({ handle, accounts, regions }: OptionFieldsProps) {
  const globalRegion = handle.form.exclude_regions.find((region) => GLOBAL_REGIONS.has(region));
  return (
    <>
      <TextInput
        handle={handle}
        field="name"
        label={i18n.translate('cloudtrail.form.name', { defaultMessage: 'Name' })}
        placeholder={handle.form.bucket}
      />
      <TextInput
        handle={handle}
        field="interval"
        label={i18n.translate('cloudtrail.form.interval', { defaultMessage: 'Look for new files every' })}
        help={i18n.translate('cloudtrail.form.interval.help', {
          defaultMessage:
            'As 30s, 1m or 2h. AWS delivers files about every 5 minutes; accounts and regions where nothing happens are looked at less often by themselves.',
        })}
      />
      <TextInput
        handle={handle}
        field="queue_url"
        isOptional
        label={i18n.translate('cloudtrail.form.queue', {
          defaultMessage: 'SQS queue with the bucket’s notifications',
        })}
        placeholder="https://sqs.eu-central-1.amazonaws.com/123456789012/name"
        help={i18n.translate('cloudtrail.form.queue.help', {
          defaultMessage:
            'New files are then known within seconds and cost fewer requests. The queue must be read by nobody else. The policy under “What AWS has to allow” covers it once it is entered.',
        })}
      />
      <ManyInput
        handle={handle}
        field="exclude_accounts"
        known={accounts}
        placeholder="123456789012"
        label={i18n.translate('cloudtrail.form.excludeAccounts', { defaultMessage: 'Accounts to leave out' })}
      />
      <ManyInput
        handle={handle}
        field="exclude_regions"
        known={regions}
        placeholder="eu-central-1"
        label={i18n.translate('cloudtrail.form.excludeRegions', { defaultMessage: 'Regions to leave out' })}
      />
      {globalRegion !== undefined && (
        <>
          <EuiSpacer size="s" />
          <EuiCallOut
            size="s"
            color="warning"
            iconType="warning"
            title={i18n.translate('cloudtrail.form.globalRegion', {
              defaultMessage:
                '{region} holds the events of global services: IAM, STS, CloudFront, most root use and many sign-ins would be missing',
              values: { region: globalRegion },
            })}
            data-test-subj="cloudtrailGlobalRegionWarning"
          />
        </>
      )}
    </>
  );
}
