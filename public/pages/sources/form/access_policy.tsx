/** What AWS has to allow, for exactly what is entered: policy, trust policy, CloudFormation and Terraform, each to copy. */
import {
  EuiCallOut,
  EuiCodeBlock,
  EuiPanel,
  EuiSpacer,
  EuiTabbedContent,
  EuiText,
  EuiTitle,
} from '@elastic/eui';
import { i18n } from '@kbn/i18n';
import { FormattedMessage } from '@kbn/i18n-react';
import React, { useMemo } from 'react';
import { awsAccess } from '../../../../common/aws_access';
import { TextInput } from './fields';
import { accessRequestOf } from './access_request';
import type { FormHandle } from './use_source_form';

const MAX_HEIGHT = 380;

interface AccessPolicyProps {
  readonly handle: FormHandle;
  /** Who assumes the role, where a test has found out. */
  readonly assumedBy?: string;
}

export function AccessPolicy({ handle, assumedBy }: AccessPolicyProps) {
  const { form } = handle;
  const access = useMemo(() => awsAccess(accessRequestOf(form, assumedBy)), [form, assumedBy]);
  const tab = (id: string, name: string, text: string, language: 'json' | 'hcl', note?: string) => ({
    id,
    name,
    content: (
      <>
        <EuiSpacer size="s" />
        {note !== undefined && (
          <>
            <EuiText size="s" color="subdued">
              <p>{note}</p>
            </EuiText>
            <EuiSpacer size="s" />
          </>
        )}
        <EuiCodeBlock
          isCopyable
          language={language}
          fontSize="s"
          paddingSize="s"
          overflowHeight={MAX_HEIGHT}
          data-test-subj={`cloudtrailPolicy-${id}`}
        >
          {text}
        </EuiCodeBlock>
      </>
    ),
    'data-test-subj': `cloudtrailPolicyTab-${id}`,
  });
  const json = (value: object) => JSON.stringify(value, undefined, 2);
  const tabs = [
    tab('policy', POLICY, json(access.policy), 'json'),
    ...(access.trustPolicy
      ? [
          tab(
            'trust',
            TRUST,
            json(access.trustPolicy),
            'json',
            assumedBy === undefined ? TRUST_NOTE : undefined,
          ),
        ]
      : []),
    ...(access.assumePolicy ? [tab('assume', ASSUME, json(access.assumePolicy), 'json', ASSUME_NOTE)] : []),
    tab('cloudformation', 'CloudFormation', access.cloudFormation, 'json'),
    tab('terraform', 'Terraform', access.terraform, 'hcl'),
  ];

  return (
    <EuiPanel color="subdued" hasShadow={false} data-test-subj="cloudtrailAccessPolicy">
      <EuiTitle size="xs">
        <h3>
          <FormattedMessage id="cloudtrail.policy.title" defaultMessage="What AWS has to allow" />
        </h3>
      </EuiTitle>
      <EuiText size="s" color="subdued">
        <p>
          <FormattedMessage
            id="cloudtrail.policy.body"
            defaultMessage="The least that does, for what is entered here: reading this bucket’s CloudTrail files and nothing else. Nothing can be written or deleted with it."
          />
        </p>
      </EuiText>
      <EuiSpacer size="s" />
      <EuiTabbedContent
        // tabs come and go with the way in
        key={tabs.map(({ id }) => id).join()}
        size="s"
        tabs={tabs}
        autoFocus="selected"
      />
      <EuiSpacer size="m" />
      <TextInput
        handle={handle}
        field="kms_key_arn"
        isOptional
        label={i18n.translate('cloudtrail.form.kmsKeyArn', { defaultMessage: 'ARN of the KMS key' })}
        help={i18n.translate('cloudtrail.form.kmsKeyArn.help', {
          defaultMessage:
            'Only for the policy, and only where the trail encrypts its files with a KMS key. The test finds out.',
        })}
      />
      {form.bucket.trim() === '' && (
        <EuiCallOut
          size="s"
          color="warning"
          title={i18n.translate('cloudtrail.policy.noBucket', { defaultMessage: 'Enter the bucket first' })}
        />
      )}
    </EuiPanel>
  );
}

const POLICY = i18n.translate('cloudtrail.policy.policy', { defaultMessage: 'Policy' });
const TRUST = i18n.translate('cloudtrail.policy.trust', { defaultMessage: 'Trust policy' });
const ASSUME = i18n.translate('cloudtrail.policy.assume', { defaultMessage: 'For the key' });
const TRUST_NOTE = i18n.translate('cloudtrail.policy.trust.note', {
  defaultMessage:
    'Put the ARN of the user or role that assumes it where the placeholder stands. The test tells it.',
});
const ASSUME_NOTE = i18n.translate('cloudtrail.policy.assume.note', {
  defaultMessage: 'What the identity that assumes the role needs where it is in another account.',
});
