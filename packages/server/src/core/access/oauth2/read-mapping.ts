import type { CertificateMapping, CertificateRule } from './certificate-mapping.ts'

type JsonObject = Readonly<Record<string, unknown>>

const isObject = (value: unknown): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

const lists = ['any_one_of', 'not_any_of', 'whitelist', 'blacklist'] as const
const userKeys = ['id', 'name', 'email', 'domain', 'type']

const fail = (where: string, why: string): never => {
  throw new Error(`${where} ${why}`)
}

const onlyKeys = (where: string, object: JsonObject, keys: readonly string[]): void => {
  const other = Object.keys(object).find((key) => !keys.includes(key))
  if (other !== undefined) fail(where, `contains ${other}, which is not supported for certificates.`)
}

const readRequirement = (where: string, input: unknown): CertificateRule['remote'][number] => {
  if (!isObject(input) || typeof input['type'] !== 'string')
    return fail(where, 'must have the type of the attribute.')
  if (input['regex'] !== undefined && input['regex'] !== false)
    fail(where, 'uses regex, which is not supported. List the values.')
  onlyKeys(where, input, ['type', 'regex', ...lists])
  const used = lists.filter((key) => input[key] !== undefined)
  if (used.length > 1) fail(where, `must contain only one of ${used.join(' and ')}.`)
  for (const key of used) {
    const values = input[key]
    if (!Array.isArray(values) || values.some((value) => typeof value !== 'string'))
      fail(`${where}.${key}`, 'must be a list of text.')
  }
  return input as CertificateRule['remote'][number]
}

/** The user templates of the local side, which must hold nothing else. */
const readUser = (where: string, local: unknown, captureCount: number): CertificateRule['user'] => {
  if (!Array.isArray(local) || local.length !== 1 || !isObject(local[0]) || !isObject(local[0]['user']))
    return fail(`${where}.local`, 'must be a list of one object with a user.')
  onlyKeys(`${where}.local`, local[0], ['user'])
  const user = local[0]['user']
  onlyKeys(`${where}.local.user`, user, userKeys)
  const domain = user['domain'] ?? {}
  if (!isObject(domain)) return fail(`${where}.local.user.domain`, 'must be an object with id or name.')
  onlyKeys(`${where}.local.user.domain`, domain, ['id', 'name'])
  const templates = [user['id'], user['name'], user['email'], domain['id'], domain['name']]
  for (const template of templates) {
    if (template === undefined) continue
    if (typeof template !== 'string') return fail(`${where}.local.user`, 'must be text.')
    for (const [, index] of template.matchAll(/\{(\d+)\}/g))
      if (Number(index) >= captureCount)
        fail(`${where}.local.user`, `refers to {${index}}, which no requirement captures.`)
  }
  const inDomain = domain['id'] !== undefined || domain['name'] !== undefined
  if (user['id'] === undefined && !(user['name'] !== undefined && inDomain))
    fail(`${where}.local.user`, 'must identify the user by id, or by name and domain.')
  return user as CertificateRule['user']
}

/**
 * Reads an operator's mapping: a list of rules, or an object with `rules`. Throws an Error that names the invalid place,
 * also for members that are not supported and for a rule that does not identify a user (T82).
 */
export const readMapping = (input: unknown): CertificateMapping => {
  const rules = isObject(input) ? input['rules'] : input
  if (!Array.isArray(rules) || rules.length === 0)
    return fail('The mapping', 'must contain at least one rule.')
  return rules.map((rule, index) => {
    const where = `rules[${index}]`
    if (!isObject(rule)) return fail(where, 'must be an object with local and remote.')
    onlyKeys(where, rule, ['local', 'remote'])
    if (!Array.isArray(rule['remote']) || rule['remote'].length === 0)
      return fail(`${where}.remote`, 'must contain at least one requirement.')
    const remote = rule['remote'].map((one, at) => readRequirement(`${where}.remote[${at}]`, one))
    const captureCount = remote.filter(({ any_one_of, not_any_of }) => !any_one_of && !not_any_of).length
    return { remote, user: readUser(where, rule['local'], captureCount) }
  })
}
