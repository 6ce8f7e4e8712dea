/** Placeholders in the URL of an endpoint, written `%(name)s` or `$(name)s` (keystone.md section 6.7). */
export const urlNames = ['tenant_id', 'project_id', 'user_id', 'compute_host', 'public_endpoint'] as const
export type UrlName = (typeof urlNames)[number]

const isName = (name: string): name is UrlName => urlNames.includes(name as UrlName)

/**
 * The URL with resolved placeholders, or undefined when one has no value or the template is malformed. Keystone's rules:
 * `$(` equals `%(`, `%%` is an escaped percent sign, and any other percent sign makes the URL malformed, so that percent
 * escapes are written `%%2F`.
 */
export const resolveUrl = (
  template: string,
  values: { readonly [N in UrlName]?: string | undefined },
): string | undefined => {
  let broken = false
  const filled = template
    .replaceAll('$(', '%(')
    .replaceAll(/%(?:%|\(([^)]*)\)s)?/g, (found, name?: string) => {
      if (found === '%%') return '%'
      const value = name !== undefined && isName(name) ? values[name] : undefined
      if (value === undefined) broken = true
      return value ?? ''
    })
  return broken ? undefined : filled
}

/**
 * The URL with the public address of this server resolved. Placeholders that depend on a token stay.
 */
export const withPublicUrl = (template: string, publicUrl: string): string =>
  template.replaceAll(/%%|[%$]\(public_endpoint\)s/g, (found) => (found === '%%' ? found : publicUrl))

const everyName = Object.fromEntries(urlNames.map((name) => [name, '']))

/** Whether the template is well-formed and uses known placeholders only. */
export const isValidTemplate = (template: string): boolean => resolveUrl(template, everyName) !== undefined
