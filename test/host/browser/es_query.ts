/** `buildEsQuery` of `@kbn/es-query` without KQL: text goes to Elasticsearch's own query_string. */
import type { EsQueryModule, Filter } from '../../../public/kibana/contracts';

function clauseOf({ query, meta }: Filter): Record<string, unknown> {
  return query ?? { match_phrase: { [String(meta['key'])]: meta['params'] } };
}

export const buildEsQuery: EsQueryModule['buildEsQuery'] = (_dataView, queries, filters) => {
  const active = filters.filter(({ meta }) => meta['disabled'] !== true);
  const isNegated = ({ meta }: Filter) => meta['negate'] === true;
  return {
    bool: {
      must: [],
      filter: [
        ...queries.flatMap(({ query }) => {
          if (typeof query !== 'string') return [query];
          const text = query.trim();
          return text === ''
            ? []
            : [{ query_string: { query: text, lenient: true, analyze_wildcard: true } }];
        }),
        ...active.filter((filter) => !isNegated(filter)).map(clauseOf),
      ],
      should: [],
      must_not: active.filter(isNegated).map(clauseOf),
    },
  };
};
