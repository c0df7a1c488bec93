/** Makes an index before its first document, once a process. */
import type { Client } from '@elastic/elasticsearch';
import { toElasticsearchError, typeOf } from './elasticsearch_errors';

/** Creates indices from their templates; remembers which are there. */
export class IndexCreator {
  private readonly known = new Set<string>();

  constructor(private readonly client: Client) {}

  /** Returns when the index exists. Throws ElasticsearchError. */
  async ensure(index: string): Promise<void> {
    if (this.known.has(index)) return;
    try {
      await this.client.indices.create({ index });
    } catch (error) {
      if (typeOf(error) !== 'resource_already_exists_exception') {
        throw toElasticsearchError(error, `creating the index ${index}`);
      }
    }
    this.known.add(index);
  }

  /** To be called when an index that was there is found missing. */
  forget(index: string): void {
    this.known.delete(index);
  }
}
