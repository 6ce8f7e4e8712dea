import assert from 'node:assert/strict'
import { test } from 'node:test'
import { directionOf, type Language, languages } from '@muster/messages/languages.ts'
import { type Parameters, type Template, templates } from '../core/messaging/mail/message.ts'
import { makeEmailRenderer } from './render-email.ts'

const render = makeEmailRenderer(() => 'https://id.example', 'en')
const email = (language: string | null, template: Template, parameters: Parameters) =>
  render({ id: 'a'.repeat(32), to: 'ann@example.com', template, language, parameters, createdAt: 0 })

const codes = Object.keys(languages) as Language[]
const names = { name: 'Ann', username: 'ann.lee', invited_by: 'Bob', organization: 'Löwe & Söhne' }
const times = { expires_at: '2026-01-09T03:04:05.000Z', changed_at: '2026-01-09T03:04:05.000Z' }
const contents: Readonly<Record<Template, Parameters>> = {
  invitation: { ...names, ...times, token: 'mst_i_x' },
  temporary_password: { ...names, password: '7-tempo-rary!' },
  recovery: { ...names, ...times, token: 'mst_r_x' },
  first_password: { ...names, ...times, token: 'mst_r_x' },
  password_changed: { ...names, ...times },
  notification: { name: 'Ann', subject: 'Wartung 7', text: 'heute', path: '/inbox' },
}

/** Parameters that an email must show, beside the name. */
const shown: Readonly<Record<Template, readonly string[]>> = {
  invitation: ['ann.lee', 'Bob', 'Löwe & Söhne', 'account/invitation'],
  temporary_password: ['ann.lee', 'Löwe & Söhne', '7-tempo-rary!', 'account/password'],
  recovery: ['ann.lee', 'account/recovery'],
  first_password: ['ann.lee', 'account/recovery'],
  password_changed: ['ann.lee'],
  notification: ['Wartung 7', 'heute', 'https://id.example/inbox'],
}

const dates: Readonly<Record<Language, RegExp>> = {
  en: /January 9, 2026 at 03:04 UTC/,
  de: /9\. Januar 2026 um 03:04 UTC/,
  es: /9 de enero de 2026 a las 03:04 UTC/,
  fa: /۱۹ دی ۱۴۰۴ ساعت ۰۳:۰۴ \(UTC\)/,
  hi: /9 जनवरी 2026 को 03:04 UTC/,
  ja: /2026年1月9日 03:04 UTC/,
}
const isDated = (template: Template) =>
  ['invitation', 'recovery', 'first_password', 'password_changed'].includes(template)

const unescaped = (html: string) => html.replaceAll('&amp;', '&')
/** The lines of an email in words, without values and links. */
const sentences = (text: string) => text.split('\n').filter((line) => /^\S.* /.test(line))

for (const language of codes)
  test(`N18: emails in ${languages[language]}: every template has its names, link and date, and no English`, () => {
    for (const template of templates) {
      const about = `${language} ${template}`
      const { subject, text, html } = email(language, template, contents[template])
      for (const value of ['Ann', ...shown[template]])
        assert.ok(`${subject}\n${text}`.includes(value), `${about}: ${value}`)
      for (const value of shown[template].filter((one) => !subject.includes(one)))
        assert.ok(unescaped(html).includes(value), `${about}: ${value} in HTML`)
      if (isDated(template))
        for (const part of [text, html]) assert.match(part, dates[language], `${about}: date`)
      const tag = `lang="${language}" dir="${directionOf(language)}"`
      assert.ok(html.includes(`<html ${tag}>`) && html.includes(`<div ${tag}>`), about)
      assert.doesNotMatch(subject + text + html, /undefined|null|Invalid Date/, about)
      if (language === 'en') continue
      const english = email('en', template, contents[template])
      for (const line of sentences(english.text)) assert.ok(!text.includes(line), `${about}: ${line}`)
      if (template !== 'notification') assert.notEqual(subject, english.subject, about)
    }
  })

test('a link to an account page has the language of the message, and none if the message has none', () => {
  for (const language of codes) {
    for (const template of ['invitation', 'recovery', 'first_password', 'temporary_password'] as const) {
      const { text, html } = email(language, template, contents[template])
      const [link = ''] = /https:\/\/id\.example\/account\/\S+/.exec(text) ?? []
      assert.equal(new URL(link).searchParams.get('language'), language, template)
      assert.ok(html.includes(`href="${link.replaceAll('&', '&amp;')}"`), template)
    }
    assert.match(
      email(language, 'notification', contents.notification).text,
      /^https:\/\/id\.example\/inbox$/m,
    )
  }
  assert.match(email(null, 'invitation', { token: 'x' }).text, /account\/invitation\?token=x$/m)
})

test('without a known language, an email is in the default language', () => {
  const persian = makeEmailRenderer(() => 'https://id.example', 'fa')
  for (const language of [null, 'fr', '', 'EN', '__proto__', 'constructor']) {
    const message = {
      id: 'a'.repeat(32),
      to: 'ann@example.com',
      template: 'recovery' as const,
      language,
      parameters: contents.recovery,
      createdAt: 0,
    }
    assert.match(persian(message).html, /<html lang="fa" dir="rtl">/, String(language))
    assert.match(render(message).html, /<html lang="en" dir="ltr">/, String(language))
  }
})

test('a hostile name is text without directional controls or links, in every language', () => {
  const markup = `<img src=x onerror="alert(1)"><bdi dir=rtl>&`
  const directions = 'evil\u202Egpj\u2069\u2066\u202D.exe'
  const link = 'Win at https://evil.example'
  for (const language of codes)
    for (const template of ['invitation', 'temporary_password', 'recovery', 'password_changed'] as const)
      for (const name of [markup, directions, link]) {
        const about = `${language} ${template} ${name}`
        const hostile = { ...contents[template], name, username: name, invited_by: name, organization: name }
        const { subject, text, html } = email(language, template, hostile)
        assert.doesNotMatch(html, /<img|<bdi dir/, about)
        assert.doesNotMatch(subject + text + html, /[\u202A-\u202E\u2066\u2067\u200E\u200F\u061C]/, about)
        // The title of a document has no elements.
        assert.doesNotMatch(html.slice(html.indexOf('<body')), /[\u2068\u2069]/, about)
        const opened = (text.match(/\u2068/g) ?? []).length
        assert.equal(opened, (text.match(/\u2069/g) ?? []).length, about)
        const hrefs = [...html.matchAll(/href="([^"]*)"/g)].map(([, to]) => to)
        for (const to of hrefs) assert.match(String(to), /^https:\/\/id\.example\/account\//, about)
      }
})

test('the text part isolates names only where the direction of the text needs it', () => {
  const name = (language: string, text: string) =>
    email(language, 'recovery', { token: 'x', name: text }).text.split('\n')[0]
  assert.equal(name('de', 'Ann'), 'Guten Tag Ann,')
  assert.equal(name('de', 'شیرین'), 'Guten Tag \u2068شیرین\u2069,')
  assert.equal(name('fa', 'Ann'), 'سلام \u2068Ann\u2069،')
})
