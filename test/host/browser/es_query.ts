/** `buildEsQuery` of `@kbn/es-query`: KQL as far as the tests read it; all other text goes to Elasticsearch's own query_string. */
import type { EsQueryModule, Filter } from '../../../public/kibana/contracts';
import { kqlQuery } from '../../kql/kql_query';

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
          return text === '' ? [] : [textQuery(text)];
        }),
        ...active.filter((filter) => !isNegated(filter)).map(clauseOf),
      ],
      should: [],
      must_not: active.filter(isNegated).map(clauseOf),
    },
  };
};

function textQuery(text: string): object {
  try {
    return kqlQuery(text);
  } catch {
    return { query_string: { query: text, lenient: true, analyze_wildcard: true } };
  }
}
