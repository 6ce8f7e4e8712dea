/** One thing wrong with a request: in the body at a JSON pointer (RFC 6901), or in a parameter of the query. */
export type FieldError = { readonly detail: string } & (
  | { readonly pointer: string }
  | { readonly parameter: string }
)

/** What the checker of schemas says; see its own types for the rest. */
export type SchemaError = {
  readonly keyword: string
  readonly instancePath: string
  readonly params: object
  readonly message: string
}

const step = (name: string) => `/${name.replaceAll('~', '~0').replaceAll('/', '~1')}`
const names = (params: object, key: string) =>
  (params as Readonly<Record<string, readonly string[]>>)[key] ?? []

const told = ({
  keyword,
  instancePath,
  params,
  message,
}: SchemaError): readonly (readonly [string, string])[] => {
  switch (keyword) {
    case 'boolean':
      return [[instancePath, 'is no field of this']]
    case 'required':
      return names(params, 'requiredProperties').map(
        (name) => [instancePath + step(name), 'is required'] as const,
      )
    case 'enum':
      return [[instancePath, `must be one of ${names(params, 'allowedValues').join(', ')}`]]
    // The first repeats the unknown fields, the second only says that no branch fitted, which each branch says better.
    case 'additionalProperties':
    case 'anyOf':
      return []
    default:
      return [[instancePath, message]]
  }
}

/** The places that are wrong, each once, as many as the checker tells; what alternatives ask for is joined. */
export const toFieldErrors = (errors: readonly SchemaError[]): readonly FieldError[] => {
  const details = new Map<string, Set<string>>()
  for (const [pointer, detail] of errors.flatMap(told))
    details.set(pointer, (details.get(pointer) ?? new Set()).add(detail))
  return [...details].map(([pointer, all]) => ({ pointer, detail: [...all].join(' or ') }))
}
