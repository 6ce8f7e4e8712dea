/** Formats 32 hex digits as a UUID (RFC 9562 section 4); returns other ids unchanged. */
export const formatUuid = (id: string): string =>
  /^[0-9a-f]{32}$/.test(id) ? id.replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-') : id
