/** What one prebuilt alert rule is, before Kibana or Elasticsearch have anything to do with it. */

export const SEVERITIES = ['low', 'medium', 'high', 'critical'] as const;
export type Severity = (typeof SEVERITIES)[number];

/**
 * A control of the CIS AWS Foundations Benchmark. v1.2 has the monitoring controls in its section 3, v1.4 to v5.0 have
 * them in section 4 under the same numbers throughout; `v3.0` stands for those.
 */
export interface CisControl {
  readonly benchmark: 'v1.2' | 'v3.0';
  readonly control: string;
}

/** A technique of MITRE ATT&CK for Enterprise, numbered as in version 17. */
export interface AttackTechnique {
  readonly id: string;
  readonly name: string;
}

/** The two forms of requestParameters that a namespace may leave out. */
export type KeptForm = 'text' | 'flattened';

/** Of what kind the values are that a user may give. */
export type DetectionParameter = 'home_countries' | 'aws_networks' | 'instance_ids';

/**
 * How often one is told. `each`: once for each event. Otherwise once for each combination of the fields' values, as long
 * as at least `atLeast` events of it lie in the window. Each of the fields must be in every event that the KQL finds.
 */
export type Grouping = 'each' | { readonly by: readonly string[]; readonly atLeast: number };

export interface Detection {
  /** Never changed: rules in people's Kibanas are found by it. */
  readonly id: string;
  /** Raised with every change that a rule should take over. */
  readonly version: number;
  readonly name: string;
  /** What has happened when it fires. */
  readonly means: string;
  /** Why that matters. */
  readonly why: string;
  /** What to look at next. */
  readonly look: string;
  /** What else looks the same. */
  readonly falsePositives: string;
  readonly severity: Severity;
  /** Over our documents, without parameters and without the tag of back-filled events. */
  readonly kql: string;
  /** What the KQL is asked of; events where it is left out. */
  readonly over?: 'health';
  readonly grouping: Grouping;
  readonly cis: readonly CisControl[];
  readonly attack: readonly AttackTechnique[];
  /** Whether it belongs to what everybody should switch on. */
  readonly isRecommended: boolean;
  /** Without these forms it finds nothing. */
  readonly needs?: readonly KeptForm[];
  /** Without these it finds a part only. */
  readonly needsInPart?: readonly KeptForm[];
  readonly parameters?: readonly DetectionParameter[];
  /** Stock rules can't look for values that are new: then it is for Elastic Security alone, by these fields over so many days. */
  readonly newTerms?: { readonly fields: readonly string[]; readonly days: number };
}
