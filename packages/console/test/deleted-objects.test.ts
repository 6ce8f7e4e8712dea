import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import type { Page } from 'playwright-core'
import { type Console, inConsole, openConsole, skip } from './console.ts'
import { type Directory, makeDirectory } from './directory-fixture.ts'
import { walk } from './walk.ts'

type Listed = {
  readonly noun: string
  /** The path of the page with the list, and of its request. */
  readonly list: string
  readonly api: string
  /** The path of the page of an object. */
  readonly page: (id: string) => string
  /** Creates an object with that name. */
  readonly create: (name: string) => Promise<{ readonly id: string }>
}

/** Holds the responses of a list back, until the returned function is called. */
const holdBack = async (page: Page, path: string): Promise<() => void> => {
  const { promise, resolve } = Promise.withResolvers<void>()
  await page.route(
    ({ pathname }) => pathname === path,
    async (route) => {
      if (route.request().method() === 'GET') await promise
      await route.continue()
    },
  )
  return resolve
}

/** Deletes the object of the page. */
const deleteHere = async (page: Page, name: string) => {
  const actions = page.locator('.page-actions')
  const button = actions.getByRole('button', { name: 'Delete' })
  if ((await button.count()) > 0) await button.click()
  else {
    await actions.getByRole('button', { name: 'Actions' }).click()
    await page.getByRole('menuitem', { name: 'Delete' }).click()
  }
  const dialog = page.locator('.modal').getByRole('alertdialog')
  const typed = dialog.getByRole('textbox')
  if ((await typed.count()) > 0) await typed.fill(name)
  await dialog.getByRole('button', { name: 'Delete' }).click()
}

inConsole('deleted objects in the lists of the console', (makePlace) => {
  describe('a list', { skip }, () => {
    let c: Console
    let d: Directory
    before(async () => {
      c = await openConsole(await makePlace())
      d = await makeDirectory(c.s)
    })
    after(() => c?.close())

    const keystone = async (method: string, path: string, body: object) => {
      const answer = await c.s.call(method, `/v3${path}`, { token: c.s.admin, body })
      assert.equal(answer.status, 201, JSON.stringify(answer.body))
      return Object.values(answer.body)[0] as { readonly id: string }
    }
    const lists: readonly Listed[] = [
      {
        noun: 'group',
        list: '/groups',
        api: '/api/v1/groups',
        page: (id) => `/groups/${id}`,
        create: (name) => d.post('/groups', { name }),
      },
      {
        noun: 'project',
        list: '/projects',
        api: '/api/v1/projects',
        page: (id) => `/projects/${id}`,
        create: (name) => d.post('/projects', { name }),
      },
      {
        noun: 'domain',
        list: '/domains',
        api: '/api/v1/domains',
        page: (id) => `/domains/${id}`,
        create: (name) => d.post('/domains', { name, enabled: false }),
      },
      {
        noun: 'user',
        list: '/users',
        api: '/api/v1/users',
        page: (id) => `/users/${id}`,
        create: async (name) => ({ id: await d.newUser(name, { password: undefined }) }),
      },
      {
        noun: 'webhook',
        list: '/webhooks',
        api: '/api/v1/webhooks',
        page: (id) => `/webhooks/${id}`,
        create: async (name) => {
          const made = await d.post('/webhooks', { url: `https://${name}.test/`, kinds: ['*'] })
          return (made as unknown as { readonly webhook: { readonly id: string } }).webhook
        },
      },
      {
        noun: 'service',
        list: '/catalog',
        api: '/v3/services',
        page: (id) => `/catalog/services/${id}`,
        create: (name) => keystone('POST', '/services', { service: { type: 'compute', name } }),
      },
      {
        noun: 'endpoint group',
        list: '/endpoint-filter',
        api: '/v3/OS-EP-FILTER/endpoint_groups',
        page: (id) => `/endpoint-filter/groups/${id}`,
        create: (name) =>
          keystone('POST', '/OS-EP-FILTER/endpoint_groups', {
            endpoint_group: { name, filters: { interface: 'public' } },
          }),
      },
      {
        noun: 'identity provider',
        list: '/federation',
        api: '/v3/OS-FEDERATION/identity_providers',
        page: (id) => `/federation/providers/${id}`,
        create: (name) =>
          keystone('PUT', `/OS-FEDERATION/identity_providers/${name}`, {
            identity_provider: { domain_id: 'default' },
          }),
      },
      {
        noun: 'mapping',
        list: '/federation?tab=mappings',
        api: '/v3/OS-FEDERATION/mappings',
        page: (id) => `/federation/mappings/${id}`,
        create: (name) =>
          keystone('PUT', `/OS-FEDERATION/mappings/${name}`, {
            mapping: {
              rules: [{ local: [{ user: { name: '{0}' } }], remote: [{ type: 'name' }] }],
            },
          }),
      },
    ]

    for (const [at, { noun, list, api, page: pageOf, create }] of lists.entries())
      test(`of a deleted ${noun} does not show it while the list is read again`, () =>
        c.visit(async (page) => {
          const [condemned, remaining, newcomer] = [`condemned-${at}`, `remaining-${at}`, `newcomer-${at}`]
          const { id } = await create(condemned)
          await create(remaining)
          await c.open(page, list)
          const go = walk(page)
          const rowOf = (name: string) => page.locator('main').getByText(name).first()
          await rowOf(condemned).waitFor()
          await go(pageOf(id))
          const release = await holdBack(page, api)
          await deleteHere(page, condemned)
          await page.locator('.modal').waitFor({ state: 'detached' })
          // The page of a deleted user stays.
          if (noun === 'user') await page.getByRole('link', { name: 'Users' }).first().click()
          await rowOf(remaining).waitFor()
          assert.equal(await rowOf(condemned).count(), 0)
          await create(newcomer)
          release()
          await rowOf(newcomer).waitFor()
          assert.equal(await rowOf(condemned).count(), 0)
        }))
  })
})
