import { readFileSync } from 'node:fs'
import { parse } from 'yaml'
import { allRules } from '../core/kernel/rules/defaults/all.ts'
import { makeRuleBook, type RuleBook } from '../core/kernel/rules/rule-book.ts'
import { isRuleError } from '../core/kernel/rules/rule-error.ts'
import { BadConfig } from './load-config.ts'
import type { Config } from './settings-table.ts'

/** The effective rules: the shipped ones, replaced by the operator's where these have the same name. */
export const readRules = ({ policy_file }: Config): RuleBook => {
  if (policy_file === undefined) return makeRuleBook(allRules)
  try {
    return makeRuleBook(allRules, parse(readFileSync(policy_file, 'utf8')) ?? {})
  } catch (error) {
    const why = isRuleError(error)
      ? error.problems.map(({ rule, message }) => `${rule}: ${message}`)
      : [(error as Error).message]
    throw new BadConfig([`policy_file ${policy_file} is invalid:`, ...why])
  }
}
