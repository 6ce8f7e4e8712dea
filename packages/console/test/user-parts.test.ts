import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { assertAccessible, inConsole, skip } from './console.ts'
import { choose, openUserConsole, question, type UserConsole } from './user-fixture.ts'

const quotas = Object.fromEntries(
  ['storage', 'concurrent_tasks', 'daily_api_calls', 'monthly_api_calls']
    .concat(['daily_traffic', 'monthly_traffic', 'daily_process', 'monthly_process'])
    .map((name) => [name, 1000]),
)

if (skip) test('the parts of a user', { skip }, () => undefined)
else
  inConsole('the parts of a user', (makePlace) => {
    let c: UserConsole
    before(async () => {
      c = await openUserConsole(await makePlace())
    })
    after(() => c?.close())

    test('a key of a service user is created, shown once, revoked, granted and deleted', async () => {
      const { user } = await c.ask('POST', '/service-users', {
        username: 'robot',
        scope: { type: 'domain', id: 'default' },
        roles: [{ name: 'reader' }],
      })
      await c.visit(
        async (page) => {
          await c.open(page, `/users/${user.id}?tab=keys`)
          await page.getByRole('button', { name: 'New API key' }).click()
          await page.getByRole('dialog').getByLabel('Name').fill('nightly')
          await page.getByRole('checkbox', { name: 'reader' }).waitFor()
          await assertAccessible(page)
          await page.getByRole('button', { name: 'Create' }).click()
          await question(page).getByText('Store it now: it is shown only this once.').waitFor()
          const secret = (await question(page).locator('code').textContent()) ?? ''
          assert.equal((await c.n.call('GET', '/me', { secret })).status, 200)
          await question(page).getByRole('button', { name: 'Copy' }).click()
          await page.getByText('Copied', { exact: true }).waitFor()
          assert.equal(await page.evaluate('navigator.clipboard.readText()'), secret)
          await assertAccessible(page)
          await question(page).getByRole('button', { name: 'I have stored it' }).click()
          const row = page.getByRole('row').filter({ hasText: 'nightly' })
          const choose = async (name: string) => {
            await row.getByRole('button', { name: 'Actions' }).click()
            await page.getByRole('menuitem', { name, exact: true }).click()
          }
          await choose('Revoke')
          await row.getByText('Revoked').waitFor()
          assert.equal((await c.n.call('GET', '/me', { secret })).status, 401)
          await choose('Allow again')
          await row.getByText('Active').waitFor()
          assert.equal((await c.n.call('GET', '/me', { secret })).status, 200)
          await choose('Edit')
          await page.getByRole('dialog').getByLabel('Name').fill('nightly backup')
          await page.getByRole('dialog').getByRole('button', { name: 'Save' }).click()
          await row.getByText('nightly backup', { exact: true }).waitFor()
          await choose('Delete')
          await question(page).getByRole('button', { name: 'Delete' }).click()
          await row.waitFor({ state: 'detached' })
        },
        { permissions: ['clipboard-read', 'clipboard-write'] },
      )
    })

    test('sessions are closed one by one and all at once', async () => {
      const { id, username, password } = await c.n.newUser({ username: 'ses', display_name: 'Ses' })
      for (const agent of ['first', 'second', 'third'])
        await c.n.call('POST', '/sessions', {
          body: { username, password },
          headers: { 'user-agent': agent },
        })
      await c.visit(async (page) => {
        await c.open(page, `/users/${id}?tab=signIn`)
        await page.getByRole('button', { name: 'Close the session first' }).click()
        await page.getByRole('button', { name: 'Close the session first' }).waitFor({ state: 'detached' })
        await page.getByRole('button', { name: 'Close all sessions' }).click()
        await question(page).getByText('Ses is signed out everywhere at once').waitFor()
        await question(page).getByRole('button', { name: 'Close all sessions' }).click()
        await page.getByText('The user is not signed in anywhere.').waitFor()
      })
    })

    test('a plan is assigned, renewed, removed, and given back by undo', async () => {
      const { id } = await c.n.newUser({ username: 'pla' })
      await c.ask('POST', '/plans', { name: 'gold', number_of_days: 30, ...quotas })
      await c.visit(async (page) => {
        await c.open(page, `/users/${id}?tab=plan`)
        await choose(page, 'Plan', 'gold')
        await page.getByRole('button', { name: 'Assign a plan' }).click()
        await page.getByRole('heading', { name: 'gold' }).waitFor()
        const first = (await c.ask('GET', `/users/${id}`)).plan.expires_at
        await page.getByRole('button', { name: 'Renew' }).click()
        await page.getByText('The plan is renewed').waitFor()
        assert.ok((await c.ask('GET', `/users/${id}`)).plan.expires_at > first)
        await page.getByRole('button', { name: 'Remove the plan' }).click()
        await question(page).getByRole('button', { name: 'Remove' }).click()
        await page.getByText('The user has no plan.').waitFor()
        await page.getByRole('button', { name: 'Undo' }).click()
        await page.getByRole('heading', { name: 'gold' }).waitFor()
      })
    })

    test('a document is written, changed after a conflict, and deleted', async () => {
      const { id } = await c.n.newUser({ username: 'doc' })
      await c.visit(async (page) => {
        await c.open(page, `/users/${id}?tab=documents`)
        await page.getByRole('button', { name: 'New document' }).click()
        const dialog = page.getByRole('dialog')
        await dialog.getByLabel('Title').fill('Plans')
        await dialog.getByLabel('Content').fill('One')
        await assertAccessible(page)
        await dialog.getByRole('button', { name: 'Save' }).click()
        await page.getByRole('button', { name: 'Edit “Plans”' }).click()
        await dialog.getByLabel('Content').fill('Two')
        const [document] = (await c.ask('GET', `/users/${id}/documents`)).documents
        await c.ask('PATCH', `/users/${id}/documents/${document.id}`, { content: 'Elsewhere' })
        await dialog.getByRole('button', { name: 'Save' }).click()
        await dialog.getByRole('button', { name: 'Load again' }).click()
        await dialog.getByText('Your changes are kept.').waitFor()
        await dialog.getByRole('button', { name: 'Save' }).click()
        await dialog.waitFor({ state: 'detached' })
        assert.deepEqual((await c.ask('GET', `/users/${id}/documents`)).documents[0].content, ['Two'])
        await page.getByRole('button', { name: 'Delete “Plans”' }).click()
        await question(page).getByRole('button', { name: 'Delete' }).click()
        await page.getByText('The user has no documents.').waitFor()
      })
    })

    test('metadata says where it is not JSON, and sends only what changed', async () => {
      const { id } = await c.n.newUser({ username: 'met', metadata: { team: 'engines', old: 1 } })
      await c.visit(async (page) => {
        await c.open(page, `/users/${id}?tab=metadata`)
        const card = page.getByRole('region', { name: 'Metadata', exact: true })
        const field = card.getByLabel('JSON object')
        await field.fill('{\n  "team": "moon",\n  oops\n}')
        await card.getByRole('button', { name: 'Save' }).click()
        await card.getByText('This is not JSON: line 3, column 3.').waitFor()
        await assertAccessible(page)
        await field.fill('{ "team": "moon", "none": null }')
        await card.getByRole('button', { name: 'Save' }).click()
        await card.getByText('null is not possible').waitFor()
        await field.fill('{ "team": "moon", "deep": { "list": [1, null] } }')
        await card.getByRole('button', { name: 'Save' }).click()
        await page.getByText('Saved', { exact: true }).waitFor()
      })
      assert.deepEqual((await c.ask('GET', `/users/${id}`)).metadata, {
        team: 'moon',
        deep: { list: [1, null] },
      })
    })

    test('a trust is shown at both users, with its roles, and deleted', async () => {
      const project = await c.ask('POST', '/projects', { name: 'apollo' })
      const given = await c.n.newUser({ username: 'giver' })
      const taken = await c.n.newUser({ username: 'taker' })
      await c.ask('PUT', `/users/${given.id}/roles/${await c.roleId('member')}?scope=project:${project.id}`)
      const token = await c.s.signIn(
        { id: given.id, password: given.password },
        { project: { id: project.id } },
      )
      const trust = {
        trustor_user_id: given.id,
        trustee_user_id: taken.id,
        impersonation: true,
        project_id: project.id,
        roles: [{ name: 'member' }],
      }
      const made = await c.s.call('POST', '/v3/OS-TRUST/trusts', { token, body: { trust } })
      assert.equal(made.status, 201, JSON.stringify(made.body))
      await c.visit(async (page) => {
        await c.open(page, `/users/${given.id}?tab=trusts`)
        const table = page.getByRole('region', { name: 'Trusts given' })
        await table.getByText('member').waitFor()
        await table.getByRole('link', { name: 'apollo' }).waitFor()
        await table.getByRole('link', { name: 'taker' }).click()
        await page.getByRole('heading', { name: 'taker' }).waitFor()
        await page.getByRole('tab', { name: 'Trusts' }).click()
        const received = page.getByRole('region', { name: 'Trusts received' })
        await received.getByRole('link', { name: 'giver' }).waitFor()
        await assertAccessible(page)
        await received.getByRole('button', { name: 'Delete' }).click()
        await question(page).getByText('taker can no longer use the roles of giver.').waitFor()
        await question(page).getByRole('button', { name: 'Delete' }).click()
        await received.waitFor({ state: 'detached' })
      })
      const { trusts } = (await c.s.call('GET', '/v3/OS-TRUST/trusts', { token: c.s.system })).body
      assert.deepEqual(trusts, [])
    })

    test('notifications are switched on and off', async () => {
      const { id } = await c.n.newUser({ username: 'not' })
      const before = await c.ask('GET', `/users/${id}/notification-preferences`)
      await c.visit(async (page) => {
        await c.open(page, `/users/${id}?tab=notifications`)
        await page.locator('main').getByText('Email', { exact: true }).click()
        await page.getByText('Saved', { exact: true }).waitFor()
      })
      const changed = await c.ask('GET', `/users/${id}/notification-preferences`)
      assert.equal(changed.channels.email, !before.channels.email)
    })
  })
