/** `@kbn/config-schema` as the host provides it: the few parts used here. Holds for Kibana 8.12 to 9.x. */
declare module '@kbn/config-schema' {
  export interface Type<T> {
    readonly _type?: T;
  }
  interface Options<T> {
    readonly defaultValue?: T;
    readonly validate?: (value: T) => string | undefined;
  }
  type Unwrapped<T> = T extends Type<infer U> ? U : never;
  export const schema: {
    object<P extends Record<string, Type<unknown>>>(
      properties: P,
      options?: { readonly unknowns?: 'allow' | 'ignore' | 'forbid' },
    ): Type<{ [K in keyof P]: Unwrapped<P[K]> }>;
    string(
      options?: Options<string> & { readonly minLength?: number; readonly maxLength?: number },
    ): Type<string>;
    boolean(options?: Options<boolean>): Type<boolean>;
    number(options?: Options<number> & { readonly min?: number; readonly max?: number }): Type<number>;
    arrayOf<T>(type: Type<T>, options?: Options<T[]> & { readonly maxSize?: number }): Type<T[]>;
    maybe<T>(type: Type<T>): Type<T | undefined>;
    any(options?: Options<unknown>): Type<unknown>;
  };
}
