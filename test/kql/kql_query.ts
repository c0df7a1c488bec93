/**
 * KQL as an Elasticsearch query, for tests and the stand-in: Kibana's own parser is not on npm. It reads what the rules
 * of the catalogue use (fields, values, lists of values, quotes, `*`, escapes, and, or, not, brackets) and refuses all
 * else. `compare_with_kibana.ts` compares it with the parser of a real Kibana.
 */
import { DATA_VIEW_FIELDS } from '../../common/data_view_fields';

export type Query = Readonly<Record<string, unknown>>;

interface Token {
  readonly kind: '(' | ')' | ':' | 'word' | 'quoted';
  /** As written, escapes included. */
  readonly text: string;
}

const TOKEN = /\s*(?:([():])|"((?:\\.|[^"\\])*)"|((?:\\.|[^\s():"\\{}<>])+))/y;

/** Throws an Error that says where it could not go on. */
export function kqlQuery(kql: string): Query {
  const reader = new Reader(tokensOf(kql));
  const query = reader.or();
  reader.end();
  return query;
}

function tokensOf(kql: string): Token[] {
  const tokens: Token[] = [];
  TOKEN.lastIndex = 0;
  while (kql.slice(TOKEN.lastIndex).trim() !== '') {
    const at = TOKEN.lastIndex;
    const [match, sign, quoted, word] = TOKEN.exec(kql) ?? [];
    if (match === undefined) throw new Error(`not in the part of KQL that is read here: ${kql.slice(at)}`);
    if (sign === '(' || sign === ')' || sign === ':') tokens.push({ kind: sign, text: sign });
    else if (quoted !== undefined) tokens.push({ kind: 'quoted', text: quoted });
    else tokens.push({ kind: 'word', text: word ?? '' });
  }
  return tokens;
}

class Reader {
  private at = 0;

  constructor(private readonly tokens: readonly Token[]) {}

  or(value?: (token: Token) => Query): Query {
    const parts = [this.and(value)];
    while (this.takesWord('or')) parts.push(this.and(value));
    return parts.length === 1 ? first(parts) : { bool: { should: parts, minimum_should_match: 1 } };
  }

  end(): void {
    const next = this.tokens[this.at];
    if (next !== undefined) throw new Error(`expected the end of the query instead of ${next.text}`);
  }

  private and(value?: (token: Token) => Query): Query {
    const parts = [this.not(value)];
    while (this.takesWord('and')) parts.push(this.not(value));
    return parts.length === 1 ? first(parts) : { bool: { filter: parts } };
  }

  private not(value?: (token: Token) => Query): Query {
    return this.takesWord('not') ? { bool: { must_not: this.single(value) } } : this.single(value);
  }

  private single(value?: (token: Token) => Query): Query {
    if (this.takes('(')) {
      const inner = this.or(value);
      if (!this.takes(')')) throw new Error('a bracket is not closed');
      return inner;
    }
    const token = this.tokens[this.at++];
    if (token === undefined || (token.kind !== 'word' && token.kind !== 'quoted'))
      throw new Error(`expected a ${value ? 'value' : 'field'} instead of ${token?.text ?? 'the end'}`);
    if (value) return value(token);
    if (!this.takes(':'))
      throw new Error(`${token.text} has no value: text without a field is not read here`);
    const field = unescaped(token.text);
    const clause = (given: Token) => fieldQuery(field, given);
    if (this.tokens[this.at]?.kind === '(') return this.single(clause);
    const given = this.tokens[this.at++];
    if (given === undefined || (given.kind !== 'word' && given.kind !== 'quoted'))
      throw new Error(`${field} has no value`);
    return clause(given);
  }

  private takes(kind: Token['kind']): boolean {
    if (this.tokens[this.at]?.kind !== kind) return false;
    this.at += 1;
    return true;
  }

  private takesWord(word: string): boolean {
    const next = this.tokens[this.at];
    if (next?.kind !== 'word' || next.text.toLowerCase() !== word) return false;
    this.at += 1;
    return true;
  }
}

/** As Kibana 8.12 and later with a data view that knows our fields: what is not in it is sent as it is. */
function fieldQuery(field: string, { kind, text }: Token): Query {
  const isKeyword = DATA_VIEW_FIELDS[field]?.esTypes[0] === 'keyword';
  if (kind === 'word' && text === '*') return { exists: { field } };
  if (kind === 'word' && hasWildcard(text)) {
    const pattern = wildcardPattern(text);
    return isKeyword
      ? { wildcard: { [field]: { value: pattern } } }
      : { query_string: { fields: [field], query: pattern } };
  }
  const value = kind === 'word' ? literal(unescaped(text)) : unescaped(text);
  if (isKeyword) return { term: { [field]: { value } } };
  return kind === 'quoted' ? { match_phrase: { [field]: value } } : { match: { [field]: value } };
}

/** A bare word that is a truth value is one. */
function literal(text: string): string | boolean {
  if (text === 'true') return true;
  return text === 'false' ? false : text;
}

function hasWildcard(text: string): boolean {
  return text.replace(/\\./g, '').includes('*');
}

/** What query_string and wildcard take: its own signs escaped, stars left alone. */
function wildcardPattern(text: string): string {
  return text
    .split(/(?<!\\)\*/)
    .map((part) => unescaped(part).replace(/[+\-=&|><!(){}[\]^"~*?:\\/]/g, '\\$&'))
    .join('*');
}

function unescaped(text: string): string {
  return text.replace(/\\(.)/g, '$1');
}

function first(parts: readonly Query[]): Query {
  const [part] = parts;
  if (part === undefined) throw new Error('nothing to read');
  return part;
}
