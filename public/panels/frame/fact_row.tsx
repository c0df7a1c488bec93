/** A panel's few headline numbers in a row, each of which filters. */
import { EuiText, useEuiTheme } from '@elastic/eui';
import React from 'react';
import type { ReactNode } from 'react';
import { QueryLink } from './filter_link';
import { usePanelContext } from './panel_context';

export interface Fact {
  readonly id: string;
  readonly value: number;
  /** What is counted, as "without MFA". */
  readonly label: string;
  /** Said below the label, smaller. */
  readonly detail?: string;
  /** Elasticsearch query for what is counted; plain text without one, and where nothing is counted. */
  readonly events?: Readonly<Record<string, unknown>>;
  /** What the pill is called where the label alone would not tell. */
  readonly pill?: string;
  readonly isBad?: boolean;
}

/** `extra` stands at the row's end. */
export function FactRow({ facts, extra }: { facts: readonly Fact[]; extra?: ReactNode }) {
  return (
    <div
      style={{
        display: 'flex',
        flexWrap: 'wrap',
        gap: '8px 24px',
        marginBottom: 12,
        alignItems: 'flex-start',
      }}
    >
      {facts.map((fact) => (
        <FactCell key={fact.id} {...fact} />
      ))}
      {extra}
    </div>
  );
}

function FactCell({ id, value, label, detail, events, pill, isBad = false }: Fact) {
  const { formats } = usePanelContext();
  const { euiTheme } = useEuiTheme();
  const number = (
    <span
      style={{
        fontSize: '1.25rem',
        lineHeight: '1.75rem',
        fontWeight: euiTheme.font.weight.bold,
        color: isBad && value > 0 ? euiTheme.colors.dangerText : undefined,
        opacity: value === 0 ? 0.6 : 1,
      }}
      data-test-subj={`cloudtrailFact-${id}`}
    >
      {formats.count(value)}
    </span>
  );
  return (
    <div>
      {events && value > 0 ? (
        <QueryLink label={pill ?? label} events={events} said={`${formats.count(value)} ${label}`}>
          {number}
        </QueryLink>
      ) : (
        number
      )}
      <EuiText size="xs" color="subdued">
        {label}
        {detail && <div>{detail}</div>}
      </EuiText>
    </div>
  );
}
