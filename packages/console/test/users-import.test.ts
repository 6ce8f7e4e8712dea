import assert from 'node:assert/strict'
import { mkdtemp, readFile, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import type { Download, Page } from 'playwright-core'
import { type Native, nativeClient } from '../../server/test/native.ts'
import { assertAccessible, type Console, inConsole, openConsole, skip } from './console.ts'
import { unavailable } from './users-fixture.ts'

const textOf = async (download: Promise<Download>) => readFile(await (await download).path(), 'utf8')

if (skip === false)
  inConsole('imports and exports in the console', (makePlace) => {
    let c: Console
    let n: Native
    before(async () => {
      c = await openConsole(await makePlace())
      n = await nativeClient(c.s)
    })
    after(() => c?.close())

    const open = async (page: Page, path: string) => {
      await c.open(page, path)
    }
    const choose = (page: Page, name: string, content: string) =>
      page
        .locator('input[type=file]')
        .setInputFiles({ name, mimeType: 'text/plain', buffer: Buffer.from(content) })
    const count = async (search: string) =>
      (await n.call('GET', `/users?search=${search}&count=true&limit=1`, { secret: n.admin })).body.total

    test('5,000 rows with 37 wrong ones: recognised, checked, imported in parts, and reported', () =>
      c.visit(async (page) => {
        const wrong = (at: number) => at % 135 === 7
        const rows = Array.from(
          { length: 5000 },
          (_, at) =>
            `many-${at};${wrong(at) ? 'not an address' : `many-${at}@example.net`};Person ${at};T${at}`,
        )
        await open(page, '/users/import')
        await assertAccessible(page)
        await choose(page, 'people.csv', `sep=;\nlogin;E-Mail;Name;Team\n${rows.join('\n')}\n`)
        await page.getByText('5,000 rows. 37 rows have errors.').waitFor()
        await page.getByRole('button', { name: 'Username Field of login' }).waitFor()
        await page.getByRole('button', { name: 'Leave out Field of Team' }).waitFor()
        await page.getByRole('checkbox', { name: 'Only rows with errors' }).press('Space')
        assert.equal(await page.getByRole('cell').filter({ hasText: 'Not an email address' }).count(), 37)
        await assertAccessible(page)
        await page.getByRole('button', { name: 'Check on the server' }).click()
        await page.getByText('The check is done. Nothing was changed.').waitFor()
        await page.getByRole('heading', { name: '37 rows failed' }).waitFor()
        await assertAccessible(page)
        assert.equal(await count('many-'), 0)
        // The server has imported a part, but its response is lost.
        let parts = 0
        await page.route('**/rows?*', async (route) => {
          if (++parts !== 2) return route.continue()
          await route.fetch()
          await route.fulfill(unavailable)
        })
        await page.getByRole('button', { name: 'Import 4,963 rows' }).click()
        await page.getByText('The import is done.').waitFor()
        await page.getByText('5,000 of 5,000 rows').waitFor()
        assert.equal(await count('many-'), 4963)
        const failed = page.waitForEvent('download')
        await page.getByRole('button', { name: 'Download the failed rows' }).click()
        const lines = (await textOf(failed)).split('\r\n')
        assert.match(lines[0] ?? '', /"login","E-Mail","Name","Team","error"/)
        assert.match(lines[1] ?? '', /^"many-7","not an address","Person 7","T7","/)
        await page.getByRole('link', { name: 'Show the users' }).click()
        await page.getByText(/4,9\d\d users/).waitFor()
      }))

    test('columns are assigned by hand; existing users change; the import stops and continues', () =>
      c.visit(async (page) => {
        await n.newUser({ username: 'here-already' })
        await open(page, '/users/import')
        await choose(page, 'odd.csv', 'a,b\nhere-already,Ada\nhere-new,Grace\n')
        await page.getByText(/Assign a column to “Username”/).waitFor()
        assert.equal(await page.getByRole('button', { name: 'Import 2 rows' }).isDisabled(), true)
        await page.getByRole('button', { name: 'Leave out Field of a' }).click()
        await page.getByRole('option', { name: 'Username' }).click()
        await page.getByRole('button', { name: 'Leave out Field of b' }).click()
        await page.getByRole('option', { name: 'Display name' }).click()
        await page.getByRole('button', { name: /If the user exists already$/ }).click()
        await page.getByRole('option', { name: 'Change the user with the same username' }).click()
        await page.route('**/rows', (route) =>
          route.fulfill({ status: 500, contentType: 'text/plain', body: '' }),
        )
        await page.getByRole('button', { name: 'Import 2 rows' }).click()
        await page.getByRole('heading', { name: /The import stopped/ }).waitFor()
        await assertAccessible(page)
        await page.unroute('**/rows')
        await page.getByRole('button', { name: 'Continue' }).click()
        await page.getByText('The import is done.').waitFor()
        const changed = await n.call('GET', '/users?username=here-already', { secret: n.admin })
        assert.equal(changed.body.users[0].display_name, 'Ada')
        assert.equal(await count('here-new'), 1)
      }))

    test('NDJSON with an invitation, in Persian and dark', () =>
      c.visit(
        async (page) => {
          await open(page, '/users/import')
          await page.evaluate(() => localStorage.setItem('muster.console.language', 'fa'))
          await page.reload()
          await page.getByRole('heading', { name: 'وارد کردن کاربران' }).waitFor()
          await choose(
            page,
            'people.ndjson',
            '{"username":"guest-1","email":"guest-1@example.org"}\nnonsense\n',
          )
          await page.getByText('۲ سطر. ۱ سطر خطا دارد.').waitFor()
          await page.getByRole('checkbox', { name: /دعوت کاربران تازه/ }).press('Space')
          await assertAccessible(page)
          await page.getByRole('button', { name: 'وارد کردن ۲ سطر' }).click()
          await page.getByText('ورود کاربران پایان یافت.').waitFor()
          await page.getByRole('heading', { name: '۱ سطر ناموفق' }).waitFor()
          await assertAccessible(page)
          assert.equal(await page.evaluate('document.documentElement.scrollWidth <= innerWidth'), true)
          const guest = await n.call('GET', '/users?username=guest-1', { secret: n.admin })
          assert.equal(guest.body.users[0].status, 'invited')
        },
        { colorScheme: 'dark', viewport: { width: 390, height: 800 } },
      ))

    test('an import continues with the same file after the page was closed', () =>
      c.visit(async (page) => {
        const path = join(await mkdtemp(join(tmpdir(), 'muster-import-')), 'later.csv')
        const names = Array.from({ length: 1500 }, (_, at) => `later-${at}`)
        await writeFile(path, ['username', ...names].join('\n'))
        await open(page, '/users/import')
        await page.locator('input[type=file]').setInputFiles(path)
        await page.getByText('1,500 rows. No errors found.').waitFor()
        await page.route('**/rows', (route) =>
          route.fulfill({ status: 500, contentType: 'text/plain', body: '' }),
        )
        await page.getByRole('button', { name: 'Import 1,500 rows' }).click()
        await page.getByRole('heading', { name: /The import stopped/ }).waitFor()
        await page.unroute('**/rows')
        await page.reload()
        await page.getByText(/The import of later.csv was interrupted after 1,000 rows/).waitFor()
        await assertAccessible(page)
        await page.locator('input[type=file]').setInputFiles(path)
        await page.getByText('The import is done.').waitFor()
        await page.getByText('1,500 of 1,500 rows').waitFor()
        assert.equal(await count('later-'), 1500)
        const imports = await n.call('GET', '/imports?limit=1', { secret: n.admin })
        assert.deepEqual([imports.body.imports[0].created, imports.body.imports[0].state], [1500, 'done'])
      }))

    test('a file that is no list of users is rejected with a reason', () =>
      c.visit(async (page) => {
        await open(page, '/users/import')
        await choose(page, 'empty.csv', '')
        await page.getByRole('alert').getByText('The file is empty. Choose another one.').waitFor()
      }))

    test('the wizard leads to the imports so far and their states', () =>
      c.visit(async (page) => {
        const body = { format: 'csv' }
        assert.equal((await n.call('POST', '/imports', { secret: n.admin, body })).status, 201)
        await open(page, '/users/import')
        await page.locator('.page-actions').getByRole('link', { name: 'Imports' }).press('Enter')
        await page.getByRole('tab', { name: 'Imports', selected: true }).waitFor()
        await page.getByRole('grid').getByText('Waiting', { exact: true }).first().waitFor()
      }))

    test('the list is exported as it is filtered', () =>
      c.visit(async (page) => {
        await n.newUser({ username: 'out-1', display_name: '=1+1' })
        await n.newUser({ username: 'out-2' })
        await open(page, '/users?search=out-')
        await page.getByRole('button', { name: 'Import and export' }).click()
        await page.getByRole('menuitem', { name: 'Export users' }).click()
        const dialog = page.getByRole('dialog', { name: 'Export users' })
        await dialog.getByText(/match the search and the filter/).waitFor()
        await assertAccessible(page)
        await page.route('**/users/export?*', (route) => route.fulfill(unavailable))
        await dialog.getByRole('button', { name: 'Export' }).click()
        await dialog.getByText(/is not available at the moment/).waitFor()
        await page.unroute('**/users/export?*')
        const exported = page.waitForEvent('download')
        await dialog.getByRole('button', { name: 'Export' }).click()
        const text = await textOf(exported)
        assert.match(text, /out-1/)
        assert.match(text, /out-2/)
        assert.doesNotMatch(text, /admin/)
      }))
  })
