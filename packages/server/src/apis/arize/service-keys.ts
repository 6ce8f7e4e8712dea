import type { CreateApiKey } from '@muster/contract/arize/api-keys.ts'
import type { Static } from 'typebox'
import {
  type CreateServiceKey,
  createServiceKey,
  type ServiceKey,
} from '../../core/access/api-keys/create-service-key.ts'
import type { MemberRole } from '../../core/directory/members/member-role.ts'
import { getProject } from '../../core/directory/projects/get-project.ts'
import { domainError } from '../../core/kernel/domain-error.ts'
import type { ErrorCode } from '../../core/kernel/error-codes.ts'
import { idOf } from './ids.ts'
import { requireProjectOf } from './projects.ts'
import type { ArizeContext } from './request-context.ts'
import {
  accountRoleNamed,
  accountWord,
  type GivenRole,
  memberRoleNamed,
  readAccountRole,
  showAccountRole,
  showMemberName,
} from './roles.ts'
import { showNewKey } from './show-api-key.ts'

type Body = Static<typeof CreateApiKey>

type Wanted = {
  readonly spaceId: string
  readonly organizationId?: string
  readonly role: MemberRole
  readonly roleAbove: MemberRole
}

const invalid = (code: ErrorCode<'invalid'>, message: string) => domainError('invalid', code, message)

const namedRole = (input: GivenRole | null | undefined, otherwise: MemberRole): MemberRole => {
  if (input == null) return otherwise
  if ('id' in input) throw invalid('custom_key_role', 'Service keys have predefined roles only.')
  return memberRoleNamed(input.name)
}

/** The scope of the key, in the format before 8.41.0 and the one from 8.41.0 on. */
const wanted = ({ space_id, roles, organizations }: Body): Wanted => {
  if (organizations === undefined) {
    if (space_id == null) throw invalid('space_missing', 'space_id is required for a service key.')
    const { space_role, org_role } = roles ?? {}
    return {
      spaceId: space_id,
      role: space_role == null ? 'member' : memberRoleNamed(space_role),
      roleAbove: org_role == null ? 'reader' : memberRoleNamed(org_role),
    }
  }
  const [organization, ...others] = organizations
  const [space, ...more] = organization?.spaces ?? []
  if (!organization || !space || others.length > 0 || more.length > 0 || space_id != null || roles != null)
    throw invalid('one_space_a_key', 'A service key requires exactly one space of one organization.')
  return {
    spaceId: space.space_id,
    organizationId: organization.org_id,
    role: namedRole(space.role, 'member'),
    roleAbove: namedRole(organization.role, 'reader'),
  }
}

const wantedAccountRole = ({ account_role, roles }: Body) =>
  account_role != null ? readAccountRole(account_role) : accountWord(roles?.account_role ?? 'member')

/** Creates a key with a service user; newer clients receive that user too. */
export const makeServiceKey = async (body: Body, expiresAt: number | null, context: ArizeContext) => {
  const { spaceId, organizationId, role, roleAbove } = wanted(body)
  const account = wantedAccountRole(body)
  if ([role, roleAbove, account].includes('annotator'))
    throw invalid('annotator_key', 'A service key cannot have the annotator role.')
  const space = await requireProjectOf('Space', spaceId, context, getProject)
  if (organizationId !== undefined && organizationId !== idOf('Organization', space.parentId ?? ''))
    throw invalid('space_elsewhere', 'The space is not in that organization.')
  const accountRole = accountRoleNamed(account)
  const made = await context.run(createServiceKey, {
    name: body.name,
    description: body.description,
    expiresAt,
    projectId: space.id,
    role,
    roleAbove,
    accountRole,
  })
  return {
    ...showNewKey(made, context),
    ...(context.dialect.hasBotUser
      ? { bot_user: showBotUser(made, { role, roleAbove, accountRole }, context) }
      : {}),
  }
}

const showBotUser = (
  { user, project }: ServiceKey,
  { role, roleAbove, accountRole }: Pick<CreateServiceKey, 'role' | 'roleAbove' | 'accountRole'>,
  { dialect }: ArizeContext,
) => ({
  id: idOf('User', user.id),
  name: user.displayName || user.name,
  account_role: showAccountRole(accountRole, dialect),
  organizations: [
    {
      org_id: idOf('Organization', project.parentId ?? ''),
      role: showMemberName(roleAbove, dialect),
      spaces: [{ space_id: idOf('Space', project.id), role: showMemberName(role, dialect) }],
    },
  ],
})
