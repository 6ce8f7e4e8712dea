const longest = 500

/**
 * What went wrong as one line that administrators may read. Mail servers like to repeat the letter that they refuse
 * and whom it is for, and must not bring its links and its address into the log that way.
 */
export const redactError = (thrown: unknown, secrets: readonly string[]): string => {
  const message = thrown instanceof Error ? thrown.message : String(thrown)
  return secrets
    .filter((secret) => secret.length >= 8)
    .reduce((text, secret) => text.replaceAll(secret, '…'), message)
    .replace(/[\p{Cc}\p{Cs}]+/gu, ' ')
    .trim()
    .slice(0, longest)
}
