import { notFound } from '../../kernel/domain-error.ts'
import type { Assignment, AssignmentTarget } from './assignment.ts'
import type { EffectivePosition } from './effective-assignments.ts'
import { positionOfRow } from './expand-assignments.ts'
import type { AssignmentRow } from './list-assignments.ts'

/** The marker of a row: all values that identify it, because rows have no id. */
export const markerOf = ({ actor, target, roleId, inherited, source }: AssignmentRow): string => {
  if (source)
    return JSON.stringify([
      'effective',
      actor.id,
      ...positionOfRow({ userId: actor.id, target, roleId, source }),
    ])
  const targetId = target.type === 'system' ? '' : target.id
  return JSON.stringify([actor.type, actor.id, target.type, targetId, roleId, inherited ? '1' : '0'])
}

const partsOf = (text: string): readonly string[] => {
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch {
    throw notFound('marker', text)
  }
  const isText = (part: unknown) => typeof part === 'string' && !part.includes('\0')
  if (!Array.isArray(value) || !value.every(isText)) throw notFound('marker', text)
  return value
}

const targetOf = (type: string, id: string): AssignmentTarget | undefined => {
  if (type === 'system') return { type }
  return type === 'domain' || type === 'project' ? { type, id } : undefined
}

/** Parses the marker of a stored assignment. The marker of a deleted row keeps its position. */
export const parseStoredMarker = (text: string): Assignment => {
  const [actorType, actorId = '', type = '', id = '', roleId = '', inherited, ...more] = partsOf(text)
  const target = targetOf(type, id)
  if ((actorType !== 'user' && actorType !== 'group') || !target || !inherited || more.length > 0)
    throw notFound('marker', text)
  return { actor: { type: actorType, id: actorId }, target, roleId, inherited: inherited === '1' }
}

/** Parses the marker of an effective assignment. */
export const parseEffectiveMarker = (text: string): EffectivePosition => {
  const [kind, userId = '', type = '', id = '', rest, ...more] = partsOf(text)
  if (kind !== 'effective' || rest === undefined || more.length > 0) throw notFound('marker', text)
  return { userId, row: [type, id, rest] }
}
