/** What went wrong with a saved object: Kibana throws Boom errors. */

/** The HTTP status that an error of Kibana's saved objects stands for. */
export function savedObjectStatus(error: unknown): number | undefined {
  return (error as { output?: { statusCode?: number } } | undefined)?.output?.statusCode;
}
