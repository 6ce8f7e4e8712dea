export type JsonObject = Readonly<Record<string, unknown>>

export const isObject = (value: unknown): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** The merge patch (RFC 7396) that makes `after` of `before`; members of `after` must not be null. */
export const mergePatchOf = (before: JsonObject, after: JsonObject): JsonObject => {
  const patch: Record<string, unknown> = Object.create(null)
  for (const name of Object.keys(before)) if (!Object.hasOwn(after, name)) patch[name] = null
  for (const [name, value] of Object.entries(after)) {
    const earlier = Object.hasOwn(before, name) ? before[name] : undefined
    if (JSON.stringify(earlier) === JSON.stringify(value)) continue
    patch[name] = isObject(earlier) && isObject(value) ? mergePatchOf(earlier, value) : value
  }
  return patch
}

/** Whether a member of an object is null, at any depth: a merge patch would remove it instead. */
export const hasNullMember = (value: unknown): boolean =>
  isObject(value) && Object.values(value).some((member) => member === null || hasNullMember(member))
