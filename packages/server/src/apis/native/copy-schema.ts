type Copying = {
  readonly names: ReadonlyMap<object, string>
  /** Values of strings, by schema. */
  readonly enums: ReadonlyMap<object, readonly string[]>
  /** Descriptions of fields by name, where the schema has none. */
  readonly fieldTexts: Readonly<Record<string, string>>
  /** Whether additional fields are allowed: clients must accept response fields of later versions. */
  readonly open: boolean
}

const isSchema = (value: object): boolean => 'type' in value && typeof value.type === 'string'

type Described = {
  readonly $ref?: string
  readonly description?: string
  readonly anyOf?: readonly Described[]
}

/** Copies a JSON Schema and replaces named schemas by references. */
export const referring = ({ names, enums, fieldTexts, open }: Copying) => {
  const described = (fields: object): object =>
    Object.fromEntries(
      Object.entries(fields).map(([name, schema]) => {
        const copied = copy(schema, false) as Described
        const text = fieldTexts[name]
        const isDescribed = [copied, ...(copied.anyOf ?? [])].some(
          (part) => part.description !== undefined || part.$ref !== undefined,
        )
        return [name, text === undefined || isDescribed ? copied : { ...copied, description: text }]
      }),
    )

  const copy = (value: unknown, top: boolean): unknown => {
    if (Array.isArray(value)) return value.map((item) => copy(item, false))
    if (typeof value !== 'object' || value === null) return value
    const name = names.get(value)
    if (name !== undefined && !top) return { $ref: `#/components/schemas/${name}` }
    const choices = enums.get(value)
    const entries = Object.entries(value).filter(
      ([key, inner]) => !(open && key === 'additionalProperties' && inner === false),
    )
    return {
      ...Object.fromEntries(
        entries.map(([key, inner]) => [
          key,
          // The fields of a schema, and not a field of this name.
          key === 'properties' && isSchema(value) ? described(inner) : copy(inner, false),
        ]),
      ),
      ...(choices ? { enum: choices } : {}),
    }
  }
  return copy
}
