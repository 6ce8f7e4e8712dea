import { type DomainError, domainError } from '../domain-error.ts'

/** `at` counts UTF-16 code units from 0; the message counts characters from 1. */
export const cqlError = (parameter: string, at: number, wrong: string): DomainError =>
  domainError('invalid', 'filter_invalid', `The filter is invalid at character ${at + 1}: ${wrong}.`, {
    parameter,
    position: at + 1,
  })
