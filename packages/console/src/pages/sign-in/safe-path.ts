const base = 'https://console.invalid'

/** A path of the console; anything else, such as another origin or the sign-in page itself, counts as its start. */
export const safePath = (path: string | undefined): string => {
  if (path === undefined || !path.startsWith('/') || !URL.canParse(path, base)) return '/'
  const { origin, pathname, search, hash } = new URL(path, base)
  // A URL parser reads a backslash as a slash, and ignores tabs and line breaks.
  if (origin !== base || pathname.startsWith('//') || pathname === '/sign-in') return '/'
  return `${pathname}${search}${hash}`
}
