import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type Parameters, type Template, templates } from '../core/messaging/mail/message.ts'
import { makeEmailRenderer } from './render-email.ts'

let publicUrl = 'https://id.example'
const render = makeEmailRenderer(() => publicUrl, 'en')
const email = (template: Template, parameters: Parameters) =>
  render({ id: 'a'.repeat(32), to: 'ann@example.com', template, language: null, parameters, createdAt: 0 })
const links = ({ text, html }: { text: string; html: string }) =>
  [
    text.match(/https?:\/\/\S+/g) ?? [],
    [...html.matchAll(/href="([^"]*)"/g)].map(([, link]) => link),
  ] as const

test('an invitation has a greeting, the inviter and the target, one link and its expiry', () => {
  const { subject, text, html } = email('invitation', {
    token: 'mst_i_x',
    name: 'Ann',
    username: 'ann@example.com',
    invited_by: 'Bob',
    organization: 'Löwe & Söhne',
    expires_at: '2026-01-09T03:04:05.000Z',
  })
  assert.equal(subject, 'Your invitation to Löwe & Söhne')
  assert.equal(
    text,
    `Hello Ann,

Bob has created an account for you at Löwe & Söhne. Accept the invitation to use it:

https://id.example/account/invitation?token=mst_i_x

Your username:

    ann@example.com

The link works once, until January 9, 2026 at 03:04 UTC.

If you did not expect an invitation, ignore this message.
`,
  )
  assert.match(
    html,
    /<a href="https:\/\/id\.example\/account\/invitation\?token=mst_i_x">Accept the invitation<\/a>/,
  )
  assert.match(html, /Löwe &amp; Söhne/)
})

test('every template renders with its required fields alone', () => {
  const needed: Readonly<Record<Template, Parameters>> = {
    invitation: { token: 'mst_i_x' },
    temporary_password: { username: 'ann', password: 'tempo rary' },
    recovery: { token: 'mst_r_x' },
    first_password: { token: 'mst_r_x' },
    password_changed: {},
    notification: { subject: 'News', text: 'one\ntwo' },
  }
  for (const template of templates) {
    const { subject, text, html } = email(template, needed[template])
    assert.ok(subject.length > 3)
    assert.match(text, /^Hello( ann)?,\n/)
    for (const value of Object.values(needed[template])) {
      const shown = subject + text
      assert.ok(shown.includes(value), `${template} ${value}`)
    }
    assert.doesNotMatch(text + html, /undefined|null|Invalid Date/)
  }
  assert.match(email('notification', needed.notification).html, /<p dir="auto">one<br>two<\/p>/)
  assert.match(
    email('recovery', needed.recovery).text,
    /^https:\/\/id\.example\/account\/recovery\?token=mst_r_x$/m,
  )
  assert.match(
    email('temporary_password', needed.temporary_password).html,
    /<code dir="auto">tempo rary<\/code>/,
  )
})

test('T65: links lead to the current public address, and nowhere else', () => {
  publicUrl = 'https://id.example/muster'
  assert.deepEqual(links(email('recovery', { token: 'a&b=c#d' })), [
    ['https://id.example/muster/account/recovery?token=a%26b%3Dc%23d'],
    ['https://id.example/muster/account/recovery?token=a%26b%3Dc%23d'],
  ])
  for (const path of [
    'https://evil.example',
    '//evil.example',
    '/\\evil.example',
    '@evil.example',
    'javascript:alert(1)',
  ])
    assert.deepEqual(links(email('notification', { subject: 's', text: 't', path })), [[], []], path)
  assert.deepEqual(links(email('notification', { subject: 's', text: 't', path: '/inbox' }))[1], [
    'https://id.example/muster/inbox',
  ])
  publicUrl = 'https://id.example'
  for (const path of ['/..//evil.example', '/a@evil.example', '/x?y=//evil.example']) {
    const [, [link = '']] = links(email('notification', { subject: 's', text: 't', path }))
    assert.equal(new URL(link).origin, 'https://id.example', path)
  }
})

test('names that look like a URL are omitted, so that emails carry no third-party links', () => {
  for (const name of ['Win at https://evil.example', 'www.evil.example', '//evil.example/x']) {
    const parameters = { token: 'mst_i_x', name, invited_by: name, organization: name }
    const { subject, text, html } = email('invitation', parameters)
    assert.doesNotMatch(subject + text + html, /evil/)
    assert.match(text, /^Hello,\n\nAn administrator has created an account for you\./)
  }
})

test('a subject is one line of bounded length for any input', () => {
  const { subject } = email('notification', {
    subject: `a\r\nBcc: x\u2028y\u0000${'𝒳'.repeat(999)}`,
    text: '',
  })
  assert.match(subject, /^a Bcc: x y 𝒳+$/u)
  assert.equal([...subject].length, 200)
  assert.equal(email('notification', { subject: ' \n ', text: '' }).subject, 'Notification')
})

test('user input is escaped in HTML, and control characters are removed from both parts', () => {
  const evil = `<img src=x onerror="alert('1')">&amp;\u0007\r\nnext`
  const { text, html } = email('notification', { subject: evil, text: evil, name: evil })
  assert.doesNotMatch(html, /<img/)
  assert.match(html, /&lt;img src=x onerror=&quot;alert\(&#39;1&#39;\)&quot;&gt;&amp;amp;<br>next/)
  assert.doesNotMatch(text + html, /[^\P{Cc}\n]/u)
})
