const first = /^\s*([A-Za-z][\w-]*|\d+(?:\.\d+)*)\s*=\s*((?:\\[0-9A-Fa-f]{2}|\\.|[^,+;\\])*)\s*(?:[,;]|$)/s

/** The attribute and value of the first component of a DN; undefined if it has several or is malformed. */
export const firstComponent = (
  dn: string,
): { readonly attribute: string; readonly value: string } | undefined => {
  const [, attribute, escaped] = first.exec(dn) ?? []
  if (attribute === undefined || escaped === undefined || escaped.startsWith('#')) return undefined
  const bytes: Buffer[] = []
  for (const [part] of escaped.matchAll(/\\[0-9A-Fa-f]{2}|\\.|[^\\]+/gs)) {
    if (!part.startsWith('\\')) bytes.push(Buffer.from(part))
    else if (part.length === 3) bytes.push(Buffer.from(part.slice(1), 'hex'))
    else bytes.push(Buffer.from(part.slice(1)))
  }
  return { attribute, value: Buffer.concat(bytes).toString('utf8').trim() }
}

/** DNs as directories compare them, closely enough for finding one in a list: ignoring case and spaces at commas. */
export const comparableDn = (dn: string): string =>
  dn
    .replaceAll(/\s*([,=])\s*/g, '$1')
    .trim()
    .toLowerCase()
