import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { assertAccessible, chooseByKeyboard, inConsole, skip } from './console.ts'
import { choose, openUserConsole, question, type UserConsole } from './user-fixture.ts'

if (skip) test('the roles of a user', { skip }, () => undefined)
else
  inConsole('the roles of a user', (makePlace) => {
    let c: UserConsole
    let projectId: string
    let groupId: string
    before(async () => {
      c = await openUserConsole(await makePlace())
      projectId = (await c.ask('POST', '/projects', { name: 'apollo' })).id
      await c.ask('POST', '/projects', { name: 'lander', parent_id: projectId })
      groupId = (await c.ask('POST', '/groups', { name: 'engineers' })).id
      await c.ask('PUT', `/groups/${groupId}/roles/${await c.roleId('member')}?scope=project:${projectId}`)
    })
    after(() => c?.close())

    const rolesOn = async (userId: string): Promise<string[]> => {
      const { role_assignments: rows } = await c.ask(
        'GET',
        `/role-assignments?user_id=${userId}&effective=true&scope=project:${projectId}`,
      )
      const names = await Promise.all(
        rows.map(async ({ role_id }: { role_id: string }) => (await c.ask('GET', `/roles/${role_id}`)).name),
      )
      return [...new Set(names)].sort()
    }

    test('an administrator finds out why a person may read a project, and takes the right away', async () => {
      const { id } = await c.n.newUser({ username: 'ada', display_name: 'Ada' })
      await c.ask('PUT', `/groups/${groupId}/members/${id}`)
      await c.ask('PUT', `/users/${id}/roles/${await c.roleId('reader')}?scope=project:${projectId}`)
      assert.deepEqual(await rolesOn(id), ['member', 'reader'])
      await c.visit(async (page) => {
        await c.open(page, '/users?search=ada')
        await page.goto(`${c.url}/users/${id}`)
        await page.getByRole('tab', { name: 'Roles' }).click()
        const card = page.getByRole('region', { name: 'Project apollo', exact: true })
        await card.getByText('Assigned to the user directly').waitFor()
        const implied = card.getByRole('row').filter({ hasText: 'Implied by the role' })
        await implied.getByRole('link', { name: 'member' }).waitFor()
        await implied.getByRole('link', { name: 'engineers' }).waitFor()
        await implied
          .getByText('Remove the user from the group, or take the role away from the group.')
          .waitFor()
        await assertAccessible(page)
        // The direct assignment first: the role stays, because the group gives it too.
        await card.getByRole('button', { name: 'Take away the role reader' }).click()
        const dialog = question(page)
        await dialog.getByText('Ada loses the role reader on Project apollo').waitFor()
        await assertAccessible(page)
        await dialog.getByRole('button', { name: 'Take away' }).click()
        await dialog.waitFor({ state: 'detached' })
        await card.getByText('Assigned to the user directly').waitFor({ state: 'detached' })
        assert.deepEqual(await rolesOn(id), ['member', 'reader'])
        // Then the group, where the reason says.
        await page.getByRole('tab', { name: 'Groups' }).click()
        await page.getByRole('button', { name: 'Remove from the group engineers' }).click()
        await question(page).getByText('Ada loses the roles of engineers.').waitFor()
        await question(page).getByRole('button', { name: 'Remove' }).click()
        await page.getByText('The user is in no group.').waitFor()
        await page.getByRole('tab', { name: 'Roles' }).click()
        await page.getByText('The user has no roles.').waitFor()
      })
      assert.deepEqual(await rolesOn(id), [])
    })

    test('undo gives the role back', async () => {
      const { id } = await c.n.newUser({ username: 'undo' })
      await c.ask('PUT', `/users/${id}/roles/${await c.roleId('reader')}?scope=project:${projectId}`)
      await c.visit(async (page) => {
        await c.open(page, `/users/${id}?tab=roles`)
        await page.getByRole('button', { name: 'Take away the role reader' }).click()
        await question(page).getByRole('button', { name: 'Take away' }).click()
        await page.getByText('The user has no roles.').waitFor()
        await page.getByRole('button', { name: 'Undo' }).click()
        await page.getByText('Assigned to the user directly').waitFor()
      })
      assert.deepEqual(await rolesOn(id), ['reader'])
    })

    test('a role is granted by keyboard alone', async () => {
      const { id } = await c.n.newUser({ username: 'keys' })
      await c.visit(async (page) => {
        await c.open(page, `/users/${id}?tab=roles`)
        const press = async (...keys: string[]) => {
          for (const key of keys) await page.keyboard.press(key)
        }
        await page.getByRole('button', { name: 'Grant a role' }).focus()
        await press('Enter')
        const dialog = page.getByRole('dialog')
        await dialog.waitFor()
        await dialog.getByRole('button', { name: 'Role', exact: false }).first().focus()
        await press('Enter')
        await page.getByRole('option', { name: 'reader' }).waitFor()
        await page.keyboard.type('reader')
        await press('Enter')
        await dialog.getByRole('combobox', { name: 'Project' }).focus()
        await page.keyboard.type('apol')
        await chooseByKeyboard(page, 'apollo')
        await press('Tab', 'Tab', 'Tab', 'Enter')
        await page.getByRole('region', { name: 'Project apollo', exact: true }).waitFor()
      })
      assert.deepEqual(await rolesOn(id), ['reader'])
    })

    test('an inherited role is taken away where it is assigned', async () => {
      const { id } = await c.n.newUser({ username: 'heir' })
      await c.visit(async (page) => {
        await c.open(page, `/users/${id}?tab=roles`)
        await page.getByRole('button', { name: 'Grant a role' }).click()
        await choose(page, 'Role', 'reader')
        await page.getByRole('combobox', { name: 'Project' }).fill('apollo')
        await page.getByRole('option', { name: 'apollo' }).click()
        await page.getByRole('checkbox', { name: 'On the projects below it' }).check({ force: true })
        await page.getByRole('button', { name: 'Grant', exact: true }).click()
        const card = page.getByRole('region', { name: 'Project lander', exact: true })
        await card.getByText('Inherited from: Project apollo').waitFor()
        await card.getByRole('button', { name: 'Take away the role reader' }).click()
        const dialog = question(page)
        await dialog.getByText('on all projects below Project apollo').waitFor()
        await dialog.getByRole('button', { name: 'Take away' }).click()
        await page.getByText('The user has no roles.').waitFor()
      })
    })

    test('a project is joined and left', async () => {
      const { id } = await c.n.newUser({ username: 'mia', display_name: 'Mia' })
      await c.visit(async (page) => {
        await c.open(page, `/users/${id}?tab=projects`)
        await page.getByRole('combobox', { name: 'Project' }).fill('apollo')
        await page.getByRole('option', { name: 'apollo' }).click()
        await page.getByRole('button', { name: 'Add to the project' }).click()
        await page.getByRole('link', { name: 'apollo' }).waitFor()
        assert.deepEqual(await rolesOn(id), ['member', 'reader'])
        await page.getByRole('button', { name: 'Remove apollo' }).click()
        const dialog = question(page)
        await dialog.getByText('Mia loses the assigned roles on apollo').waitFor()
        await dialog.getByRole('button', { name: 'Remove' }).click()
        await page.getByText('The user is not a member of any project.').waitFor()
      })
    })
  })
