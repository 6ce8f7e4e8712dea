/** 32 hex digits as people and other programs write a UUID (RFC 9562 section 4); other ids stay as they are. */
export const formatUuid = (id: string): string =>
  /^[0-9a-f]{32}$/.test(id) ? id.replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-') : id
