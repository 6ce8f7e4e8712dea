import assert from 'node:assert/strict'
import { ArgumentError, type ClientError } from '../src/transport/errors.ts'

type Call = () => unknown

const thrownBy = async (call: Call): Promise<unknown> => {
  try {
    await call()
  } catch (error) {
    return error
  }
  return assert.fail('no error was thrown')
}

/** Assertions that add what they saw to `called`, such as `users.get NotFoundError`. */
export const recordErrors = (called: Set<string>) => ({
  async fails<T extends ClientError>(
    path: string,
    ErrorClass: abstract new (...args: never[]) => T,
    call: Call,
  ): Promise<T> {
    const error = await thrownBy(call)
    assert.ok(error instanceof ErrorClass, String(error))
    called.add(`${path} ${ErrorClass.name}`)
    return error
  },
  /** The call fails with an `ArgumentError` that names the argument. */
  async rejectsArgument(path: string, argument: string, call: Call): Promise<void> {
    const error = await thrownBy(call)
    assert.ok(error instanceof ArgumentError, String(error))
    assert.equal(error.argument, argument)
    assert.ok(error.message.startsWith(`${argument}: `))
    called.add(`${path} ArgumentError ${argument}`)
  },
})
