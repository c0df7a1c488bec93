/** Kibana's saved objects of one space, as the dashboards' installation needs them. Tried on 8.12.2. */
import { Readable } from 'node:stream';
import type { FoundObject, ShippedObject, SpaceObjects } from '../dashboards/dashboards';
import { SavedObjectsError } from '../errors';
import type { ImportResponse, RequestSavedObjects } from './contracts';
import { savedObjectStatus } from './saved_object_status';

const FORBIDDEN = 403;

/** With the rights of whose request it is. */
export function spaceObjects({ client, getImporter }: RequestSavedObjects): SpaceObjects {
  return {
    async find(objects) {
      // as Kibana's own import looks for copies of an object that another space has, too
      const terms = objects.map(({ type, id }) => `"${type}:${id}" | "${id}"`);
      const { saved_objects: found } = await client.find<unknown>({
        type: [...new Set(objects.map(({ type }) => type))],
        search: terms.join(' | '),
        rootSearchFields: ['_id', 'originId'],
        fields: ['title'],
        perPage: 2 * objects.length,
      });
      return objects.flatMap(({ type, id }): FoundObject[] => {
        const ofType = found.filter((one) => one.type === type);
        const there = ofType.find((one) => one.id === id) ?? ofType.find(({ originId }) => originId === id);
        return there ? [{ type, shippedId: id, id: there.id }] : [];
      });
    },
    async import(objects, replace) {
      const result = await getImporter(client)
        .import({ readStream: Readable.from(objects), overwrite: replace, createNewCopies: false })
        .catch((error: unknown) => {
          throw translated(error);
        });
      if (result.errors?.length) throw refused(result.errors);
      return (result.successResults ?? []).map(({ type, id, destinationId }) => ({
        type: type as ShippedObject['type'],
        shippedId: id,
        id: destinationId ?? id,
      }));
    },
  };
}

function translated(error: unknown): unknown {
  if (savedObjectStatus(error) !== FORBIDDEN) return error;
  return new SavedObjectsError(
    'saved_objects_forbidden',
    'Kibana does not let you make the data view, the dashboards, the map and the searches in this space. It takes the Kibana privilege Saved Objects Management: All; ask an administrator for it, or to install them.',
    { cause: error },
  );
}

function refused(errors: NonNullable<ImportResponse['errors']>): SavedObjectsError {
  const which = errors.map(({ type, id, error }) => `${type} ${id} (${error.type})`).join(', ');
  return new SavedObjectsError(
    'saved_objects_refused',
    `Kibana did not import ${which}; what else there is was made. Look at Stack Management › Saved Objects whether something stands in the way, and try again.`,
  );
}
