import type { Assignment } from '../../directory/assignments/assignment.ts'
import { resourceOptions } from './bring-projects.ts'
import type { SourceRow } from './keystone-source.ts'
import { type ImportNoun, type ImportReference, optionalReference, partOf } from './noun.ts'
import { CannotCome, flagOf, idOf, nameOf, objectOf, optionalText } from './source-values.ts'

/** Keystone's domain of a global role. */
const noDomain = '<<null>>'

export const roles: ImportNoun<'role'> = {
  noun: 'role',
  table: 'role',
  key: ['id'],
  related: [partOf('options', ['role_option', 'role_id'], 'id', ['option_id'])],
  read(row, parts, { now }) {
    const domainId = row['domain_id'] === noDomain ? null : idOf(row, 'domain_id')
    const value = {
      id: idOf(row, 'id'),
      domainId,
      name: nameOf('role', row, 'name', 255),
      description: optionalText(row, 'description', 255),
      options: resourceOptions(parts['options']),
      extra: objectOf(row, 'extra'),
      createdAt: now,
      updatedAt: now,
    }
    return {
      value,
      name: { space: 'role', domainId, name: value.name, id: value.id },
      references: optionalReference('domain', domainId, 'domain_id'),
    }
  },
}

export const impliedRoles: ImportNoun<'implied_role'> = {
  noun: 'implied_role',
  table: 'implied_role',
  key: ['prior_role_id', 'implied_role_id'],
  read(row) {
    const value = { priorId: idOf(row, 'prior_role_id'), impliedId: idOf(row, 'implied_role_id') }
    return {
      value,
      references: [
        { kind: 'role', id: value.priorId, column: 'prior_role_id' },
        { kind: 'role', id: value.impliedId, column: 'implied_role_id' },
      ],
    }
  },
}

/** Keystone's types of assignments. */
const types: Readonly<Record<string, readonly ['user' | 'group', 'project' | 'domain' | 'system']>> = {
  UserProject: ['user', 'project'],
  GroupProject: ['group', 'project'],
  UserDomain: ['user', 'domain'],
  GroupDomain: ['group', 'domain'],
  UserSystem: ['user', 'system'],
  GroupSystem: ['group', 'system'],
}

const read = (row: SourceRow): { value: Assignment; references: readonly ImportReference[] } => {
  const type = String(row['type'])
  const [actorType, targetType] = (Object.hasOwn(types, type) ? types[type] : undefined) ?? []
  if (!actorType || !targetType) throw new CannotCome(`The type ${JSON.stringify(type)} is unknown.`)
  const value: Assignment = {
    actor: { type: actorType, id: idOf(row, 'actor_id') },
    target: targetType === 'system' ? { type: 'system' } : { type: targetType, id: idOf(row, 'target_id') },
    roleId: idOf(row, 'role_id'),
    inherited: flagOf(row, 'inherited'),
  }
  const target: readonly ImportReference[] =
    value.target.type === 'system'
      ? []
      : [{ kind: value.target.type, id: value.target.id, column: 'target_id' }]
  return {
    value,
    references: [
      { kind: actorType, id: value.actor.id, column: 'actor_id' },
      ...target,
      { kind: 'role', id: value.roleId, column: 'role_id' },
    ],
  }
}

/** Keystone's index begins with the actor. */
const key = ['actor_id', 'target_id', 'role_id', 'inherited', 'type'] as const
const identity = ['type', 'actor_id', 'target_id', 'role_id', 'inherited'] as const

export const assignments: ImportNoun<'assignment'> = {
  noun: 'assignment',
  table: 'assignment',
  key,
  identity,
  read,
}

export const systemAssignments: ImportNoun<'system_assignment'> = {
  noun: 'system_assignment',
  table: 'system_assignment',
  key,
  identity,
  read,
}
