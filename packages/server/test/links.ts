import assert from 'node:assert/strict'
import type { Letter } from '../src/core/mail/post.ts'

/** The secret that a letter's link carries. */
export const secretIn = (letter: Pick<Letter, 'text'> | undefined): string =>
  /\btoken=(mst_[ir]_[\w-]+)/.exec(letter?.text ?? '')?.[1] ?? assert.fail('no link in the letter')
