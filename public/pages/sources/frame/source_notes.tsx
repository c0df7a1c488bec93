/** What the owner of a source should know: about its options, and about older indices. */
import { EuiIcon, EuiText } from '@elastic/eui';
import { i18n } from '@kbn/i18n';
import React from 'react';
import type { SourceStatusResponse } from '../../../../common/sources';

export function SourceNotes({
  status,
}: {
  status: Pick<SourceStatusResponse, 'notes' | 'outdated_indices'>;
}) {
  const notes = [
    ...status.notes.map(({ message }) => message),
    ...(status.outdated_indices > 0
      ? [
          i18n.translate('cloudtrail.sources.outdatedIndices', {
            defaultMessage:
              '{indices, plural, one {One index} other {# indices}} of its namespace {indices, plural, one {has} other {have}} the field list of an older version: newer fields are not searched there until a run brings {indices, plural, one {it} other {them}} up to date.',
            values: { indices: status.outdated_indices },
          }),
        ]
      : []),
  ];
  if (notes.length === 0) return null;
  return (
    <div style={{ marginTop: 12 }} data-test-subj="cloudtrailSourceNotes">
      {notes.map((note) => (
        <EuiText key={note} size="s" color="subdued">
          <p>
            <EuiIcon type="iInCircle" /> {note}
          </p>
        </EuiText>
      ))}
    </div>
  );
}
