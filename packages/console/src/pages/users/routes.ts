import { createRoute, lazyRouteComponent } from '@tanstack/react-router'
import { requireRule } from '../../app/me.ts'
import { shellRoute } from '../../app/shell-route.tsx'
import { readUsersSearch } from './users-search.ts'

const textOf = (value: unknown): string | undefined =>
  (typeof value === 'string' || typeof value === 'number') && value !== '' ? String(value) : undefined

type DomainSearch = { readonly domain?: string | undefined }

const readDomain = ({ domain }: Record<string, unknown>): DomainSearch => {
  const id = textOf(domain)
  return id === undefined ? {} : { domain: id }
}

export const usersRoutes = [
  createRoute({
    getParentRoute: () => shellRoute,
    path: '/users',
    validateSearch: readUsersSearch,
    component: lazyRouteComponent(() => import('./users-page.tsx'), 'UsersPage'),
  }),
  createRoute({
    getParentRoute: () => shellRoute,
    path: '/users/new',
    validateSearch: readDomain,
    component: lazyRouteComponent(() => import('./new-user-page.tsx'), 'NewUserPage'),
  }),
  createRoute({
    getParentRoute: () => shellRoute,
    path: '/users/invite',
    beforeLoad: requireRule('muster:invite_user'),
    validateSearch: (
      raw: Record<string, unknown>,
    ): DomainSearch & { readonly tab?: 'one' | 'several' | undefined } => ({
      ...readDomain(raw),
      ...(raw['tab'] === 'several' ? { tab: 'several' } : {}),
    }),
    component: lazyRouteComponent(() => import('./invite-page.tsx'), 'InvitePage'),
  }),
  createRoute({
    getParentRoute: () => shellRoute,
    path: '/invitations',
    validateSearch: readDomain,
    component: lazyRouteComponent(() => import('./invitations-page.tsx'), 'InvitationsPage'),
  }),
  createRoute({
    getParentRoute: () => shellRoute,
    path: '/deleted-users',
    validateSearch: (
      raw: Record<string, unknown>,
    ): DomainSearch & { readonly username?: string | undefined } => {
      const username = textOf(raw['username'])
      return { ...readDomain(raw), ...(username === undefined ? {} : { username }) }
    },
    component: lazyRouteComponent(() => import('./deleted-users-page.tsx'), 'DeletedUsersPage'),
  }),
  createRoute({
    getParentRoute: () => shellRoute,
    path: '/users/import',
    beforeLoad: requireRule('muster:import_users'),
    validateSearch: readDomain,
    component: lazyRouteComponent(() => import('./import/import-page.tsx'), 'ImportPage'),
  }),
] as const
