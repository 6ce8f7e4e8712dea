import { domainError } from '../../kernel/domain-error.ts'

/** The revisions that `keystone-manage db_sync` of a release leaves in the table alembic_version. */
export const knownSchemas = [
  { releases: 'Zed, 2023.1 Antelope', heads: ['29e87d24a316', 'e25ffa003242'] },
  { releases: '2023.2 Bobcat', heads: ['11c3b243b4cb', 'c88cdce8f248'] },
  { releases: '2024.1 Caracal to 2025.1 Epoxy', heads: ['47147121', 'c88cdce8f248'] },
  { releases: '2025.2 Flamingo', heads: ['e8725d6fa226', 'c88cdce8f248'] },
  { releases: '2026.1 Gazpacho', heads: ['742c857f1dfb', 'c88cdce8f248'] },
] as const

const known = (): string =>
  knownSchemas.map(({ releases, heads }) => `${releases}: ${heads.join(' and ')}`).join('; ')

/**
 * The releases with these revisions. Rejects with `failed_precondition` for a database without revisions, and for unknown
 * revisions unless `allowUnknown`.
 */
export const releasesOf = (heads: readonly string[], allowUnknown: boolean): string => {
  if (heads.length === 0)
    throw domainError(
      'failed_precondition',
      'keystone_schema_unknown',
      'The database has no table alembic_version with rows, so it is not a database of Keystone since Yoga.',
    )
  const found = knownSchemas.find(
    (schema) => schema.heads.length === heads.length && schema.heads.every((head) => heads.includes(head)),
  )
  if (found) return found.releases
  if (allowUnknown) return 'unknown'
  throw domainError(
    'failed_precondition',
    'keystone_schema_unknown',
    `The schema has the unknown revisions ${heads.join(' and ')}. Known revisions: ${known()}. Finish keystone-manage db_sync, or use --allow-unknown-schema after a dry run.`,
  )
}
