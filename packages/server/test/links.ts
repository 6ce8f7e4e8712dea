import assert from 'node:assert/strict'
import type { Email } from '../src/core/messaging/mail/mail-transport.ts'

/** The secret in the link of an email. */
export const secretIn = (email: Pick<Email, 'text'> | undefined): string =>
  /\btoken=(mst_[ir]_[\w-]+)/.exec(email?.text ?? '')?.[1] ?? assert.fail('no link in the email')
