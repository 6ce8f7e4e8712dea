import { readFileSync } from 'node:fs'
import { parse } from 'yaml'
import { limitModels } from '../core/directory/limits/limit.ts'
import { isLanguage, languages } from '../core/kernel/language.ts'
import { isPattern } from './patterns.ts'
import type { SettingRow } from './setting-row.ts'
import { type Config, type SettingName, settingsTable, variableOf } from './settings-table.ts'
import { isClientVariable, isServiceLink, unknownVariable } from './variables.ts'

/** Invalid settings; the message names each one and the value it needs. */
export class BadConfig extends Error {
  constructor(problems: readonly string[]) {
    super(problems.join('\n'))
    this.name = 'BadConfig'
  }
}

const table: Readonly<Record<string, SettingRow>> = settingsTable
const levels = ['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent']

/** Parses one value of its kind; `want` describes the accepted values when it does not fit. */
const read = (
  kind: SettingRow['kind'],
  text: unknown,
): { readonly value: unknown } | { readonly want: string } => {
  switch (kind) {
    case 'port':
    case 'amount':
    case 'count': {
      const number = typeof text === 'string' && /^\d{1,9}$/.test(text.trim()) ? Number(text) : text
      const [low, high] = kind === 'port' ? [0, 65_535] : [kind === 'count' ? 1 : 0, 999_999_999]
      const fits = typeof number === 'number' && Number.isInteger(number) && number >= low && number <= high
      return fits ? { value: number } : { want: `a whole number from ${low} to ${high}` }
    }
    case 'truth': {
      const truth = text === 'true' ? true : text === 'false' ? false : text
      return typeof truth === 'boolean' ? { value: truth } : { want: 'true or false' }
    }
    case 'names': {
      const list = typeof text === 'string' ? text.split(',').map((name) => name.trim()) : text
      const fits = Array.isArray(list) && list.every((name) => typeof name === 'string' && name !== '')
      return fits ? { value: list } : { want: 'a list of names' }
    }
    case 'level':
      return levels.includes(text as string) ? { value: text } : { want: `one of ${levels.join(', ')}` }
    default:
      return typeof text === 'string' && text !== '' ? { value: text } : { want: 'text that is not empty' }
  }
}

const checks: Partial<Record<SettingName, (value: string) => string | undefined>> = {
  password_regex: (pattern) => (isPattern(pattern) ? undefined : 'a JavaScript regular expression'),
  totp_included_previous_windows: (windows) =>
    Number(windows) <= 10 ? undefined : 'a whole number from 0 to 10',
  database_url: (url) =>
    /^postgres(?:ql)?:\/\//.test(url) ? undefined : 'an address that begins with postgres://',
  public_url: (url) =>
    /^https?:\/\/[^\s?#]+$/.test(url) && URL.canParse(url)
      ? undefined
      : 'an http:// or https:// address without query',
  master_key: (key) =>
    Buffer.from(key, 'base64').length >= 32
      ? undefined
      : 'at least 32 random bytes in base64 (openssl rand -base64 32)',
  federation_front_server_secret: (secret) => (secret.length >= 32 ? undefined : 'at least 32 characters'),
  default_language: (language) =>
    isLanguage(language) ? undefined : languages.join(', ').replace(/, (?=\w+$)/, ' or '),
  token_format: (format) => (format === 'fernet' || format === 'jws' ? undefined : 'fernet or jws'),
  unified_limit_enforcement_model: (model) =>
    Object.hasOwn(limitModels, model) ? undefined : Object.keys(limitModels).join(' or '),
  metrics_for: (who) =>
    ['loopback', 'everyone', 'none'].includes(who) ? undefined : 'loopback, everyone or none',
}

const readFile = (path: string): Readonly<Record<string, unknown>> => {
  let parsed: unknown
  try {
    parsed = parse(readFileSync(path, 'utf8'))
  } catch (error) {
    throw new BadConfig([`The configuration file ${path} cannot be read: ${(error as Error).message}`])
  }
  if (parsed === null || parsed === undefined) return {}
  if (typeof parsed !== 'object' || Array.isArray(parsed))
    throw new BadConfig([`The configuration file ${path} must contain settings, one on each line.`])
  return parsed as Record<string, unknown>
}

/** Where each setting comes from. */
export type SettingSources = Readonly<Record<SettingName, 'default' | 'file' | 'environment'>>

export type LoadedSettings = { readonly config: Config; readonly sources: SettingSources }

/**
 * Loads the settings from the file and the environment; the environment takes precedence. Throws one `BadConfig`
 * that names every unknown or invalid setting and never contains a secret. `warn` receives a sentence for each
 * ignored variable that begins with MUSTER_.
 */
export const loadSettings = (
  environment: NodeJS.ProcessEnv,
  file?: string,
  warn: (sentence: string) => void = () => {},
): LoadedSettings => {
  const problems: string[] = []
  const inFile = file === undefined ? {} : readFile(file)
  for (const name of Object.keys(inFile))
    if (!Object.hasOwn(table, name)) problems.push(`${name}: there is no such setting (in ${file}).`)
  const known = new Set(Object.keys(table).map(variableOf))
  for (const [name, value = ''] of Object.entries(environment)) {
    if (!name.startsWith('MUSTER_') || name.startsWith('MUSTER_TEST_') || isClientVariable(name)) continue
    if (isServiceLink(name, value))
      warn(`Ignoring ${name}: set by the container platform, not a Muster setting.`)
    else if (!known.has(name)) {
      const found = unknownVariable(name, known)
      if ('problem' in found) problems.push(found.problem)
      else warn(found.warning)
    }
  }
  const entries = Object.entries(table).map(([name, { kind, fallback }]) => {
    const variable = variableOf(name)
    const inEnvironment = environment[variable] ?? ''
    const isGiven = inEnvironment !== '' && !isServiceLink(variable, inEnvironment)
    const text = isGiven ? inEnvironment : inFile[name]
    if (text === undefined || text === null) return [name, fallback, 'default'] as const
    const result = read(kind, text)
    const want = 'want' in result ? result.want : checks[name as SettingName]?.(result.value as string)
    if (want !== undefined) {
      const shown = kind === 'secret' ? '' : ` instead of ${JSON.stringify(text)}`
      problems.push(`${isGiven ? variable : name}: use ${want}${shown}.`)
    }
    return [name, 'value' in result ? result.value : fallback, isGiven ? 'environment' : 'file'] as const
  })
  if (problems.length > 0) throw new BadConfig(problems)
  return {
    config: Object.fromEntries(entries) as Config,
    sources: Object.fromEntries(entries.map(([name, , source]) => [name, source])) as SettingSources,
  }
}

/** `loadSettings` without the sources. */
export const loadConfig = (...input: Parameters<typeof loadSettings>): Config => loadSettings(...input).config
