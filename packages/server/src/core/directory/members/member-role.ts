import type { Role } from '../roles/role.ts'

/** Roles of project members, for clients that know one role per member. Strongest first. */
export const memberRoles = ['manager', 'member', 'reader', 'annotator'] as const
export type MemberRole = (typeof memberRoles)[number]

export const isMemberRole = ({ name, domainId }: Pick<Role, 'name' | 'domainId'>): boolean =>
  domainId === null && memberRoles.some((known) => known === name)
