import type { CertificateMapping, CertificateRule } from './certificate-mapping.ts'

type Thing = Readonly<Record<string, unknown>>

const isThing = (value: unknown): value is Thing =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

const lists = ['any_one_of', 'not_any_of', 'whitelist', 'blacklist'] as const
const userKeys = ['id', 'name', 'email', 'domain', 'type']

const wrong = (where: string, why: string): never => {
  throw new Error(`${where} ${why}`)
}

const onlyKeys = (where: string, thing: Thing, keys: readonly string[]): void => {
  const other = Object.keys(thing).find((key) => !keys.includes(key))
  if (other !== undefined) wrong(where, `holds ${other}, which has no meaning for certificates.`)
}

const readRequirement = (where: string, given: unknown): CertificateRule['remote'][number] => {
  if (!isThing(given) || typeof given['type'] !== 'string')
    return wrong(where, 'must name the type it asks for.')
  if (given['regex'] !== undefined && given['regex'] !== false)
    wrong(where, 'uses regex: list the values themselves.')
  onlyKeys(where, given, ['type', 'regex', ...lists])
  const used = lists.filter((key) => given[key] !== undefined)
  if (used.length > 1) wrong(where, `may hold only one of ${used.join(' and ')}.`)
  for (const key of used) {
    const values = given[key]
    if (!Array.isArray(values) || values.some((value) => typeof value !== 'string'))
      wrong(`${where}.${key}`, 'must be a list of text.')
  }
  return given as CertificateRule['remote'][number]
}

/** The one user that the local side speaks of, and nothing else. */
const readUser = (where: string, local: unknown, feeds: number): CertificateRule['user'] => {
  if (!Array.isArray(local) || local.length !== 1 || !isThing(local[0]) || !isThing(local[0]['user']))
    return wrong(`${where}.local`, 'must be a list of one object with a user.')
  onlyKeys(`${where}.local`, local[0], ['user'])
  const user = local[0]['user']
  onlyKeys(`${where}.local.user`, user, userKeys)
  const domain = user['domain'] ?? {}
  if (!isThing(domain)) return wrong(`${where}.local.user.domain`, 'must be an object with id or name.')
  onlyKeys(`${where}.local.user.domain`, domain, ['id', 'name'])
  const templates = [user['id'], user['name'], user['email'], domain['id'], domain['name']]
  for (const template of templates) {
    if (template === undefined) continue
    if (typeof template !== 'string') return wrong(`${where}.local.user`, 'must hold text.')
    for (const [, index] of template.matchAll(/\{(\d+)\}/g))
      if (Number(index) >= feeds) wrong(`${where}.local.user`, `speaks of {${index}}, which nothing feeds.`)
  }
  const inDomain = domain['id'] !== undefined || domain['name'] !== undefined
  if (user['id'] === undefined && !(user['name'] !== undefined && inDomain))
    wrong(
      `${where}.local.user`,
      'must say whose the certificate is: by id, or by name and domain. Else every certificate would be everybody’s.',
    )
  return user as CertificateRule['user']
}

/**
 * A mapping as an operator writes it: a list of rules, or an object with `rules`. Throws an Error that names the
 * place that is wrong. Refused are what has no meaning here and a rule that would bind no user (T82).
 */
export const readMapping = (given: unknown): CertificateMapping => {
  const rules = isThing(given) ? given['rules'] : given
  if (!Array.isArray(rules) || rules.length === 0) return wrong('The mapping', 'must hold at least one rule.')
  return rules.map((rule, index) => {
    const where = `rules[${index}]`
    if (!isThing(rule)) return wrong(where, 'must be an object with local and remote.')
    onlyKeys(where, rule, ['local', 'remote'])
    if (!Array.isArray(rule['remote']) || rule['remote'].length === 0)
      return wrong(`${where}.remote`, 'must hold at least one requirement.')
    const remote = rule['remote'].map((one, at) => readRequirement(`${where}.remote[${at}]`, one))
    const feeds = remote.filter(({ any_one_of, not_any_of }) => !any_one_of && !not_any_of).length
    return { remote, user: readUser(where, rule['local'], feeds) }
  })
}
