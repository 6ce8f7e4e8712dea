import { allRules } from '../../packages/server/src/core/kernel/rules/defaults/all.ts'
import type { RuleDefault } from '../../packages/server/src/core/kernel/rules/rule-default.ts'
import { code, page, table } from './markdown.ts'

const rows = (rules: readonly RuleDefault[]) =>
  table(
    ['Rule', 'Check', 'Scopes', 'Guards'],
    rules.map(({ name, check, scopes, about }) => [
      code(name),
      code(check === '' ? '@' : check),
      scopes.join(', '),
      about,
    ]),
  )

const isNamed = ({ name }: RuleDefault) => !name.includes(':')
const byName = (a: RuleDefault, b: RuleDefault) => (a.name < b.name ? -1 : 1)

/** Every built-in rule. */
export const writeRulesPage = (): string =>
  page('Rules', [
    'Who may do what. A check is written in the oslo.policy language; an operator replaces any of them by its name. ' +
      'The scopes say which tokens may ask at all: an override changes the check, never the scopes.',
    '## Rules that others refer to',
    rows(allRules.filter(isNamed)),
    '## Rules of operations',
    rows(allRules.filter((rule) => !isNamed(rule)).sort(byName)),
  ])
