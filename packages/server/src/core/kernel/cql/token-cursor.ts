import type { DomainError } from '../domain-error.ts'
import { cqlError } from './cql-error.ts'
import { cqlTokens, type Token } from './tokens.ts'

/** A cursor over the tokens of a filter, with its error constructors. */
export type TokenCursor = {
  readonly peek: () => Token
  readonly take: () => Token
  /** Whether the token is that keyword, ignoring case. */
  readonly isWord: (text: string, token?: Token) => boolean
  /** Consumes the keyword if it is next. */
  readonly skipWord: (text: string) => boolean
  readonly skipSign: (text: string) => boolean
  readonly needSign: (text: string, where: string) => void
  readonly fail: (at: number, wrong: string) => DomainError
  /** The error for a different token at the cursor. */
  readonly expected: (what: string) => DomainError
}

export const shownToken = ({ kind, text }: Token): string =>
  kind === 'end' ? 'the end' : kind === 'text' ? 'a text' : JSON.stringify(text.slice(0, 40))

export const tokenCursor = (source: string, parameter: string): TokenCursor => {
  const fail = (at: number, wrong: string) => cqlError(parameter, at, wrong)
  const tokens = cqlTokens(source)
  if ('message' in tokens) throw fail(tokens.at, tokens.message)
  let next = 0
  const peek = (): Token => tokens[next] as Token
  const take = (): Token => tokens[next++] as Token
  const skip = (is: boolean) => {
    if (is) next++
    return is
  }
  const isWord = (text: string, token = peek()) => token.kind === 'word' && token.text.toUpperCase() === text
  const skipSign = (text: string) => skip(peek().kind === 'sign' && peek().text === text)
  const expected = (what: string) => fail(peek().at, `expected ${what}, found ${shownToken(peek())}`)
  return {
    peek,
    take,
    isWord,
    skipWord: (text) => skip(isWord(text)),
    skipSign,
    needSign: (text, where) => {
      if (!skipSign(text)) throw expected(`"${text}" ${where}`)
    },
    fail,
    expected,
  }
}
