/** Where a source reads: a bucket, pasted in any form, and a prefix. */
import { EuiAccordion, EuiCallOut, EuiSpacer, useGeneratedHtmlId } from '@elastic/eui';
import { i18n } from '@kbn/i18n';
import { FormattedMessage } from '@kbn/i18n-react';
import React, { useEffect, useState } from 'react';
import { useSources } from '../sources_context';
import { SwitchInput, TextInput } from './fields';
import type { SourceForm } from './source_form';
import { fromPasted } from './source_form';
import type { FormHandle } from './use_source_form';

/** What was pasted beside the bucket's name, so that nobody is surprised by other fields. */
type Found = Pick<SourceForm, 'bucket' | 'prefix' | 'region' | 'endpoint'>;

export function LocationFields({ handle }: { handle: FormHandle }) {
  const { setup } = useSources();
  const [found, setFound] = useState<Found>();
  const { form } = handle;
  const take = (text: string) => {
    const changes = fromPasted(text);
    const isTakenApart = changes.bucket !== undefined;
    handle.set(isTakenApart ? changes : { bucket: text.trim() });
    setFound(isTakenApart ? { ...form, ...changes } : undefined);
    handle.show(['bucket', 'endpoint']);
  };
  const isAdvancedWrong = handle.errorOf('region') !== undefined || handle.errorOf('endpoint') !== undefined;

  return (
    <>
      <TextInput
        handle={handle}
        field="bucket"
        label={i18n.translate('cloudtrail.form.bucket', { defaultMessage: 'Bucket' })}
        placeholder="s3://my-trail-bucket/AWSLogs/"
        help={i18n.translate('cloudtrail.form.bucket.help', {
          defaultMessage:
            'Paste its name, an s3:// or https:// address, its ARN, or the link from the AWS console. For an organization’s trail it is the bucket of the account that holds the trail.',
        })}
        onPasted={take}
        onLeft={() => {
          if (form.bucket !== '') take(form.bucket);
        }}
      />
      {found && found.bucket === form.bucket && <FoundFacts found={found} />}
      <EuiSpacer size="m" />
      <TextInput
        handle={handle}
        field="prefix"
        isOptional
        label={i18n.translate('cloudtrail.form.prefix', { defaultMessage: 'Prefix' })}
        help={i18n.translate('cloudtrail.form.prefix.help', {
          defaultMessage:
            'What stands before AWSLogs/ in the keys, with the / at its end. Empty for most trails.',
        })}
      />
      <EuiSpacer size="m" />
      <Advanced isForcedOpen={isAdvancedWrong || form.endpoint !== ''}>
        <TextInput
          handle={handle}
          field="region"
          isOptional
          label={i18n.translate('cloudtrail.form.region', { defaultMessage: 'Region' })}
          placeholder="eu-central-1"
          help={i18n.translate('cloudtrail.form.region.help', {
            defaultMessage:
              'Found by itself. Only needed where Kibana may not ask for it: in GovCloud, in China, or at another S3 server.',
          })}
        />
        <TextInput
          handle={handle}
          field="endpoint"
          isOptional
          isDisabled={setup.allowed_endpoints.length === 0 && form.endpoint === ''}
          label={i18n.translate('cloudtrail.form.endpoint', { defaultMessage: 'S3 server other than AWS' })}
          placeholder="https://s3.example.org:9000"
          help={
            setup.allowed_endpoints.length === 0
              ? i18n.translate('cloudtrail.form.endpoint.none', {
                  defaultMessage:
                    'This Kibana allows none: an administrator can list some in kibana.yml under cloudtrail.aws.allowedEndpoints.',
                })
              : i18n.translate('cloudtrail.form.endpoint.help', {
                  defaultMessage: 'kibana.yml allows {endpoints}.',
                  values: { endpoints: setup.allowed_endpoints.join(', ') },
                })
          }
        />
        <SwitchInput
          handle={handle}
          field="force_path_style"
          label={i18n.translate('cloudtrail.form.pathStyle', {
            defaultMessage: 'The bucket stands in the path, not in the host’s name',
          })}
        />
        <SwitchInput
          handle={handle}
          field="requester_pays"
          label={i18n.translate('cloudtrail.form.requesterPays', {
            defaultMessage: 'The bucket’s owner has readers pay for their requests',
          })}
        />
      </Advanced>
    </>
  );
}

function FoundFacts({ found }: { found: Found }) {
  const parts = [
    i18n.translate('cloudtrail.form.found.bucket', {
      defaultMessage: 'bucket {bucket}',
      values: { bucket: found.bucket },
    }),
    found.prefix === ''
      ? i18n.translate('cloudtrail.form.found.noPrefix', { defaultMessage: 'no prefix' })
      : i18n.translate('cloudtrail.form.found.prefix', {
          defaultMessage: 'prefix {prefix}',
          values: { prefix: found.prefix },
        }),
    ...(found.region === ''
      ? []
      : [
          i18n.translate('cloudtrail.form.found.region', {
            defaultMessage: 'region {region}',
            values: { region: found.region },
          }),
        ]),
    ...(found.endpoint === ''
      ? []
      : [
          i18n.translate('cloudtrail.form.found.endpoint', {
            defaultMessage: 'server {endpoint}',
            values: { endpoint: found.endpoint },
          }),
        ]),
  ];
  return (
    <>
      <EuiSpacer size="s" />
      <EuiCallOut
        size="s"
        iconType="check"
        color="success"
        title={
          <FormattedMessage
            id="cloudtrail.form.found"
            defaultMessage="Understood: {parts}"
            values={{ parts: parts.join(', ') }}
          />
        }
        data-test-subj="cloudtrailPastedFacts"
      />
    </>
  );
}

function Advanced({ isForcedOpen, children }: { isForcedOpen: boolean; children: React.ReactNode }) {
  const id = useGeneratedHtmlId({ prefix: 'cloudtrail-advanced' });
  const [isOpen, setOpen] = useState(isForcedOpen);
  useEffect(() => {
    // a field with an error, or filled by what was pasted, is never out of sight
    if (isForcedOpen) setOpen(true);
  }, [isForcedOpen]);
  return (
    <EuiAccordion
      id={id}
      forceState={isOpen ? 'open' : 'closed'}
      onToggle={setOpen}
      buttonContent={i18n.translate('cloudtrail.form.advanced', { defaultMessage: 'Advanced' })}
      data-test-subj="cloudtrailAdvanced"
    >
      <EuiSpacer size="s" />
      {children}
    </EuiAccordion>
  );
}
