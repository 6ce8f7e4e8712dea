/** An error of a request field: a JSON pointer into the body (RFC 6901), or a query parameter. */
export type FieldError = { readonly detail: string } & (
  | { readonly pointer: string }
  | { readonly parameter: string }
)

/** An error of the schema library; see its types for the rest. */
export type SchemaError = {
  readonly keyword: string
  readonly instancePath: string
  readonly params: object
  readonly message: string
}

const step = (name: string) => `/${name.replaceAll('~', '~0').replaceAll('/', '~1')}`
const names = (params: object, key: string) =>
  (params as Readonly<Record<string, readonly string[]>>)[key] ?? []

const fieldErrorsOf = ({
  keyword,
  instancePath,
  params,
  message,
}: SchemaError): readonly (readonly [string, string])[] => {
  switch (keyword) {
    case 'boolean':
      return [[instancePath, 'is an unknown property']]
    case 'required':
      return names(params, 'requiredProperties').map(
        (name) => [instancePath + step(name), 'is required'] as const,
      )
    case 'enum':
      return [[instancePath, `must be one of ${names(params, 'allowedValues').join(', ')}`]]
    // `additionalProperties` repeats the unknown fields, and `anyOf` adds nothing to the errors of its branches.
    case 'additionalProperties':
    case 'anyOf':
      return []
    default:
      return [[instancePath, message]]
  }
}

/** The invalid fields, each once; the errors of alternatives are joined. */
export const toFieldErrors = (errors: readonly SchemaError[]): readonly FieldError[] => {
  const details = new Map<string, Set<string>>()
  for (const [pointer, detail] of errors.flatMap(fieldErrorsOf))
    details.set(pointer, (details.get(pointer) ?? new Set()).add(detail))
  return [...details].map(([pointer, all]) => ({ pointer, detail: [...all].join(' or ') }))
}
