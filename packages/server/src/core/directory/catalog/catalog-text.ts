import { domainError } from '../../kernel/domain-error.ts'
import { checkPathSegment, normalizeText } from '../../kernel/text.ts'
import { isFillable } from './url-template.ts'

export const normalizeServiceType = (type: string): string => {
  if (type === '')
    throw domainError('invalid', 'type_empty', 'The type of a service must not be empty.', { field: 'type' })
  return normalizeText('type', type, 255)
}

export const normalizeDescription = (description: string | null | undefined): string | null | undefined =>
  typeof description === 'string' ? normalizeText('description', description, 65_535) : description

/** `scheme:rest` (RFC 1738 section 2.1), or the server's own address, and at most 225 characters. */
export const normalizeEndpointUrl = (url: string): string => {
  if (!/^(?:[a-zA-Z0-9+.-]+:.|[%$]\(public_endpoint\)s)/.test(url))
    throw domainError(
      'invalid',
      'url_invalid',
      'The URL of an endpoint starts with a scheme, as in https://host/path.',
      {
        field: 'url',
      },
    )
  return normalizeText('url', url, 225)
}

/** Only new endpoints are held to this: clients may store anything in an old one (keystone.md section 16.3). */
export const checkTemplate = (url: string): void => {
  if (!isFillable(url))
    throw domainError(
      'invalid',
      'url_template_broken',
      'The URL of the endpoint holds a placeholder that nothing can fill.',
      {
        field: 'url',
      },
    )
}

/** A region is looked up by the id that its creator chose. */
export const normalizeRegionId = (field: string, id: string): string =>
  checkPathSegment(field, normalizeText(field, id, 255))

/** The name of a service may be empty; clients look it up by its name in a path first. */
export const normalizeServiceName = (name: string): string =>
  checkPathSegment('name', normalizeText('name', name, 255))
