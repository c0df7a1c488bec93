/** A document as a list of paths and values: what is looked through by path, and filtered by. Pure. */

export interface Leaf {
  /** As Elasticsearch names it: lists have no part in it. */
  readonly path: string;
  /** Several where the path goes through lists. */
  readonly values: readonly string[];
}

/** All leaves, by path in alphabetical order. */
export function leavesOf(document: unknown): Leaf[] {
  const found = new Map<string, string[]>();
  collect(document, '', found);
  return [...found].map(([path, values]) => ({ path, values })).sort((a, b) => (a.path < b.path ? -1 : 1));
}

function collect(value: unknown, path: string, found: Map<string, string[]>): void {
  if (value === null || value === undefined) return;
  if (Array.isArray(value)) {
    value.forEach((item) => collect(item, path, found));
  } else if (typeof value === 'object') {
    for (const [name, inner] of Object.entries(value)) {
      collect(inner, path === '' ? name : `${path}.${name}`, found);
    }
  } else {
    const values = found.get(path) ?? [];
    values.push(String(value));
    found.set(path, values);
  }
}

/** Those whose path or value holds all words of `text`; case does not matter. */
export function leavesWith(leaves: readonly Leaf[], text: string): readonly Leaf[] {
  const words = text
    .toLowerCase()
    .split(/\s+/)
    .filter((word) => word !== '');
  return leaves.filter(({ path, values }) => {
    const all = `${path} ${values.join(' ')}`.toLowerCase();
    return words.every((word) => all.includes(word));
  });
}

const FREE_FORM =
  /^aws\.cloudtrail\.flattened\.(request_parameters|response_elements|additional_eventdata|service_event_details)\./;

/** Of the request, the response and what the service adds: free in form, and found by path. */
export function isFreeForm({ path }: Leaf): boolean {
  return FREE_FORM.test(path);
}
