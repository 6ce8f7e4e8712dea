/** One condition on the names in a certificate (keystone.md section 23.2). */
type Requirement = {
  /** `SSL_CLIENT_SUBJECT_DN_CN` and the like. */
  readonly type: string
  readonly any_one_of?: readonly string[]
  readonly not_any_of?: readonly string[]
  readonly whitelist?: readonly string[]
  readonly blacklist?: readonly string[]
}

/** Text in which `{0}`, `{1}` … stand for the values captured by the requirements, in their order. */
type Template = string

type UserTemplates = {
  readonly id?: Template
  readonly name?: Template
  readonly email?: Template
  readonly domain?: { readonly id?: Template; readonly name?: Template }
}

export type CertificateRule = { readonly user: UserTemplates; readonly remote: readonly Requirement[] }

/** The part of Keystone's mapping language that certificates of OAuth 2.0 clients need (keystone.md section 25). */
export type CertificateMapping = readonly CertificateRule[]

/** The user attributes that a certificate maps to. Every defined attribute must match the user. */
export type MappedUser = {
  readonly id: string | undefined
  readonly name: string | undefined
  readonly email: string | undefined
  readonly domainId: string | undefined
  readonly domainName: string | undefined
}

/** The names in a certificate by the attribute name in mappings. */
export type CertificateNames = Readonly<Record<string, string>>

/** One entry per capturing requirement; undefined unless exactly one value is left. */
type Captures = readonly (string | undefined)[]

/** The captured values; undefined when a requirement is not met. */
const captureValues = (remote: readonly Requirement[], names: CertificateNames): Captures | undefined => {
  const captures: (string | undefined)[] = []
  for (const { type, any_one_of, not_any_of, whitelist, blacklist } of remote) {
    const text = Object.hasOwn(names, type) ? names[type] : undefined
    if (text === undefined) return undefined
    const values = text.split(';')
    if (any_one_of) {
      if (!values.some((value) => any_one_of.includes(value))) return undefined
    } else if (not_any_of) {
      if (values.some((value) => not_any_of.includes(value))) return undefined
    } else {
      const kept = values.filter(
        (value) => (whitelist?.includes(value) ?? true) && !(blacklist?.includes(value) ?? false),
      )
      captures.push(kept.length === 1 ? kept[0] : undefined)
    }
  }
  return captures
}

/** `''`, which matches no user, when a captured value is missing; undefined without a template. */
const fillTemplate = (template: Template | undefined, captures: Captures): string | undefined => {
  if (template === undefined) return undefined
  let isComplete = true
  const text = template.replace(/\{(\d+)\}/g, (_, index) => {
    const value = captures[Number(index)]
    if (value === undefined || value === '') isComplete = false
    return value ?? ''
  })
  return isComplete ? text : ''
}

/** The user of the first rule whose requirements are all met. */
export const mapCertificate = (
  mapping: CertificateMapping,
  names: CertificateNames,
): MappedUser | undefined => {
  for (const { user, remote } of mapping) {
    const captures = captureValues(remote, names)
    if (!captures) continue
    return {
      id: fillTemplate(user.id, captures),
      name: fillTemplate(user.name, captures),
      email: fillTemplate(user.email, captures),
      domainId: fillTemplate(user.domain?.id, captures),
      domainName: fillTemplate(user.domain?.name, captures),
    }
  }
  return undefined
}
