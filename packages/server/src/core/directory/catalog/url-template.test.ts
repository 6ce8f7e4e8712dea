import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { isValidTemplate, resolveUrl } from './url-template.ts'

const all = { tenant_id: 'P', project_id: 'P', user_id: 'U', public_endpoint: 'https://id.example' }
const withoutProject = { user_id: 'U', public_endpoint: 'https://id.example' }

describe('the URL templates of endpoints', () => {
  const rows: readonly [template: string, filled: string | undefined, why: string][] = [
    ['http://h/v1', 'http://h/v1', 'nothing to fill'],
    ['http://h/%(project_id)s', 'http://h/P', 'the percent form'],
    ['http://h/$(project_id)s', 'http://h/P', 'the dollar form'],
    ['http://h/$(tenant_id)s/%(user_id)s', 'http://h/P/U', 'both forms at once'],
    ['http://h/AUTH_%(tenant_id)s/%(tenant_id)s', 'http://h/AUTH_P/P', 'a name twice'],
    ['$(public_endpoint)s/v3', 'https://id.example/v3', 'the public address'],
    ['http://h/%(project_id)string', 'http://h/Ptring', 'text right after'],
    ['http://h/a%%2Fb', 'http://h/a%2Fb', 'an escaped percent sign'],
    ['http://h/%%(project_id)s', 'http://h/%(project_id)s', 'an escaped placeholder'],
    ['http://h/%$(project_id)s', 'http://h/%(project_id)s', 'a dollar form behind a percent sign'],
    ['http://h/$$(project_id)s', 'http://h/$P', 'a dollar sign before a placeholder'],
    ['http://h/$5', 'http://h/$5', 'a dollar sign alone'],
    ['http://h/(project_id)s', 'http://h/(project_id)s', 'parentheses alone'],
    ['http://h/%(compute_host)s', undefined, 'a name without a value'],
    ['http://h/%(admin_token)s', undefined, 'a name that is no placeholder'],
    ['http://h/%(Project_id)s', undefined, 'another case'],
    ['http://h/%(__proto__)s', undefined, 'a name of every object'],
    ['http://h/%()s', undefined, 'no name'],
    ['http://h/$(project_i d)s', undefined, 'a space in the name'],
    ['http://h/$(project_id)', undefined, 'no type letter'],
    ['http://h/$(project_id)d', undefined, 'another type letter'],
    ['http://h/$(project_id', undefined, 'not closed'],
    ['http://h/$(project_id)s/%(', undefined, 'one good and one broken'],
    ['http://h/a%2Fb', undefined, 'a percent sign that is not doubled'],
    ['http://h/100%', undefined, 'a percent sign at the end'],
  ]
  for (const [template, filled, why] of rows)
    test(`${why}: ${template}`, () => assert.equal(resolveUrl(template, all), filled))

  test('a template that needs a project is undefined without one', () => {
    for (const template of [
      'http://h/%(project_id)s',
      'http://h/$(tenant_id)s',
      'http://h/%(user_id)s/%(project_id)s',
    ])
      assert.equal(resolveUrl(template, withoutProject), undefined)
    assert.equal(resolveUrl('http://h/%(user_id)s', withoutProject), 'http://h/U')
  })

  test('values are inserted as text', () => {
    const odd = { user_id: '$(project_id)s%(project_id)s$&%%', project_id: 'P' }
    assert.equal(resolveUrl('http://h/$(user_id)s', odd), 'http://h/$(project_id)s%(project_id)s$&%%')
  })

  test('a new URL may contain every known placeholder, and no other', () => {
    for (const name of ['tenant_id', 'project_id', 'user_id', 'compute_host', 'public_endpoint'])
      assert.ok(isValidTemplate(`http://h/$(${name})s`), name)
    for (const template of [
      'http://h/$(nonexistent)s',
      'http://h/$(project_id)',
      'http://h/%2F',
      'http://h/%',
    ])
      assert.ok(!isValidTemplate(template), template)
  })
})
