/** Errors as Kibana's server throws them: Boom-like, with the status under `output`. */

const REASONS: Readonly<Record<number, string>> = {
  400: 'Bad Request',
  401: 'Unauthorized',
  403: 'Forbidden',
  404: 'Not Found',
  409: 'Conflict',
  413: 'Request Entity Too Large',
  415: 'Unsupported Media Type',
  500: 'Internal Server Error',
  502: 'Bad Gateway',
  503: 'Service Unavailable',
};

export interface ErrorBody {
  readonly statusCode: number;
  readonly error: string;
  readonly message: string;
}

/** The JSON body of an error response. */
export function errorBody(statusCode: number, message: string): ErrorBody {
  return { statusCode, error: REASONS[statusCode] ?? 'Error', message };
}

/** Has the members of a Boom error that plugins look at: `isBoom` and `output.statusCode`. */
export class BoomError extends Error {
  readonly isBoom = true;
  readonly output: { readonly statusCode: number; readonly payload: ErrorBody };

  constructor(statusCode: number, message: string) {
    super(message);
    this.name = 'Error';
    this.output = { statusCode, payload: errorBody(statusCode, message) };
  }
}
