import type { Messages } from '@muster/messages/messages.ts'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { useRouter } from '@tanstack/react-router'
import { muster } from '../../app/client.ts'
import { useMay } from '../../app/me.ts'
import { useMessages } from '../../messages/use-messages.ts'
import { sections } from '../sections.ts'

type Entry = {
  readonly id: string
  readonly name: string
  readonly about?: string
  /** A path of the console. */
  readonly href: string
}

export type EntryGroup = { readonly title: string; readonly entries: readonly Entry[] }

/** Results of each kind. */
const most = 8

const matches = (text: string, query: string): boolean =>
  text.toLocaleLowerCase().includes(query.toLocaleLowerCase())

const findPages = (query: string, may: (rule: string) => boolean, messages: Messages): readonly Entry[] =>
  sections
    .flatMap(({ title, pages }) => pages.map((page) => ({ ...page, about: title(messages) })))
    .filter(({ rule }) => rule === undefined || may(rule))
    .map(({ to, name, about }) => ({ id: `page ${to}`, name: name(messages), about, href: String(to) }))
    .filter(({ name }) => matches(name, query))

const useUsers = (query: string, isAllowed: boolean): readonly Entry[] => {
  const { data } = useQuery({
    queryKey: ['palette', 'users', query],
    queryFn: ({ signal }) => muster.users.list({ search: query, limit: most }, { signal }).page(),
    enabled: isAllowed && query.length >= 2,
    placeholderData: keepPreviousData,
  })
  if (!isAllowed || query.length < 2) return []
  return (data?.items ?? []).map(({ id, username, display_name, email }) => ({
    id: `user ${id}`,
    name: display_name ?? username,
    about: email ?? username,
    href: `/users/${encodeURIComponent(id)}`,
  }))
}

/** Projects are found by their whole name. */
const useProjects = (query: string, isAllowed: boolean): readonly Entry[] => {
  const { data } = useQuery({
    queryKey: ['palette', 'projects', query],
    queryFn: ({ signal }) => muster.projects.list({ name: query, limit: most }, { signal }).page(),
    enabled: isAllowed && query !== '',
  })
  if (!isAllowed || query === '') return []
  return (data?.items ?? []).map(({ id, name }) => ({
    id: `project ${id}`,
    name,
    href: `/projects/${encodeURIComponent(id)}`,
  }))
}

export const usePaletteEntries = (text: string): readonly EntryGroup[] => {
  const messages = useMessages()
  const may = useMay()
  const router = useRouter()
  const query = text.trim()
  const users = useUsers(query, may('identity:list_users'))
  const projects = useProjects(query, may('identity:list_projects'))
  const { common } = messages
  const groups = [
    { title: common.pages, entries: findPages(query, may, messages) },
    { title: common.users, entries: users },
    { title: common.projects, entries: projects },
  ]
  const isKnown = (href: string) => router.matchRoutes(href, {}).length > 1
  return groups
    .map(({ title, entries }) => ({ title, entries: entries.filter(({ href }) => isKnown(href)) }))
    .filter(({ entries }) => entries.length > 0)
}
