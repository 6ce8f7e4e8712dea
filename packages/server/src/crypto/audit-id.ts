import { makeUuid } from './ids.ts'

/** The audit id of a token: a random UUID in 22 characters of base64url (keystone.md 6.6). */
export const makeAuditId = (): string => makeUuid('base64url')
