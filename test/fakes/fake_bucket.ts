/** A bucket in memory. */
import { Readable } from 'node:stream';
import type { ListOptions, ListPage, ObjectStore, StoredObject } from '../../server/aws/object_store';
import { AwsError } from '../../server/errors';

type Body = Buffer | AwsError;

/** Lists in key order, all folders in the first page. */
export class FakeBucket implements ObjectStore {
  private readonly objects = new Map<
    string,
    { body: Body; storageClass: string; size: number | undefined }
  >();
  /** The prefix of each page that was asked for. */
  readonly listings: string[] = [];
  pageSize = 3;
  readonly opened: string[] = [];
  /** Called as an object is opened; may throw. */
  onOpen: (key: string) => void | Promise<void> = () => undefined;

  put(key: string, body: Body, storageClass = 'STANDARD', size?: number): string {
    this.objects.set(key, { body, storageClass, size });
    return key;
  }
  delete(key: string): void {
    this.objects.delete(key);
  }

  async *list({ prefix, startAfter = '', delimiter }: ListOptions): AsyncGenerator<ListPage> {
    const keys = [...this.objects.keys()].filter((key) => key.startsWith(prefix) && key > startAfter).sort();
    const isBelow = (key: string) => delimiter !== undefined && key.slice(prefix.length).includes('/');
    const folders = keys.filter(isBelow).map((key) => key.slice(0, key.indexOf('/', prefix.length) + 1));
    const objects = keys.filter((key) => !isBelow(key)).map((key) => this.stored(key));
    let prefixes = [...new Set(folders)];
    for (let i = 0; i === 0 || i < objects.length; i += this.pageSize) {
      this.listings.push(prefix);
      const isLast = i + this.pageSize >= objects.length;
      yield { objects: objects.slice(i, i + this.pageSize), prefixes, isLast };
      prefixes = [];
    }
  }

  async open(key: string): Promise<Readable> {
    this.opened.push(key);
    await this.onOpen(key);
    const body = this.objects.get(key)?.body ?? new AwsError('aws_no_such_key', 'gone');
    if (body instanceof AwsError) throw body;
    return Readable.from([body]);
  }
  close(): void {}

  private stored(key: string): StoredObject {
    const { body, storageClass, size } = this.objects.get(key) ?? {
      body: Buffer.alloc(0),
      storageClass: '',
      size: 0,
    };
    return { key, size: size ?? (Buffer.isBuffer(body) ? body.length : 1), storageClass };
  }
}
