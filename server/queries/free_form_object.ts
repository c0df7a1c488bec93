/** requestParameters and responseElements of a stored event as an object, from whichever form its namespace keeps. Pure. */
import { isObject, type JsonObject } from '../cloudtrail/record';

/** Of a document's `aws.cloudtrail`; each part may be absent. */
export interface FreeFormSource {
  readonly request_parameters?: string;
  readonly response_elements?: string;
  readonly flattened?: {
    readonly request_parameters?: JsonObject;
    readonly response_elements?: JsonObject;
  };
}

/** An empty object where the record has none, or its namespace keeps none. */
export function freeFormObject(
  source: FreeFormSource | undefined,
  name: 'request_parameters' | 'response_elements',
): JsonObject {
  const flattened = source?.flattened?.[name];
  if (isObject(flattened)) return flattened;
  const text = source?.[name];
  const parsed = typeof text === 'string' ? new MapText(text).read() : undefined;
  return isObject(parsed) ? parsed : {};
}

const KEY = /[^\s{}[\],=]+=/y;

/**
 * Reads `{key=value, list=[a, b]}`, Java's print of a map, back. It has no quotes, so a value that holds `, word=` is
 * cut there: good enough for ids, ports and addresses, which hold none of that.
 */
class MapText {
  private at = 0;

  constructor(private readonly text: string) {}

  read(): unknown {
    return this.value(false);
  }

  private value(isInList: boolean): unknown {
    if (this.text[this.at] === '{') return this.map();
    if (this.text[this.at] === '[') return this.list();
    const from = this.at;
    while (this.at < this.text.length && !this.isEnd(isInList)) this.at += 1;
    return this.text.slice(from, this.at);
  }

  /** Whether a bare value ends here. */
  private isEnd(isInList: boolean): boolean {
    const next = this.text[this.at];
    if (next === '}') return !isInList;
    if (next === ']') return isInList;
    if (!this.text.startsWith(', ', this.at)) return false;
    return isInList || this.keyLength(this.at + 2) > 0;
  }

  private map(): JsonObject {
    const found: Record<string, unknown> = Object.create(null) as Record<string, unknown>;
    this.at += 1;
    while (this.at < this.text.length && this.text[this.at] !== '}') {
      const length = this.keyLength(this.at);
      if (length === 0) break;
      const key = this.text.slice(this.at, this.at + length - 1);
      this.at += length;
      found[key] = this.value(false);
      this.skipSeparator();
    }
    this.at += 1;
    return found;
  }

  private list(): unknown[] {
    const found: unknown[] = [];
    this.at += 1;
    while (this.at < this.text.length && this.text[this.at] !== ']') {
      found.push(this.value(true));
      this.skipSeparator();
    }
    this.at += 1;
    return found;
  }

  private skipSeparator(): void {
    if (this.text.startsWith(', ', this.at)) this.at += 2;
  }

  /** Length of `key=` at a place; 0 where there is none. */
  private keyLength(at: number): number {
    KEY.lastIndex = at;
    return KEY.exec(this.text)?.[0].length ?? 0;
  }
}
