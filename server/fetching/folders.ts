/** Which "folders" lie below a prefix, asked once a run: years and months of the past don't change within it. */
import type { ObjectStore } from '../aws/object_store';

export class Folders {
  private readonly known = new Map<string, Promise<readonly string[]>>();

  constructor(
    private readonly store: ObjectStore,
    private readonly signal: AbortSignal,
  ) {}

  /** Each ends in `/`. Throws AwsError. */
  below(prefix: string): Promise<readonly string[]> {
    const known = this.known.get(prefix);
    if (known !== undefined) return known;
    const listing = this.list(prefix);
    this.known.set(prefix, listing);
    return listing;
  }

  private async list(prefix: string): Promise<readonly string[]> {
    const folders: string[] = [];
    for await (const page of this.store.list({ prefix, delimiter: '/', signal: this.signal }))
      folders.push(...page.prefixes);
    return folders;
  }
}
