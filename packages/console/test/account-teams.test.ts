import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { type Account, openAccount } from './account-fixture.ts'
import { assertAccessible, inConsole, skip } from './console.ts'
import { question } from './user-fixture.ts'

inConsole('the own teams in the console', (makePlace) => {
  let c: Account
  before(async () => {
    if (!skip) c = await openAccount(await makePlace())
  })
  after(() => c?.close())

  let count = 0
  /** A project with a member, an invited reader, and a user who sees it. */
  const newTeam = async (domainRole?: string) => {
    const name = `team ${++count}`
    const project = (await c.ask('POST', '/projects', { name })).id
    const own = await c.n.newUser()
    const other = await c.n.newUser({ display_name: 'Grace Hopper' })
    for (const { id } of [own, other]) await c.ask('PUT', `/projects/${project}/members/${id}`, {})
    const email = `invited${count}@example.org`
    await c.ask('POST', '/invitations', { email, project: { id: project, role: 'reader' } })
    if (domainRole !== undefined)
      await c.ask('PUT', `/users/${own.id}/roles/${await c.roleId(domainRole)}?scope=domain:default`)
    const members = async () => {
      const { members: listed } = await c.ask('GET', `/projects/${project}/members`)
      return new Map<string, string[]>(
        listed.map(({ username, roles }: { username: string; roles: { name: string }[] }) => [
          username,
          roles.map((role) => role.name),
        ]),
      )
    }
    return { name, own, other, email, members }
  }

  for (const role of [undefined, 'reader'])
    test(`${role === undefined ? 'an ordinary user' : 'a reader of the domain'} sees the members and cannot change them`, {
      skip,
    }, async () => {
      const { name, own, other, email } = await newTeam(role)
      await c.visit(async (page) => {
        await c.open(page, '/account/teams', own.username, own.password)
        const toggle = page.getByRole('button', { name: `Members: ${name}` })
        assert.equal(await toggle.getAttribute('aria-expanded'), 'false')
        await toggle.press('Enter')
        const row = page.getByRole('row').filter({ hasText: other.username })
        await row.getByText('Grace Hopper').waitFor()
        await page.getByRole('row').filter({ hasText: email }).getByText('Invited', { exact: true }).waitFor()
        assert.equal(await toggle.getAttribute('aria-expanded'), 'true')
        assert.match(page.url(), /[?&]project=/)
        for (const act of ['Add a member', 'Invite by email', /Actions/])
          assert.equal(await page.locator('main').getByRole('button', { name: act }).count(), 0)
        assert.equal(await row.getByRole('link').count(), role === undefined ? 0 : 1)
        await assertAccessible(page)
        await page.reload()
        await row.waitFor()
        await toggle.press('Enter')
        await row.waitFor({ state: 'detached' })
      })
    })

  test('a manager invites, changes a role, withdraws an invitation and removes a member', {
    skip,
  }, async () => {
    const { name, own, other, email, members } = await newTeam('manager')
    await c.visit(async (page) => {
      await c.open(page, '/account/teams', own.username, own.password)
      await page.getByRole('button', { name: `Members: ${name}` }).press('Enter')
      const choose = async (username: string, act: string) => {
        const row = page.getByRole('row').filter({ hasText: username })
        await row.getByRole('button', { name: 'Actions' }).press('Enter')
        const item = page.getByRole('menuitem', { name: act, exact: true })
        await item.waitFor()
        await item.focus()
        await page.keyboard.press('Enter')
      }
      await page.getByRole('button', { name: 'Invite by email' }).press('Enter')
      await page.getByRole('dialog').getByLabel('Email').focus()
      await page.keyboard.type('new@example.org')
      await page.keyboard.press('Enter')
      await page
        .getByRole('row')
        .filter({ hasText: 'new@example.org' })
        .getByText('Invited', { exact: true })
        .waitFor()
      assert.deepEqual((await members()).get('new@example.org'), ['member'])

      await choose(other.username, 'Change the role')
      await page
        .getByRole('dialog')
        .getByRole('button', { name: /Role of members$/ })
        .click()
      await page.getByRole('option', { name: 'Reader' }).click()
      await page.getByRole('dialog').getByRole('button', { name: 'Save' }).click()
      const row = page.getByRole('row').filter({ hasText: other.username })
      await row.getByText('reader', { exact: true }).waitFor()

      await choose(email, 'Withdraw')
      await question(page).getByText('The link in the email no longer works').waitFor()
      await assertAccessible(page)
      await question(page).getByRole('button', { name: 'Withdraw' }).press('Enter')
      await page.getByText(`The invitation of ${email} was withdrawn.`).waitFor()
      const { invitations } = await c.ask('GET', '/invitations')
      const pending = invitations.map((invitation: { email: string }) => invitation.email)
      assert.ok(pending.includes('new@example.org') && !pending.includes(email))

      await choose(other.username, 'Remove')
      await question(page).getByRole('button', { name: 'Remove' }).press('Enter')
      await row.waitFor({ state: 'detached' })
      assert.ok(!(await members()).has(other.username))
      await assertAccessible(page)
    })
  })

  test('lists teams, and leaves one after a confirmation', { skip }, async () => {
    const { user } = await c.newDeveloper()
    await c.visitAs(user, '/teams', async (page) => {
      const name = `apollo of ${user.username}`
      await page.getByRole('button', { name: `Leave ${name}` }).click()
      const dialog = page.getByRole('alertdialog')
      await dialog.getByText(`You lose your roles on ${name}`).waitFor()
      await assertAccessible(page)
      await dialog.getByRole('button', { name: 'Leave' }).click()
      await page.getByText(`You left ${name}.`).waitFor()
      await page.getByText('You are not a member of any project.').waitFor()
    })
  })
})
