/** The public API as an OpenAPI 3.1 document, made from the schemas that the routes check requests with. */
import * as z from 'zod';
import { API_VERSION } from '../../common/ids';
import type { ApiRoute } from './api_routes';

type Json = Readonly<Record<string, unknown>>;

const refusal = {
  description: 'What failed, on what, and what to do',
  content: { 'application/json': { schema: { $ref: '#/components/schemas/Refusal' } } },
};

/** Of the public routes among these. A schema says all that JSON Schema can; the server checks some more (calendar days, for one). */
export function openApi(routes: readonly ApiRoute[]): Json {
  const paths: Record<string, Record<string, Json>> = {};
  for (const route of routes) {
    if (route.access === 'public') (paths[route.path] ??= {})[route.method] = operation(route);
  }
  return {
    openapi: '3.1.0',
    info: {
      title: 'CloudTrail for Kibana',
      version: API_VERSION,
      description: 'See docs/api.md for who may ask what, with examples. Made by `npm run api`.',
      license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
    },
    servers: [{ url: '{kibana}', variables: { kibana: { default: 'https://localhost:5601' } } }],
    security: [{ basic: [] }, { apiKey: [] }],
    paths,
    components: {
      securitySchemes: {
        basic: { type: 'http', scheme: 'basic' },
        apiKey: {
          type: 'apiKey',
          in: 'header',
          name: 'Authorization',
          description: '`ApiKey`, a space, and the base64 of id:api_key',
        },
      },
      parameters: {
        xsrf: {
          name: 'kbn-xsrf',
          in: 'header',
          required: true,
          description: 'Any value; Kibana wants it with all that changes something',
          schema: { type: 'string' },
        },
        version: {
          name: 'elastic-api-version',
          in: 'header',
          description: 'The version that the caller was written for; without it the oldest',
          schema: { type: 'string', const: API_VERSION },
        },
      },
      schemas: {
        Refusal: {
          type: 'object',
          required: ['statusCode', 'error', 'message'],
          properties: {
            statusCode: { type: 'integer' },
            error: { type: 'string' },
            message: { type: 'string' },
            attributes: {
              type: 'object',
              properties: { code: { type: 'string', description: 'Stable, for programs' } },
            },
          },
        },
      },
    },
  };
}

function operation({ method, path, summary, privilege, params, query, body }: ApiRoute): Json {
  return {
    operationId: `${method}${path.replace(/^\/api\/cloudtrail/, '').replace(/[^A-Za-z0-9]+(.|$)/g, (_, next: string) => next.toUpperCase())}`,
    summary,
    description: `Needs the Kibana privilege \`${privilege}\`.`,
    parameters: [
      { $ref: '#/components/parameters/version' },
      ...(method === 'get' ? [] : [{ $ref: '#/components/parameters/xsrf' }]),
      ...parametersOf(params, 'path'),
      ...(query === undefined ? [] : parametersOf(query, 'query')),
    ],
    ...(body !== undefined &&
      !isFree(body) && {
        requestBody: {
          required: !body.safeParse({}).success,
          content: { 'application/json': { schema: jsonSchema(body) } },
        },
      }),
    responses: { '200': { description: 'Done' }, '4XX': refusal, '5XX': refusal },
  };
}

function parametersOf(schema: z.ZodType, place: 'path' | 'query'): Json[] {
  const { properties = {}, required = [] } = jsonSchema(schema) as {
    properties?: Record<string, Json>;
    required?: readonly string[];
  };
  return Object.entries(properties).map(([name, { default: _default, ...rest }]) => ({
    name,
    in: place,
    required: place === 'path' || required.includes(name),
    schema: place === 'path' ? rest : properties[name],
  }));
}

/** What a caller may send. */
function jsonSchema(schema: z.ZodType): Json {
  const { $schema: _draft, ...rest } = z.toJSONSchema(schema, { io: 'input' });
  return rest;
}

/** Takes anything and looks at nothing. */
function isFree(schema: z.ZodType): boolean {
  return Object.keys((jsonSchema(schema)['properties'] as Json | undefined) ?? { some: 1 }).length === 0;
}
