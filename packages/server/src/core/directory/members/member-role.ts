import type { Role } from '../roles/role.ts'

/** What somebody can be in a project, for clients who know one role for each member of it; the strongest first. */
export const memberRoles = ['manager', 'member', 'reader', 'annotator'] as const
export type MemberRole = (typeof memberRoles)[number]

export const isMemberRole = ({ name, domainId }: Pick<Role, 'name' | 'domainId'>): boolean =>
  domainId === null && memberRoles.some((known) => known === name)
