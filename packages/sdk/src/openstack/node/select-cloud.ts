import { ConfigError } from './config-error.ts'
import { type ConfigFiles, type Environment, isSection, mergeSections, type Section } from './config-files.ts'

/** Variables that select a cloud or a file and configure nothing themselves. */
const selectors = new Set([
  'OS_CLOUD',
  'OS_CLOUD_NAME',
  'OS_REGION_NAME',
  'OS_CLIENT_CONFIG_FILE',
  'OS_CLIENT_SECURE_FILE',
])

/** The `OS_*` variables as a cloud; undefined if there are none but selectors. */
const cloudOfEnvironment = (environment: Environment): Section | undefined => {
  const settings = Object.entries(environment).filter(
    ([name, value]) => name.startsWith('OS_') && !/^OS_(TEST|STD|LOG)/.test(name) && value,
  )
  if (settings.every(([name]) => selectors.has(name))) return undefined
  return Object.fromEntries(settings.map(([name, value]) => [name.slice(3).toLowerCase(), value]))
}

const withUnderscores = (section: Section): Section =>
  Object.fromEntries(
    Object.entries(section).map(([name, value]) => [
      name.replaceAll('-', '_'),
      isSection(value) ? withUnderscores(value) : value,
    ]),
  )

/** The settings of a cloud over those of its profile. */
const withProfile = (cloud: Section, profiles: Section): Section => {
  const name = cloud['profile'] ?? cloud['cloud']
  if (name === undefined) return cloud
  const profile = typeof name === 'string' && Object.hasOwn(profiles, name) ? profiles[name] : undefined
  if (!isSection(profile))
    throw new ConfigError(
      'profile',
      `${name} is not in a file clouds-public.yaml; profiles that openstacksdk contains must be copied there`,
    )
  return mergeSections(withUnderscores(profile), cloud)
}

type Region = { readonly name: string; readonly values: Section }

const regionsOf = ({ regions, region_name }: Section): readonly Region[] => {
  const list = Array.isArray(regions) ? regions : Array.isArray(region_name) ? region_name : undefined
  const entries: readonly unknown[] = list ?? (region_name ? String(region_name).split(',') : [])
  return entries.map((entry) => {
    if (!isSection(entry)) return { name: String(entry).trim(), values: {} }
    const { name, values } = entry
    return { name: String(name), values: isSection(values) ? withUnderscores(values) : {} }
  })
}

/** The settings of a cloud with those of one of its regions, the first by default. */
const withRegion = (cloud: Section, wanted: string | undefined): Section => {
  const regions = regionsOf(cloud)
  const region = wanted ? regions.find(({ name }) => name === wanted) : regions[0]
  if (wanted && !region && regions.length > 0)
    throw new ConfigError(
      'region_name',
      `${wanted} is not a region of this cloud; it has ${regions.map(({ name }) => name).join(', ')}`,
    )
  const name = region?.name ?? wanted
  return mergeSections(cloud, { ...region?.values, ...(name && { region_name: name }) })
}

/**
 * The settings of one cloud: the named one, that of `OS_CLOUD`, the `OS_*` variables, or the only one of the file.
 */
export const selectCloud = (
  { clouds, profiles }: ConfigFiles,
  environment: Environment,
  { cloud, region }: { readonly cloud?: string | undefined; readonly region?: string | undefined },
): Section => {
  const ownName = environment['OS_CLOUD_NAME'] || 'envvars'
  const own = cloudOfEnvironment(environment)
  const all: Section = own ? { ...clouds, [ownName]: own } : clouds
  const names = Object.keys(all)
  const name =
    cloud ?? (environment['OS_CLOUD'] || (own ? ownName : names.length === 1 ? names[0] : undefined))
  if (name === undefined)
    throw new ConfigError(
      'OS_CLOUD',
      names.length === 0
        ? 'there is neither a clouds.yaml nor a variable OS_AUTH_URL'
        : `must name one of the clouds ${names.join(', ')}`,
    )
  const settings = Object.hasOwn(all, name) ? all[name] : undefined
  if (!isSection(settings))
    throw new ConfigError(
      'OS_CLOUD',
      `there is no cloud ${name}${names.length > 0 ? `; there are ${names.join(', ')}` : ''}`,
    )
  return withRegion(withProfile(withUnderscores(settings), profiles), region ?? environment['OS_REGION_NAME'])
}
