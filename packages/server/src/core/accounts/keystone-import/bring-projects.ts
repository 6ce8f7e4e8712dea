import type { Project, ResourceOptions } from '../../directory/projects/project.ts'
import { normalizeDescription, normalizeProjectName } from '../../directory/projects/project-text.ts'
import { normalizeTags } from '../../directory/projects/tag-rules.ts'
import type { SourceRow } from './keystone-source.ts'
import { type ImportNoun, type Parts, partOf } from './noun.ts'
import { flagOf, idOf, jsonOf, nameOf, objectOf, optionalText, orCannotCome } from './source-values.ts'

/** The row that Keystone keeps as the parent of all domains, and shows nowhere. */
const rootId = '<<keystone.domain.root>>'

/** Keystone's identifier of the option `immutable`. */
const immutable = 'IMMU'

export const resourceOptions = (rows: readonly SourceRow[] = []): ResourceOptions => {
  const row = rows.find(({ option_id }) => option_id === immutable)
  const value = row && jsonOf(row, 'option_value')
  return typeof value === 'boolean' ? { immutable: value } : {}
}

const related = [
  partOf('tags', ['project_tag', 'project_id'], 'id', ['name']),
  partOf('options', ['project_option', 'project_id'], 'id', ['option_id']),
]

const projectOf = (
  row: SourceRow,
  parts: Parts,
  { isDomain, now }: { readonly isDomain: boolean; readonly now: number },
): Project => {
  const noun = isDomain ? 'domain' : 'project'
  const name = nameOf(noun, row, 'name', 64)
  return {
    id: idOf(row, 'id'),
    domainId: isDomain ? null : idOf(row, 'domain_id'),
    parentId: isDomain ? null : idOf(row, 'parent_id'),
    isDomain,
    name: orCannotCome(() => normalizeProjectName({ isDomain }, name)),
    enabled: flagOf(row, 'enabled'),
    description: orCannotCome(() =>
      normalizeDescription({ isDomain }, optionalText(row, 'description', 65_535)),
    ),
    tags: orCannotCome(() => normalizeTags((parts['tags'] ?? []).map((tag) => String(tag['name'])))),
    options: resourceOptions(parts['options']),
    extra: objectOf(row, 'extra'),
    createdAt: now,
    updatedAt: now,
  }
}

export const domains: ImportNoun<'domain'> = {
  noun: 'domain',
  table: 'project',
  key: ['id'],
  related,
  read(row, parts, { now }) {
    if (row['id'] === rootId || !flagOf(row, 'is_domain')) return undefined
    const value = projectOf(row, parts, { isDomain: true, now })
    return { value, name: { space: 'domain', domainId: null, name: value.name, id: value.id } }
  },
}

export const projects: ImportNoun<'project'> = {
  noun: 'project',
  table: 'project',
  key: ['id'],
  related,
  parent: 'parent_id',
  read(row, parts, { now }) {
    if (flagOf(row, 'is_domain')) return undefined
    const value = projectOf(row, parts, { isDomain: false, now })
    return {
      value,
      name: { space: 'project', domainId: value.domainId, name: value.name, id: value.id },
      references: [
        { kind: 'domain', id: value.domainId ?? '', column: 'domain_id' },
        { kind: 'project', id: value.parentId ?? '', column: 'parent_id' },
      ],
    }
  },
}
