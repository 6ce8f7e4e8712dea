import { readFile } from 'node:fs/promises'
import { homedir } from 'node:os'
import { join } from 'node:path'
import { ConfigError } from './config-error.ts'

/** Settings as text, lists and sections. */
export type Section = { readonly [name: string]: unknown }

export type Environment = Readonly<Record<string, string | undefined>>

export const isSection = (value: unknown): value is Section =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** The folders in which openstacksdk looks for `clouds`, `secure` and `clouds-public` files. */
const foldersOf = (environment: Environment, directory: string): readonly string[] => {
  const home = environment['HOME'] || homedir()
  const site = (environment['XDG_CONFIG_DIRS'] || '/etc/xdg').split(':')
  const folders = [
    directory,
    join(environment['XDG_CONFIG_HOME'] || join(home, '.config'), 'openstack'),
    join(home, '.config', 'openstack'),
    ...site.map((folder) => join(folder, 'openstack')),
    '/etc/openstack',
  ]
  return [...new Set(folders)]
}

/** Numbers stay text, so that a password of digits keeps its zeros; the message of an error has no part of the file. */
const parseYaml = async (file: string, text: string): Promise<unknown> => {
  const { parse } = await import('yaml').catch(() => {
    throw new ConfigError(
      file,
      'YAML needs the package yaml (npm install yaml); JSON and OS_* variables do not',
    )
  })
  return parse(text, {
    merge: true,
    prettyErrors: false,
    customTags: (tags) => tags.filter((tag) => typeof tag === 'string' || !/:(int|float)$/.test(tag.tag)),
  })
}

const readSections = async (file: string): Promise<Section | undefined> => {
  let text: string
  try {
    text = await readFile(file, 'utf8')
  } catch {
    return undefined
  }
  let content: unknown
  try {
    content = file.endsWith('.json') ? JSON.parse(text) : await parseYaml(file, text)
  } catch (error) {
    if (error instanceof ConfigError) throw error
    throw new ConfigError(file, `is not valid ${file.endsWith('.json') ? 'JSON' : 'YAML'}`)
  }
  if (!isSection(content)) throw new ConfigError(file, 'must contain a section clouds or public-clouds')
  return content
}

/** The first readable file of that name, or the file that a variable names. */
const readFirst = async (
  name: string,
  folders: readonly string[],
  named?: string | undefined,
): Promise<Section | undefined> => {
  const files = folders.flatMap((folder) =>
    ['yaml', 'yml', 'json'].map((type) => join(folder, `${name}.${type}`)),
  )
  for (const file of named ? [named, ...files] : files) {
    const found = await readSections(file)
    if (found) return found
  }
  return undefined
}

export type ConfigFiles = {
  /** The clouds of `clouds.yaml`, merged with those of `secure.yaml`. */
  readonly clouds: Section
  /** The profiles of `clouds-public.yaml`. */
  readonly profiles: Section
}

export const readConfigFiles = async (environment: Environment, directory: string): Promise<ConfigFiles> => {
  const folders = foldersOf(environment, directory)
  const clouds = await readFirst('clouds', folders, environment['OS_CLIENT_CONFIG_FILE'])
  const secure = await readFirst('secure', folders, environment['OS_CLIENT_SECURE_FILE'])
  const profiles = await readFirst('clouds-public', folders)
  return {
    clouds: mergeSections(sectionOf(clouds, 'clouds'), sectionOf(secure, 'clouds')),
    profiles: sectionOf(profiles, 'public-clouds'),
  }
}

const sectionOf = (section: Section | undefined, name: string): Section => {
  const value = section?.[name]
  return isSection(value) ? value : {}
}

/** Values of `over` replace those of `base`; sections are merged. */
export const mergeSections = (base: Section, over: Section): Section =>
  Object.fromEntries(
    [...new Set([...Object.keys(base), ...Object.keys(over)])].map((name) => {
      const [below, above] = [base[name], over[name]]
      if (isSection(below) && isSection(above)) return [name, mergeSections(below, above)]
      return [name, Object.hasOwn(over, name) ? above : below]
    }),
  )
