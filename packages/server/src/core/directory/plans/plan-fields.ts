import { domainError } from '../../kernel/domain-error.ts'
import { normalizeName, normalizeText } from '../../kernel/text.ts'
import { type Plan, type Quotas, quotaNames } from './plan.ts'

/** What people say about a plan. */
export type PlanWords = Quotas &
  Pick<Plan, 'name'> &
  Partial<{ readonly [K in 'displayName' | 'description' | 'color' | 'numberOfDays']: Plan[K] | undefined }>

type Words = { readonly [K in keyof PlanWords]?: PlanWords[K] | undefined }

/** A hundred years. */
export const maxNumberOfDays = 36_500

const field = (name: string) => name.replace(/[A-Z]/g, (email) => `_${email.toLowerCase()}`)

const checkCount = (name: string, value: number | null | undefined, max: number) => {
  if (value === undefined || value === null) return
  if (!Number.isInteger(value) || value < 1 || value > max)
    throw domainError(
      'invalid',
      'count_out_of_range',
      `${field(name)} must be a whole number from 1 to ${max}.`,
      {
        field: field(name),
      },
    )
}

const text = (name: string, given: string | null | undefined, max: number) =>
  typeof given === 'string' ? normalizeText(name, given, max) : given

/** The same words as they are kept; what is absent stays absent. Rejects with `invalid`. */
export const normalizePlan = <W extends Words>(words: W): W => {
  for (const name of quotaNames) checkCount(name, words[name], Number.MAX_SAFE_INTEGER)
  checkCount('numberOfDays', words.numberOfDays, maxNumberOfDays)
  if (typeof words.color === 'string' && !/^#(?:[0-9a-f]{3}|[0-9a-f]{6}|[0-9a-f]{8})$/i.test(words.color))
    throw domainError('invalid', 'color_malformed', 'A color is # and 3, 6 or 8 hexadecimal digits.', {
      field: 'color',
    })
  return {
    ...words,
    ...(words.name === undefined ? {} : { name: normalizeName('plan', words.name, 255) }),
    displayName: text('display_name', words.displayName, 255),
    description: text('description', words.description, 65_535),
  }
}
