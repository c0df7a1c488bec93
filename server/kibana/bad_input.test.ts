import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { badBodies, badTexts } from '../../test/fuzz/bad_input';
import { apiRoutes } from '../../tools/docs/api_routes';
import { byZod } from './define_route';

const INPUTS = 60;
const SEED = 1;
const resolver = {
  ok: <T>(value: T) => ({ value }),
  badRequest: (message: string, path: string[] = []) => ({ error: { message, path } }),
};

describe(`${INPUTS} pieces of bad input`, () => {
  it.each(apiRoutes().map((route) => [`${route.method.toUpperCase()} ${route.path}`, route] as const))(
    '%s checks each part of a request without falling over, and says what is wrong',
    (_name, { params, query, body }) => {
      const parts = [
        [params, badTexts(params, {})] as const,
        ...(query === undefined ? [] : [[query, badTexts(query, {})] as const]),
        ...(body === undefined ? [] : [[body, badBodies(body)] as const]),
      ];
      for (const [schema, input] of parts) {
        for (const value of fc.sample<unknown>(input, { numRuns: INPUTS, seed: SEED })) {
          // as it arrives: what JSON can't say is gone, an own __proto__ is not
          const sent: unknown = value === undefined ? null : JSON.parse(JSON.stringify(value));
          const result = byZod(schema)(sent, resolver) as { error?: { message: string } };
          if (!('value' in result)) expect(result.error?.message).toMatch(/\S{2}/);
        }
      }
    },
  );
});
