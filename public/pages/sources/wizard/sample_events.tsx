/** A few events of the bucket, as they would be stored. */
import { EuiAccordion, EuiCodeBlock, EuiPanel, EuiSpacer, EuiText, htmlIdGenerator } from '@elastic/eui';
import { i18n } from '@kbn/i18n';
import { FormattedMessage } from '@kbn/i18n-react';
import React, { useMemo } from 'react';
import type { PreviewSample } from '../../../../common/source_checks';
import { useApp } from '../../../app/app_context';
import { SectionTitle } from '../frame/section_title';

const MAX_HEIGHT = 320;

export function SampleEvents({ samples }: { samples: readonly PreviewSample[] }) {
  const makeId = useMemo(() => htmlIdGenerator('cloudtrail-sample'), []);
  return (
    <>
      <SectionTitle>
        <FormattedMessage id="cloudtrail.preview.samples" defaultMessage="Some of its events" />
      </SectionTitle>
      <EuiText size="xs" color="subdued">
        <p>
          <FormattedMessage
            id="cloudtrail.preview.samplesSeenBy"
            defaultMessage="Read from S3 with the source’s credentials, redacted as the namespace says. Whoever manages sources sees them here, also without a right on the indices."
          />
        </p>
      </EuiText>
      <EuiSpacer size="s" />
      <EuiPanel hasBorder hasShadow={false} paddingSize="s">
        {samples.map((sample, index) => (
          <Sample key={index} id={makeId(String(index))} sample={sample} />
        ))}
      </EuiPanel>
    </>
  );
}

function Sample({ id, sample }: { id: string; sample: PreviewSample }) {
  const { formats } = useApp();
  return (
    <EuiAccordion
      id={id}
      paddingSize="s"
      buttonContent={
        <EuiText size="s" style={{ overflowWrap: 'anywhere' }}>
          <strong>{sample.action}</strong>{' '}
          {i18n.translate('cloudtrail.preview.sample', {
            defaultMessage: 'by {actor} from {source} in {region}, {time}: {outcome}',
            values: {
              actor: sample.actor,
              source: sample.source,
              region: sample.region,
              time: formats.time(sample.time),
              outcome: sample.outcome,
            },
          })}
        </EuiText>
      }
      data-test-subj="cloudtrailSample"
    >
      <EuiCodeBlock language="json" fontSize="s" paddingSize="s" isCopyable overflowHeight={MAX_HEIGHT}>
        {JSON.stringify(sample.document, undefined, 2)}
      </EuiCodeBlock>
    </EuiAccordion>
  );
}
