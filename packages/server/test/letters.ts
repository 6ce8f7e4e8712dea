import type { Letter, Post } from '../src/core/mail/post.ts'

export type MemoryPost = Post & { readonly letters: readonly Letter[] }

/** Keeps letters in place of sending them. */
export const memoryPost = (): MemoryPost => {
  const letters: Letter[] = []
  return {
    letters,
    async send(letter) {
      letters.push(letter)
    },
  }
}
