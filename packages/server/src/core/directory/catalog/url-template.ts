/** What the URL of an endpoint may have filled in, as `%(name)s` or `$(name)s` (keystone.md section 6.7). */
export const urlNames = ['tenant_id', 'project_id', 'user_id', 'compute_host', 'public_endpoint'] as const
export type UrlName = (typeof urlNames)[number]

const isName = (name: string): name is UrlName => urlNames.includes(name as UrlName)

/**
 * The URL with its placeholders filled, or undefined when one has no value or the template is broken. The
 * rules are Keystone's: `$(` is another way to write `%(`, `%%` stands for one percent sign, and a percent
 * sign that opens nothing known breaks the whole URL, so that escapes are written `%%2F`.
 */
export const fillUrl = (
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
 * The URL as readers of an endpoint see it: with the address of this server filled in. Placeholders that only a token
 * can fill stay.
 */
export const withPublicUrl = (template: string, publicUrl: string): string =>
  template.replaceAll(/%%|[%$]\(public_endpoint\)s/g, (found) => (found === '%%' ? found : publicUrl))

const everyName = Object.fromEntries(urlNames.map((name) => [name, '']))

/** Whether a token that has everything could fill it. */
export const isFillable = (template: string): boolean => fillUrl(template, everyName) !== undefined
