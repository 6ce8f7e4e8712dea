import type { Noun } from '../command/verb.ts'
import { userNoun } from './user.ts'

/** The nouns in the order of the help. */
export const nouns: readonly Noun[] = [userNoun]
