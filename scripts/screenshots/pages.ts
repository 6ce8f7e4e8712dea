import type { Filled } from './fill.ts'

type ShownPage = { readonly name: string; readonly path: string; readonly signedOut?: boolean }

/** Every page of the console. */
export const pagesOf = ({ userId, projectId, groupId, domainId }: Filled): readonly ShownPage[] => [
  { name: 'sign-in', path: '/sign-in', signedOut: true },
  { name: 'users', path: '/users' },
  { name: 'user', path: `/users/${userId}` },
  { name: 'project', path: `/projects/${projectId}` },
  { name: 'group', path: `/groups/${groupId}` },
  { name: 'domain', path: `/domains/${domainId}` },
  { name: 'account', path: '/account' },
]
