import type { roleBindings as contract } from '@muster/contract/arize/role-bindings.ts'
import { resourceTypes } from '@muster/contract/arize/shapes.ts'
import { lookUpProjectFor } from '../../core/directory/projects/look-up-project.ts'
import {
  changeRoleBinding,
  createRoleBinding,
  deleteRoleBinding,
} from '../../core/directory/role-bindings/bind-role.ts'
import type { RoleBinding } from '../../core/directory/role-bindings/role-binding.ts'
import {
  getRoleBinding,
  listRoleBindings,
  lookUpRoleBindingFor,
} from '../../core/directory/role-bindings/role-bindings.ts'
import { getUser } from '../../core/directory/users/get-user.ts'
import { domainError, isDomainError, notFound } from '../../core/kernel/domain-error.ts'
import type { WithRule } from '../../core/kernel/operation.ts'
import { idOf, readBindingId, readId } from './ids.ts'
import { pagination, readPage, readText, readWord } from './lists.ts'
import { type ArizeContext, type ArizeHandlers, time } from './request-context.ts'
import { shownUser } from './users.ts'

type ResourceType = (typeof resourceTypes)[number]

const kinds = { SPACE: 'Space', PROJECT: 'Project' } as const

const showBinding = ({ userId, projectId, roleId, depth, createdAt, updatedAt }: RoleBinding) => {
  const type: ResourceType = depth === 2 ? 'SPACE' : 'PROJECT'
  return {
    id: idOf('RoleBinding', userId, projectId),
    role_id: idOf('Role', roleId),
    user_id: idOf('User', userId),
    resource_type: type,
    resource_id: idOf(kinds[type], projectId),
    created_at: time(createdAt),
    updated_at: time(updatedAt),
  }
}

/** A space, or a project below a space, for a new binding. */
const resource = async (type: ResourceType, id: string, context: ArizeContext): Promise<string> => {
  const { project, depth } = await context.run(lookUpProjectFor(createRoleBinding), {
    id: readId(kinds[type], id),
  })
  if (type === 'SPACE' ? depth !== 2 : depth < 3) throw notFound(type === 'SPACE' ? 'space' : 'project', id)
  return project.id
}

/** A binding of a space or a project; roles on organizations are not bindings. */
const requireBinding = async (
  id: string,
  context: ArizeContext,
  intended: WithRule,
): Promise<RoleBinding> => {
  const binding = await context.run(lookUpRoleBindingFor(intended), readBindingId(id))
  if (binding.depth < 2) throw notFound('role_binding', id)
  return binding
}

export const roleBindings = {
  async listRoleBindings({ query }, context) {
    const page = readPage('role-bindings', query, context)
    const type = readWord(query, 'resource_type', resourceTypes)
    if (type === undefined)
      throw domainError('invalid', 'resource_type_missing', 'resource_type is required: SPACE or PROJECT.')
    const userId = readText(query, 'user_id')
    const [projectId, lastUserId] = String(page.from?.value ?? '').split(' ')
    const found = await context.run(listRoleBindings, {
      depth: type === 'SPACE' ? 2 : 3,
      userId: userId === undefined ? undefined : (await shownUser(userId, context, getUser)).id,
      limit: page.limit,
      after: projectId && lastUserId ? { projectId, userId: lastUserId } : undefined,
    })
    const position = (row: RoleBinding) => ({ id: row.userId, value: `${row.projectId} ${row.userId}` })
    return {
      status: 200,
      body: {
        role_bindings: found.rows.map(showBinding),
        pagination: pagination(found, page, position, context),
      },
    }
  },

  async createRoleBinding({ body }, context) {
    const projectId = await resource(body.resource_type, body.resource_id, context)
    const binding = await context.run(createRoleBinding, {
      userId: (await shownUser(body.user_id, context, getUser)).id,
      projectId,
      roleId: readId('Role', body.role_id),
    })
    return { status: 201, body: showBinding(binding) }
  },

  async getRoleBinding({ params }, context) {
    try {
      return {
        status: 200,
        body: showBinding(await requireBinding(params.binding_id, context, getRoleBinding)),
      }
    } catch (thrown) {
      throw isDomainError(thrown, 'forbidden') ? notFound('role_binding', params.binding_id) : thrown
    }
  },

  async updateRoleBinding({ params, body }, context) {
    const { userId, projectId } = await requireBinding(params.binding_id, context, changeRoleBinding)
    const roleId = readId('Role', body.role_id)
    return {
      status: 200,
      body: showBinding(await context.run(changeRoleBinding, { userId, projectId, roleId })),
    }
  },

  async deleteRoleBinding({ params }, context) {
    const { userId, projectId } = await requireBinding(params.binding_id, context, deleteRoleBinding)
    await context.run(deleteRoleBinding, { userId, projectId })
    return { status: 204 }
  },
} satisfies ArizeHandlers<typeof contract>
