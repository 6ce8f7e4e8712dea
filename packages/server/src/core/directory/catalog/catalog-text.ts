import { domainError } from '../../kernel/domain-error.ts'
import { checkPathSegment, normalizeText } from '../../kernel/text.ts'
import { isValidTemplate } from './url-template.ts'

export const normalizeServiceType = (type: string): string => {
  if (type === '') throw domainError('invalid', 'type_empty', 'type must not be empty.', { field: 'type' })
  return normalizeText('type', type, 255)
}

export const normalizeDescription = (description: string | null | undefined): string | null | undefined =>
  typeof description === 'string' ? normalizeText('description', description, 65_535) : description

/** `scheme:rest` (RFC 1738 section 2.1), or the server's own address, and at most 225 characters. */
export const normalizeEndpointUrl = (url: string): string => {
  if (!/^(?:[a-zA-Z0-9+.-]+:.|[%$]\(public_endpoint\)s)/.test(url))
    throw domainError('invalid', 'url_invalid', 'url must start with a scheme, such as https://host/path.', {
      field: 'url',
    })
  return normalizeText('url', url, 225)
}

/** Applies to new endpoints only: an update may store any template (keystone.md section 16.3). */
export const checkTemplate = (url: string): void => {
  if (!isValidTemplate(url))
    throw domainError('invalid', 'url_template_broken', 'url contains an unknown or malformed placeholder.', {
      field: 'url',
    })
}

/** The id of a region is chosen by its creator and used in paths. */
export const normalizeRegionId = (field: string, id: string): string =>
  checkPathSegment(field, normalizeText(field, id, 255))

/** The name of a service may be empty; clients use it in paths. */
export const normalizeServiceName = (name: string): string =>
  checkPathSegment('name', normalizeText('name', name, 255))
