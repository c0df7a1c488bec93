/** How a source gets at its bucket: an access key, a role, or what Kibana itself runs as. */
import {
  EuiCallOut,
  EuiCheckableCard,
  EuiCopy,
  EuiButtonIcon,
  EuiFieldText,
  EuiFormFieldset,
  EuiFormRow,
  EuiRadioGroup,
  EuiSpacer,
  EuiText,
  useGeneratedHtmlId,
} from '@elastic/eui';
import { i18n } from '@kbn/i18n';
import { FormattedMessage } from '@kbn/i18n-react';
import React from 'react';
import { useSources } from '../sources_context';
import { SecretInput, TextInput } from './fields';
import type { IdentityType } from './source_form';
import type { FormHandle } from './use_source_form';

const LEGEND = i18n.translate('cloudtrail.form.identity', { defaultMessage: 'Kibana reads the bucket with' });

interface IdentityFieldsProps {
  readonly handle: FormHandle;
  /** Why there is no external id. */
  readonly externalIdError?: string;
}

export function IdentityFields({ handle, externalIdError }: IdentityFieldsProps) {
  const { setup } = useSources();
  const group = useGeneratedHtmlId({ prefix: 'cloudtrail-identity' });
  const { form, hasStoredSecrets } = handle;
  const isServerAllowed = setup.is_server_identity_allowed;
  const card = (
    type: IdentityType,
    label: string,
    help: string,
    content: React.ReactNode,
    isDisabled = false,
  ) => (
    <>
      <EuiCheckableCard
        id={`${group}-${type}`}
        name={group}
        value={type}
        checked={form.identity === type}
        disabled={isDisabled}
        onChange={() => handle.set({ identity: type })}
        label={
          <>
            <strong>{label}</strong>
            <EuiText size="s" color="subdued">
              <p style={{ overflowWrap: 'anywhere' }}>{help}</p>
            </EuiText>
          </>
        }
        data-test-subj={`cloudtrailIdentity-${type}`}
      >
        {form.identity === type ? content : null}
      </EuiCheckableCard>
      <EuiSpacer size="s" />
    </>
  );

  return (
    <EuiFormFieldset legend={{ children: LEGEND }}>
      {card(
        'access_key',
        i18n.translate('cloudtrail.form.identity.accessKey', { defaultMessage: 'An access key' }),
        i18n.translate('cloudtrail.form.identity.accessKey.help', {
          defaultMessage: 'Of an IAM user that has the policy on this page. The quickest way.',
        }),
        <KeyFields handle={handle} />,
      )}
      {card(
        'role',
        i18n.translate('cloudtrail.form.identity.role', { defaultMessage: 'A role' }),
        i18n.translate('cloudtrail.form.identity.role.help', {
          defaultMessage:
            'For a bucket in another account, or where long-lived keys may do nothing but assume roles.',
        }),
        <RoleFields handle={handle} externalIdError={externalIdError} />,
      )}
      {card(
        'server',
        i18n.translate('cloudtrail.form.identity.server', { defaultMessage: 'Kibana’s own AWS identity' }),
        isServerAllowed
          ? i18n.translate('cloudtrail.form.identity.server.help', {
              defaultMessage:
                'What the machine that runs Kibana is in AWS: its instance profile or its environment.',
            })
          : SERVER_FORBIDDEN,
        null,
        !isServerAllowed,
      )}
      {hasStoredSecrets && form.identity !== 'server' && (
        <EuiCallOut
          size="s"
          iconType="lock"
          title={
            <FormattedMessage
              id="cloudtrail.form.keptSecrets"
              defaultMessage="The stored secrets are kept unless you enter new ones"
            />
          }
        />
      )}
    </EuiFormFieldset>
  );
}

const SERVER_FORBIDDEN = i18n.translate('cloudtrail.form.identity.server.forbidden', {
  defaultMessage:
    'Not allowed on this Kibana, since everybody who may add sources could then read with it. An administrator can allow it in kibana.yml: cloudtrail.aws.allowServerIdentity: true.',
});

function KeyFields({ handle }: { handle: FormHandle }) {
  const kept = handle.hasStoredSecrets
    ? i18n.translate('cloudtrail.form.unchanged', { defaultMessage: 'unchanged' })
    : undefined;
  return (
    <>
      <EuiSpacer size="s" />
      <TextInput
        handle={handle}
        field="access_key_id"
        label={i18n.translate('cloudtrail.form.accessKeyId', { defaultMessage: 'Access key id' })}
        placeholder={kept ?? 'AKIAIOSFODNN7EXAMPLE'}
      />
      <SecretInput
        handle={handle}
        field="secret_access_key"
        label={i18n.translate('cloudtrail.form.secret', { defaultMessage: 'Secret access key' })}
        placeholder={kept}
        help={i18n.translate('cloudtrail.form.secret.help', {
          defaultMessage: 'Kept encrypted; never shown again, and never written to a log.',
        })}
      />
      <SecretInput
        handle={handle}
        field="session_token"
        isOptional
        label={i18n.translate('cloudtrail.form.token', { defaultMessage: 'Session token' })}
        help={i18n.translate('cloudtrail.form.token.help', {
          defaultMessage: 'Only of temporary credentials. The source stops when they expire.',
        })}
      />
    </>
  );
}

function RoleFields({ handle, externalIdError }: IdentityFieldsProps) {
  const { setup } = useSources();
  const group = useGeneratedHtmlId({ prefix: 'cloudtrail-role-by' });
  const { form } = handle;
  return (
    <>
      <EuiSpacer size="s" />
      <TextInput
        handle={handle}
        field="role_arn"
        label={i18n.translate('cloudtrail.form.roleArn', { defaultMessage: 'ARN of the role' })}
        help={i18n.translate('cloudtrail.form.roleArn.help', {
          defaultMessage:
            'Make it with the policy and the trust policy on this page, then enter its ARN here.',
        })}
      />
      <EuiFormRow
        fullWidth
        label={i18n.translate('cloudtrail.form.externalId', { defaultMessage: 'External id' })}
        helpText={i18n.translate('cloudtrail.form.externalId.help', {
          defaultMessage:
            'Made by Kibana for this source alone, so that nobody else can have Kibana assume your role. It belongs into the trust policy.',
        })}
        isInvalid={externalIdError !== undefined}
        error={externalIdError}
      >
        <EuiFieldText
          fullWidth
          readOnly
          value={form.external_id ?? ''}
          append={
            <EuiCopy textToCopy={form.external_id ?? ''}>
              {(copy) => (
                <EuiButtonIcon
                  iconType="copyClipboard"
                  onClick={copy}
                  aria-label={i18n.translate('cloudtrail.form.externalId.copy', {
                    defaultMessage: 'Copy the external id',
                  })}
                />
              )}
            </EuiCopy>
          }
          data-test-subj="cloudtrailExternalId"
        />
      </EuiFormRow>
      <EuiSpacer size="m" />
      <EuiRadioGroup
        name={group}
        legend={{
          children: i18n.translate('cloudtrail.form.roleBy', { defaultMessage: 'The role is assumed with' }),
        }}
        options={[
          {
            id: `${group}-access_key`,
            label: i18n.translate('cloudtrail.form.roleBy.key', { defaultMessage: 'this access key' }),
          },
          {
            id: `${group}-server`,
            label: setup.is_server_identity_allowed
              ? i18n.translate('cloudtrail.form.roleBy.server', {
                  defaultMessage: 'Kibana’s own AWS identity',
                })
              : i18n.translate('cloudtrail.form.roleBy.serverForbidden', {
                  defaultMessage: 'Kibana’s own AWS identity (not allowed on this Kibana)',
                }),
            disabled: !setup.is_server_identity_allowed,
          },
        ]}
        idSelected={`${group}-${form.role_by}`}
        onChange={(id) => handle.set({ role_by: id.endsWith('-server') ? 'server' : 'access_key' })}
      />
      <EuiSpacer size="s" />
      {form.role_by === 'access_key' && <KeyFields handle={handle} />}
    </>
  );
}
