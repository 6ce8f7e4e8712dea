import { domainError } from '../../kernel/domain-error.ts'
import { normalizeName, normalizeText } from '../../kernel/text.ts'
import type { Plan, Quotas } from './plan.ts'

/** Input fields of a plan. */
export type PlanFields = Pick<Plan, 'name'> & {
  readonly quotas: Readonly<Record<string, number | undefined>>
} & Partial<{ readonly [K in 'displayName' | 'description' | 'color' | 'numberOfDays']: Plan[K] | undefined }>

type PartialFields = { readonly [K in keyof PlanFields]?: PlanFields[K] | undefined }

/** A hundred years. */
export const maxNumberOfDays = 36_500

const field = (name: string) => name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`)

const checkCount = (name: string, value: number | null | undefined, max: number) => {
  if (value === undefined || value === null) return
  if (!Number.isInteger(value) || value < 1 || value > max)
    throw domainError(
      'invalid',
      'count_out_of_range',
      `${field(name)} must be an integer from 1 to ${max}.`,
      {
        field: field(name),
      },
    )
}

const text = (name: string, value: string | null | undefined, max: number) =>
  typeof value === 'string' ? normalizeText(name, value, max) : value

/** Normalizes fields for storage; absent fields stay absent. Rejects with `invalid`. */
export const normalizePlan = <W extends PartialFields>(fields: W): W & { readonly quotas: Quotas } => {
  const quotas = Object.entries(fields.quotas ?? {}).flatMap(([name, value]) =>
    value === undefined ? [] : [[name, value] as const],
  )
  for (const [name, value] of quotas) checkCount(name, value, Number.MAX_SAFE_INTEGER)
  checkCount('numberOfDays', fields.numberOfDays, maxNumberOfDays)
  if (typeof fields.color === 'string' && !/^#(?:[0-9a-f]{3}|[0-9a-f]{6}|[0-9a-f]{8})$/i.test(fields.color))
    throw domainError('invalid', 'color_malformed', 'color must be # and 3, 6 or 8 hexadecimal digits.', {
      field: 'color',
    })
  return {
    ...fields,
    ...(fields.name === undefined ? {} : { name: normalizeName('plan', fields.name, 255) }),
    displayName: text('display_name', fields.displayName, 255),
    description: text('description', fields.description, 65_535),
    quotas: Object.fromEntries(quotas),
  }
}
