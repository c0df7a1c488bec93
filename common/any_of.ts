/** One clause for several, in Elasticsearch's query language. */

/** Fits what fits any of `clauses`; nothing where there are none. */
export function anyOf<C extends object>(...clauses: readonly C[]) {
  return { bool: { should: [...clauses], minimum_should_match: 1 as const } };
}
