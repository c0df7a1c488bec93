/** The way in, with what AWS has to allow for it beside it. Gets an external id as soon as a role is chosen. */
import React, { useEffect, useState } from 'react';
import { requestError } from '../request_error';
import { useSources } from '../sources_context';
import { Columns } from './columns';
import { AccessPolicy } from './access_policy';
import { IdentityFields } from './identity_fields';
import type { FormHandle } from './use_source_form';

interface AccessFieldsProps {
  readonly handle: FormHandle;
  readonly assumedBy?: string;
}

export function AccessFields({ handle, assumedBy }: AccessFieldsProps) {
  const { api } = useSources();
  const [error, setError] = useState<string>();
  const { form, set, hasStoredSecrets } = handle;
  // an edited source keeps its own, and gets one from the server where it has none
  const needsExternalId = form.identity === 'role' && form.external_id === undefined && !hasStoredSecrets;
  useEffect(() => {
    if (!needsExternalId) return undefined;
    let isLeft = false;
    setError(undefined);
    api.externalId().then(
      (external_id) => {
        if (!isLeft) set({ external_id });
      },
      (thrown: unknown) => {
        if (!isLeft) setError(requestError(thrown).message);
      },
    );
    return () => {
      isLeft = true;
    };
  }, [api, needsExternalId, set]);

  return (
    <Columns>
      <IdentityFields handle={handle} externalIdError={error} />
      <AccessPolicy handle={handle} assumedBy={assumedBy} />
    </Columns>
  );
}
