import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import type { Locator, Page, Route } from 'playwright-core'
import { assertAccessible, inConsole, skip } from './console.ts'
import { openUserConsole, type UserConsole } from './user-fixture.ts'

type Form = {
  readonly path: string
  /** Opens the form, where the page is not one. */
  readonly open?: string
  /** A field, which is left with the given value. */
  readonly field: string
  readonly value: string
  /** Fills in what else is necessary. */
  readonly fill?: (page: Page) => Promise<unknown>
  readonly submit: string
  /** The path of the request below the server's address. */
  readonly request: string
  /** Identity v3 has no keys of requests: an object has an id of its own there. */
  readonly isIdentity?: true
  /** How many objects of that value there are. */
  readonly count: (c: UserConsole, value: string) => Promise<number>
}

const countIn =
  (list: string, name: string, field = 'name') =>
  async ({ ask }: UserConsole, value: string) =>
    (await ask('GET', list))[name].filter((one: Readonly<Record<string, unknown>>) => one[field] === value)
      .length

const forms: Readonly<Record<string, Form>> = {
  'a user': {
    path: '/users/new',
    field: 'Username',
    value: 'interrupted',
    submit: 'Create the user',
    request: '/api/v1/users',
    count: countIn('/users?username=interrupted', 'users', 'username'),
  },
  'an invitation': {
    path: '/users/invite',
    field: 'Email',
    value: 'interrupted@example.org',
    submit: 'Send the invitation',
    request: '/api/v1/invitations',
    count: async ({ s }, value) => (await s.sentEmails()).filter(({ to }) => to === value).length,
  },
  'a group': {
    path: '/groups',
    open: 'New group',
    field: 'Name',
    value: 'Interrupted group',
    submit: 'Create',
    request: '/api/v1/groups',
    count: countIn('/groups', 'groups'),
  },
  'a project': {
    path: '/projects',
    open: 'New project',
    field: 'Name',
    value: 'Interrupted project',
    submit: 'Create',
    request: '/api/v1/projects',
    count: countIn('/projects', 'projects'),
  },
  'a domain': {
    path: '/domains',
    open: 'New domain',
    field: 'Name',
    value: 'Interrupted domain',
    submit: 'Create',
    request: '/api/v1/domains',
    count: countIn('/domains', 'domains'),
  },
  'a role': {
    path: '/roles',
    open: 'New role',
    field: 'Name',
    value: 'Interrupted role',
    submit: 'Create',
    request: '/api/v1/roles',
    count: countIn('/roles', 'roles'),
  },
  'a webhook': {
    path: '/webhooks/new',
    field: 'Address (URL)',
    value: 'https://interrupted.example/hook',
    fill: async (page) => {
      await page.getByRole('combobox', { name: 'Event kinds' }).fill('*')
      await page.keyboard.press('Escape')
      await page.getByRole('button', { name: 'Add', exact: true }).click()
    },
    submit: 'Create',
    request: '/api/v1/webhooks',
    count: countIn('/webhooks', 'webhooks', 'url'),
  },
  'an API key': {
    path: '/account/keys',
    open: 'Create API key',
    field: 'Name',
    value: 'Interrupted key',
    submit: 'Create API key',
    request: '/api/v1/api-keys',
    count: countIn('/api-keys', 'api_keys'),
  },
  'a region': {
    path: '/catalog?tab=regions',
    open: 'Create region',
    field: 'ID',
    value: 'interrupted-region',
    submit: 'Create',
    request: '/v3/regions',
    isIdentity: true,
    count: async ({ s }, value) =>
      (await s.call('GET', '/v3/regions', { token: s.admin })).body.regions.filter(
        ({ id }: { readonly id: string }) => id === value,
      ).length,
  },
}

const problem = (status: number, headers: Readonly<Record<string, string>> = {}) => ({
  status,
  headers,
  contentType: 'application/problem+json',
  body: JSON.stringify({
    type: 'about:blank',
    title: 'Failed',
    status,
    code: 'failed',
    detail: 'The sentence of the server.',
    // Identity v3
    error: { code: status, title: 'Failed', message: 'The sentence of the server.' },
  }),
})

/** What happens to the request, and what the page says. */
const interruptions: Readonly<Record<string, readonly [(route: Route) => Promise<unknown>, RegExp]>> = {
  'the server forbids it': [
    (route) => route.fulfill(problem(403)),
    /You may not do this\. The sentence of the server\./,
  ],
  'another object has the name': [(route) => route.fulfill(problem(409)), /The sentence of the server\./],
  'there are too many requests': [
    (route) => route.fulfill(problem(429, { 'retry-after': '60' })),
    /Too many requests\. Try again in 60 seconds\./,
  ],
  'the server is not available': [
    (route) => route.fulfill(problem(503, { 'retry-after': '0' })),
    /The server is not available at the moment\. What you typed is kept\./,
  ],
  'the server fails': [(route) => route.fulfill(problem(500)), /The server failed\. Try again/],
  'the server restarts': [
    (route) => route.abort(),
    /The server cannot be reached\. What you typed is kept\./,
  ],
}

const pressed = (page: Page, name: string): Locator => page.getByRole('button', { name, exact: true }).last()

if (skip) test('interrupted acts', { skip }, () => undefined)
else
  inConsole('interrupted acts', (makePlace) => {
    let c: UserConsole
    before(async () => {
      c = await openUserConsole(await makePlace())
    })
    after(() => c?.close())

    for (const [title, form] of Object.entries(forms))
      test(`the form of ${title} loses nothing and does nothing twice`, () =>
        c.visit(async (page) => {
          const { path, open, value, fill, submit, isIdentity } = form
          await c.open(page, path)
          if (open !== undefined) await page.getByRole('button', { name: open, exact: true }).click()
          const field = page.getByLabel(form.field, { exact: true }).last()
          await field.fill(value)
          await fill?.(page)
          const isTarget = (url: URL) => url.pathname === form.request
          /** Treats the sending of the form in this way while the work runs; resolves to the number of attempts. */
          const intercept = async (
            handle: (route: Route) => Promise<unknown>,
            work: () => Promise<unknown>,
          ) => {
            let attempts = 0
            await page.route(isTarget, (route) => {
              if (route.request().method() !== 'POST') return route.continue()
              attempts++
              return handle(route)
            })
            await work()
            await page.unroute(isTarget)
            return attempts
          }
          /** Sends the form, and waits until it may be sent again: the client repeats some requests by itself. */
          const sendInVain = async (sentence: RegExp) => {
            const sent = page.waitForRequest((request) => isTarget(new URL(request.url())))
            await pressed(page, submit).click()
            await sent
            await pressed(page, submit).and(page.locator('[data-busy="false"]')).waitFor()
            await page.getByRole('alert').filter({ hasText: sentence }).waitFor()
            assert.equal(await field.inputValue(), value)
          }
          for (const [what, [handle, sentence]] of Object.entries(interruptions)) {
            await intercept(handle, () => sendInVain(sentence))
            assert.equal(await form.count(c, value), 0, what)
          }
          await assertAccessible(page)
          if (!isIdentity)
            await intercept(
              // The server does it, and the response is lost.
              async (route) => {
                await route.fetch()
                await route.abort()
              },
              () => sendInVain(/The server cannot be reached\./),
            )
          let release = () => {}
          const isHeld = new Promise<void>((resolve) => {
            release = resolve
          })
          const attempts = await intercept(
            async (route) => {
              await isHeld
              await route.continue()
            },
            async () => {
              await pressed(page, submit).click()
              // While the server is slow, another press is none.
              await field.press('Enter')
              await field.press('Enter')
              const response = page.waitForResponse((one) => new URL(one.url()).pathname === form.request)
              release()
              assert.ok((await response).ok())
            },
          )
          assert.equal(attempts, 1)
          assert.equal(await form.count(c, value), 1)
        }))
  })
