import { BadRequest } from '../../http/api.ts'

/**
 * The user id in a path. The client form-encodes it: `+` is a space and `%2B` a plus sign, which the router's decoding
 * does not distinguish.
 */
export const parseUserId = (url: string): string => {
  const [, segment = ''] = /\/v1\/users\/id\/([^/?]+)/.exec(url) ?? []
  try {
    return decodeURIComponent(segment.replaceAll('+', ' '))
  } catch {
    throw new BadRequest('The user id is not percent-encoded UTF-8.')
  }
}
