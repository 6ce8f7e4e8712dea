import { type DomainError, domainError } from '../domain-error.ts'

/** `at` counts UTF-16 units from 0; people are told the character, from 1. */
export const cqlError = (parameter: string, at: number, wrong: string): DomainError =>
  domainError('invalid', 'filter_invalid', `The filter is wrong at character ${at + 1}: ${wrong}.`, {
    parameter,
    position: at + 1,
  })
