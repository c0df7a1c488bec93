/** Errors as data, so that they cross between threads and are afterwards what they were. */
import {
  AwsError,
  CloudTrailError,
  ElasticsearchError,
  ObjectError,
  SavedObjectsError,
  SourceError,
  WorkerError,
} from '../../errors';
import { isClientError, statusOf, typeOf } from '../../indices/elasticsearch_errors';

/** Never more than this: what else hangs on an error (a request's headers, an answer's body) may hold secrets. */
export type PlainError =
  | { readonly kind: 'ours'; readonly name: string; readonly code: string; readonly message: string }
  | {
      readonly kind: 'elasticsearch';
      readonly name: string;
      readonly status: number | undefined;
      readonly type: string;
    }
  | {
      readonly kind: 'mistake';
      readonly name: string;
      readonly message: string;
      readonly stack: string | undefined;
    };

type ErrorClass = new (code: never, message: string) => CloudTrailError;

const OURS: Readonly<Record<string, ErrorClass | undefined>> = {
  AwsError,
  ElasticsearchError,
  ObjectError,
  SavedObjectsError,
  SourceError,
  WorkerError,
};

export function toPlainError(error: unknown): PlainError {
  if (error instanceof CloudTrailError) {
    return { kind: 'ours', name: error.name, code: error.code, message: error.message };
  }
  if (isClientError(error)) {
    return { kind: 'elasticsearch', name: error.name, status: statusOf(error), type: typeOf(error) };
  }
  if (error instanceof Error) {
    return { kind: 'mistake', name: error.name, message: error.message, stack: error.stack };
  }
  return { kind: 'mistake', name: 'Error', message: String(error), stack: undefined };
}

/** Our own class with its code and message; for Elasticsearch's client what `elasticsearch_errors` reads of its errors. */
export function fromPlainError(plain: PlainError): Error {
  switch (plain.kind) {
    case 'ours': {
      const Class = OURS[plain.name];
      if (Class === undefined) return new TypeError(`No such error: ${plain.name} (${plain.message})`);
      return new Class(plain.code as never, plain.message);
    }
    case 'elasticsearch': {
      const { name, status, type } = plain;
      const meta = { statusCode: status, body: { error: { type } } };
      return Object.assign(new Error(`Elasticsearch: ${name}`), { name, meta });
    }
    case 'mistake': {
      const { name, message, stack } = plain;
      return Object.assign(new Error(message), { name, stack });
    }
  }
}
