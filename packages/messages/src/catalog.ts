/** English defines which messages there are; other languages that lack one, or have another, do not compile. */
export type Catalog<T> = {
  readonly [K in keyof T]: T[K] extends string
    ? string
    : T[K] extends (...args: never) => string
      ? T[K]
      : Catalog<T[K]>
}
