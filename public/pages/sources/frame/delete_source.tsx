/** Asks before a source is deleted: its name has to be typed. */
import { EuiConfirmModal, EuiFieldText, EuiFormRow } from '@elastic/eui';
import { i18n } from '@kbn/i18n';
import { FormattedMessage } from '@kbn/i18n-react';
import React, { useState } from 'react';
import type { SourceResponse } from '../../../../common/sources';
import { useSources } from '../sources_context';
import { useAction } from './use_action';

interface DeleteSourceProps {
  readonly source: SourceResponse;
  onClose(): void;
  onDeleted(): void;
}

export function DeleteSource({ source: { id, name }, onClose, onDeleted }: DeleteSourceProps) {
  const { api } = useSources();
  const { isRunning, run } = useAction();
  const [typed, setTyped] = useState('');
  const remove = async () => {
    const done = i18n.translate('cloudtrail.sources.deleted', {
      defaultMessage: '{name} is deleted. Its events are still there.',
      values: { name },
    });
    if (!(await run(() => api.remove(id), done))) return;
    onClose();
    onDeleted();
  };
  return (
    <EuiConfirmModal
      title={i18n.translate('cloudtrail.sources.delete.title', {
        defaultMessage: 'Delete {name}?',
        values: { name },
      })}
      buttonColor="danger"
      confirmButtonText={i18n.translate('cloudtrail.sources.delete.confirm', {
        defaultMessage: 'Delete source',
      })}
      cancelButtonText={i18n.translate('cloudtrail.cancel', { defaultMessage: 'Cancel' })}
      confirmButtonDisabled={typed.trim() !== name}
      isLoading={isRunning}
      onConfirm={() => void remove()}
      onCancel={onClose}
      initialFocus="input"
      data-test-subj="cloudtrailDeleteConfirm"
    >
      <p>
        <FormattedMessage
          id="cloudtrail.sources.delete.body"
          defaultMessage="Nothing more is fetched, and its credentials, its write key and its failures’ list are removed. The events stay in Elasticsearch, and the bucket stays as it is."
        />
      </p>
      <EuiFormRow
        fullWidth
        label={i18n.translate('cloudtrail.sources.delete.type', {
          defaultMessage: 'Type {name} to confirm',
          values: { name },
        })}
      >
        <EuiFieldText
          fullWidth
          value={typed}
          onChange={(event) => setTyped(event.target.value)}
          data-test-subj="cloudtrailDeleteName"
        />
      </EuiFormRow>
    </EuiConfirmModal>
  );
}
