import type { Messages } from '@muster/messages/messages.ts'

export type Role = 'administrator' | 'manager' | 'reader' | 'user'

/** A page of the console. */
export type Shown = {
  /** As in the table of routes. */
  readonly route: string
  readonly path: string
  readonly title: (messages: Messages) => string
  /** Those who may open the page; to others it says that they may not, or lacks the tab. */
  readonly roles: readonly Role[]
}

/** The objects whose pages are shown. */
export type Objects = Readonly<
  Record<
    | 'user'
    | 'group'
    | 'project'
    | 'domain'
    | 'service'
    | 'filter'
    | 'policy'
    | 'webhook'
    | 'event'
    | 'import'
    | 'job',
    string
  >
>

const administrator = ['administrator'] as const
const managers = [...administrator, 'manager'] as const
const staff = [...managers, 'reader'] as const
const everybody = [...staff, 'user'] as const

type Title = Shown['title']

const page = (roles: readonly Role[], route: string, title: Title, path: string = route): Shown => ({
  route,
  path,
  title,
  roles,
})

/** A page with tabs: the first one has the address of the page. */
const tabs = (roles: readonly Role[], route: string, title: Title, names: string, path = route): Shown[] => [
  page(roles, route, title, path),
  ...names.split(' ').map((name) => page(roles, route, title, `${path}?tab=${name}`)),
]

const peoplePages = ({ user }: Objects): readonly Shown[] => {
  const ada = () => 'Ada Lovelace'
  const tab = (roles: readonly Role[], name: string) =>
    page(roles, '/users/$userId', ada, `${user}?tab=${name}`)
  return [
    page(staff, '/users', ({ common }) => common.users),
    // It says so itself, since another domain can be chosen.
    page(managers, '/users/new', ({ users }) => users.newUser),
    ...tabs(managers, '/users/invite', ({ users }) => users.invitePerson, 'several'),
    page(managers, '/users/import', ({ users }) => users.importUsers),
    page(managers, '/invitations', ({ users }) => users.invitations),
    page(managers, '/deleted-users', ({ users }) => users.deletedUsers),
    page(staff, '/users/$userId', ada, user),
    ...['roles', 'projects', 'groups', 'plan', 'documents', 'notifications', 'metadata', 'history'].map(
      (name) => tab(staff, name),
    ),
    ...['signIn', 'keys'].map((name) => tab(managers, name)),
    tab(administrator, 'trusts'),
  ]
}

const directoryPages = ({ group, project, domain }: Objects): readonly Shown[] => [
  page(staff, '/groups', ({ directory }) => directory.groups),
  ...tabs(staff, '/groups/$groupId', () => 'Crew', 'roles', group),
  page(staff, '/projects', ({ directory }) => directory.projects),
  page(staff, '/projects/$projectId', () => 'Laboratory', `/projects/${project}`),
  page(staff, '/domains', ({ directory }) => directory.domains),
  page(administrator, '/domains/$domainId', () => 'Elsewhere', `/domains/${domain}`),
  page(managers, '/roles', ({ directory }) => directory.roles),
  page(administrator, '/roles', ({ directory }) => directory.roles, '/roles?tab=implications'),
  page(
    staff,
    '/assignments',
    ({ directory }) => directory.assignments,
    `/assignments?scope=project:${project}`,
  ),
]

const servicesPages = ({ service, filter, project, policy, domain }: Objects): readonly Shown[] => [
  page(administrator, '/catalog', ({ services }) => services.catalog),
  page(everybody, '/catalog', ({ services }) => services.catalog, '/catalog?tab=regions'),
  page(administrator, '/catalog/services/$serviceId', () => 'nova', `/catalog/services/${service}`),
  ...tabs(administrator, '/federation', ({ services }) => services.federation, 'mappings'),
  page(administrator, '/federation/providers/$providerId', () => 'sso', '/federation/providers/sso'),
  page(administrator, '/federation/new-mapping', ({ services }) => services.createMapping),
  page(administrator, '/federation/mappings/$mappingId', () => 'partners', '/federation/mappings/partners'),
  page(administrator, '/endpoint-filter', ({ services }) => services.endpointFilter),
  page(
    administrator,
    '/endpoint-filter',
    ({ services }) => services.endpointFilter,
    `/endpoint-filter?tab=project&project=${project}`,
  ),
  page(
    administrator,
    '/endpoint-filter/groups/$groupId',
    () => 'All of nova',
    `/endpoint-filter/groups/${filter}`,
  ),
  page(administrator, '/policies', ({ services }) => services.policies),
  page(administrator, '/policies/$policyId', () => policy, `/policies/${policy}`),
  ...tabs(everybody, '/limits', ({ services }) => services.limits, 'limits'),
  page(staff, '/domain-configuration', ({ services }) => services.domainConfiguration),
  page(
    administrator,
    '/domain-configuration/$domainId',
    () => 'Elsewhere',
    `/domain-configuration/${domain}`,
  ),
]

const operationsPages = ({ event, webhook, import: importId, job }: Objects): readonly Shown[] => {
  const hook = () => 'https://hooks.example.org/muster'
  return [
    page(staff, '/events', ({ operations }) => operations.events.title),
    page(staff, '/events/$sequence', () => 'user.deleted', `/events/${event}`),
    page(managers, '/webhooks', ({ operations }) => operations.webhooks.title),
    page(managers, '/webhooks/new', ({ operations }) => operations.webhooks.create),
    ...tabs(administrator, '/webhooks/$webhookId', hook, 'settings', `/webhooks/${webhook}`),
    page(managers, '/mail', ({ operations }) => operations.mail.title),
    ...tabs(managers, '/jobs', ({ operations }) => operations.jobs.title, 'bulk'),
    page(
      managers,
      '/imports/$importId',
      ({ operations }) => operations.jobs.modeOf('create', false),
      `/imports/${importId}`,
    ),
    page(
      managers,
      '/bulk-jobs/$bulkJobId',
      ({ users }) => users.jobTitle(users.actions.enable),
      `/bulk-jobs/${job}`,
    ),
    ...tabs(administrator, '/server', ({ operations }) => operations.server.title, 'settings'),
  ]
}

const accountPages: readonly Shown[] = [
  page(everybody, '/account/profile', ({ account }) => account.pages.profile),
  page(everybody, '/account/security', ({ account }) => account.pages.security),
  page(everybody, '/account/keys', ({ account }) => account.pages.keys),
  ...tabs(everybody, '/account/notifications', ({ account }) => account.pages.notifications, 'preferences'),
  page(everybody, '/account/teams', ({ account }) => account.pages.teams),
  page(everybody, '/account/plan', ({ account }) => account.pages.plan),
]

/** Every page for signed-in users. `every-page.test.ts` fails for a route that has none. */
export const everyPage = (objects: Objects): readonly Shown[] => [
  ...peoplePages(objects),
  ...directoryPages(objects),
  ...servicesPages(objects),
  ...operationsPages(objects),
  ...accountPages,
]
