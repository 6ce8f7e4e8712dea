import type { Field } from './field.ts'

/**
 * The option of a field: `display_name` is `--display-name`, a reference such as `domain_id` is `--domain`, and a
 * secret is read from the file descriptor of `--password-fd`.
 */
export const optionName = (field: string, { names, secret }: Field<unknown>): string => {
  const name = names === undefined ? field : field.replace(/_ids?$/, '')
  return `${name.replaceAll('_', '-')}${secret ? '-fd' : ''}`
}
