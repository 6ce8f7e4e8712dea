/** What an address may contain: a text that is not empty, one of some values, or nothing. */
export const textOf = (value: unknown): string | undefined =>
  typeof value === 'string' && value !== '' ? value : undefined

export const choiceOf = <Value extends string>(
  value: unknown,
  choices: readonly Value[],
): Value | undefined => choices.find((choice) => choice === value)

/** The object without the members that are undefined, so that addresses stay short. */
export const given = <T extends Readonly<Record<string, unknown>>>(
  values: T,
): { readonly [K in keyof T]?: Exclude<T[K], undefined> } =>
  Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined)) as never
