import type { Page } from 'playwright-core'
import type { Filled } from './fill.ts'
import type { ShownPage } from './pages.ts'

/** Presses one control after the other. The selectors hold in every language. */
const press =
  (...selectors: readonly string[]) =>
  async (page: Page): Promise<void> => {
    for (const selector of selectors) await page.locator(selector).first().click()
  }

const create = press('.page-actions .button-primary')
const createInTab = press('[role=tabpanel] .button-primary, .page-actions .button-primary')
const openFirst = press('[role=row][aria-rowindex="2"]')
const selectThree = press(...[2, 3, 4].map((row) => `[role=row][aria-rowindex="${row}"] input`))

const sheet = `Login;E-Mail;First name;Last name;Staff number
maria.keller;maria.keller@example.org;Maria;Keller;4711
paul.meier;paul.meier-at-example.org;Paul;Meier;4712
;no.name@example.org;No;Name;4713
lena.vogel;lena.vogel@example.org;Lena;Vogel;4714
`

const assertion = JSON.stringify(
  {
    'OIDC-preferred_username': 'ada',
    'OIDC-email': 'ada@example.org',
    'OIDC-groups': ['engineers', 'authors'],
  },
  null,
  2,
)

const chooseSheet = async (page: Page): Promise<void> => {
  await page
    .locator('input[type=file]')
    .setInputFiles({ name: 'people.csv', mimeType: 'text/csv', buffer: Buffer.from(sheet) })
  await page.locator('.rows-frame tbody tr').first().waitFor()
}

/** Dialogs, menus and steps, which have no address of their own. */
export const statesOf = ({
  userId,
  projectId,
  groupId,
  domainId,
  serviceId,
  webhookId,
}: Filled): readonly ShownPage[] => [
  {
    name: 'palette',
    path: '/users',
    open: async (page) => {
      await page.keyboard.press('Control+k')
      await page.locator('.modal input').fill('ada')
      await page.locator('.palette-item').nth(1).waitFor()
    },
  },
  {
    name: 'navigation-menu',
    path: '/groups',
    // Only narrow screens have it.
    open: async (page) => {
      const button = page.locator('.navigation-button')
      if (await button.isVisible()) await button.click()
    },
  },
  { name: 'account-menu', path: '/groups', open: press('.account-menu .button >> nth=-1') },
  {
    name: 'users-filter',
    path: "/users?filter=status = 'active' AND username ILIKE 'a%25'",
    open: press('h1'),
  },
  { name: 'users-selected', path: '/users', open: selectThree },
  { name: 'users-columns', path: '/users', open: press('.toolbar > .button >> nth=1') },
  { name: 'users-views', path: '/users', open: press('.toolbar > .button >> nth=2') },
  { name: 'users-none', path: '/users?search=no-such-user' },
  {
    name: 'bulk-dialog',
    path: '/users',
    open: async (page) => {
      await selectThree(page)
      await press('.bulk-bar .button', '[role=menuitem]')(page)
    },
  },
  {
    name: 'export-dialog',
    path: '/users',
    open: press('.page-actions .button', '[role=menuitem] >> nth=-1'),
  },
  { name: 'import-review', path: '/users/import', open: chooseSheet },
  { name: 'user-menu', path: `/users/${userId}`, open: press('.page-actions .button') },
  {
    name: 'delete-user',
    path: `/users/${userId}`,
    open: press('.page-actions .button', '[role=menuitem] >> nth=-1'),
  },
  { name: 'grant-role', path: `/users/${userId}?tab=roles`, open: press('[role=tabpanel] .button-primary') },
  { name: 'revoke-role', path: `/users/${userId}?tab=roles`, open: press('[role=tabpanel] td .button') },
  { name: 'new-group', path: '/groups', open: create },
  { name: 'group-menu', path: `/groups/${groupId}`, open: press('.page-actions .button >> nth=-1') },
  { name: 'group-roles', path: `/groups/${groupId}?tab=roles` },
  { name: 'new-project', path: '/projects', open: create },
  { name: 'project-menu', path: `/projects/${projectId}`, open: press('.page-actions .button >> nth=-1') },
  {
    name: 'delete-domain',
    path: `/domains/${domainId}`,
    open: press('.page-actions .button >> nth=-1', '[role=menuitem] >> nth=-1'),
  },
  { name: 'new-role', path: '/roles', open: create },
  { name: 'assignment', path: `/assignments?scope=project:${projectId}`, open: press('.matrix-button') },
  { name: 'grant', path: `/assignments?scope=project:${projectId}`, open: create },
  { name: 'new-service', path: '/catalog', open: createInTab },
  { name: 'new-region', path: '/catalog?tab=regions', open: createInTab },
  { name: 'new-endpoint', path: `/catalog/services/${serviceId}`, open: press('.card-head .button') },
  { name: 'new-limit', path: '/limits', open: createInTab },
  { name: 'new-project-limit', path: '/limits?tab=limits', open: createInTab },
  { name: 'new-policy', path: '/policies', open: create },
  { name: 'new-endpoint-group', path: '/endpoint-filter', open: createInTab },
  { name: 'new-provider', path: '/federation', open: createInTab },
  {
    name: 'tested-mapping',
    path: '/federation/mappings/staff',
    open: async (page) => {
      await page.locator('textarea').last().fill(assertion)
      await page.locator('.two-columns .button-primary').last().click()
      await page.locator('.rule-results').first().waitFor()
    },
  },
  { name: 'delivery', path: `/webhooks/${webhookId}`, open: openFirst },
  { name: 'message', path: '/mail', open: openFirst },
  { name: 'new-key', path: '/account/keys', open: press('main .button-primary') },
  { name: 'add-factor', path: '/account/security', open: press('main section:nth-of-type(2) .button') },
  { name: 'delete-account', path: '/account/security', open: press('main .button-danger') },
  {
    name: 'session-ended',
    path: '/groups',
    open: async (page) => {
      await page.context().clearCookies()
      await press('[role=row][aria-rowindex="2"]')(page)
      await page.locator('.modal input[type=password]').waitFor()
    },
  },
]
