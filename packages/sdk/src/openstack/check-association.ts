import { InvalidResponseError } from '../transport/errors.ts'
import type { CallOptions } from '../transport/transport.ts'
import type { Send } from './api.ts'

/** Whether a membership or role assignment exists: 204 or 404. Other successes come from something else than Identity. */
export const check = async (
  send: Send,
  path: string,
  params: Readonly<Record<string, string>>,
  options: CallOptions = {},
): Promise<boolean> => {
  const { status } = await send({ method: 'HEAD', path, params, accept: [404], ...options })
  if (status !== 204 && status !== 404)
    throw new InvalidResponseError({ method: 'HEAD', path }, status, 'the response has an unexpected status')
  return status === 204
}
