/**
 * What Kibana's import makes (dashboards and the like), in memory and for one space: whether it is there, and who may
 * make it. Nothing draws it here.
 */
import type { RequestSavedObjects, SavedObject } from '../../server/kibana/contracts';
import { BoomError } from './boom';

type Granted = (actions: readonly string[]) => Promise<ReadonlySet<string>>;
interface ImportedObject {
  readonly type: string;
  readonly id: string;
  readonly attributes: unknown;
}

export class ImportedObjects {
  private readonly objects = new Map<string, ImportedObject>();

  /** As a request's saved objects, with the rights of that request. */
  of(granted: Granted): RequestSavedObjects {
    const client: RequestSavedObjects['client'] = {
      find: async <T>({ type, search = '' }: { type: string | readonly string[]; search?: string }) => {
        const types = new Set([type].flat());
        const found = [...this.objects.values()].filter(
          (one) => types.has(one.type) && search.includes(`"${one.type}:${one.id}"`),
        );
        return { total: found.length, saved_objects: found as unknown as SavedObject<T>[] };
      },
    };
    return {
      client,
      getImporter: () => ({
        import: async ({ readStream, overwrite }) => {
          const given: ImportedObject[] = [];
          for await (const object of readStream) given.push(object as unknown as ImportedObject);
          await assertMayMake(given, granted);
          const isFree = ({ type, id }: ImportedObject) => overwrite || !this.objects.has(`${type}:${id}`);
          for (const one of given.filter(isFree)) this.objects.set(`${one.type}:${one.id}`, one);
          const errors = given
            .filter((one) => !isFree(one) && this.objects.get(`${one.type}:${one.id}`) !== one)
            .map(({ type, id }) => ({ type, id, error: { type: 'conflict' } }));
          const isRefused = ({ type, id }: ImportedObject) =>
            errors.some((error) => error.type === type && error.id === id);
          return {
            success: errors.length === 0,
            successResults: given.filter((one) => !isRefused(one)),
            errors,
          };
        },
      }),
    };
  }
}

/** As the import of 8.12 does it: all or nothing, with a Boom error of 403. */
async function assertMayMake(objects: readonly ImportedObject[], granted: Granted): Promise<void> {
  const actions = [...new Set(objects.map(({ type }) => `saved_object:${type}/bulk_create`))];
  const allowed = await granted(actions);
  const lacking = actions.filter((action) => !allowed.has(action));
  if (lacking.length > 0) throw new BoomError(403, `Unable to bulk_create ${lacking.join(', ')}`);
}
