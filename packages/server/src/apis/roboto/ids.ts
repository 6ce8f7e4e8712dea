import { BadRequest } from '../../http/api.ts'

/**
 * The user id in a path, as the client writes it: form-style, so that `+` is a space and `%2B` a plus sign. The
 * router's own decoding could not tell them apart any more.
 */
export const userIdIn = (url: string): string => {
  const [, segment = ''] = /\/v1\/users\/id\/([^/?]+)/.exec(url) ?? []
  try {
    return decodeURIComponent(segment.replaceAll('+', ' '))
  } catch {
    throw new BadRequest('The user id is not percent-encoded UTF-8.')
  }
}
