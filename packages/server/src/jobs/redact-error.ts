const longest = 500

/**
 * The error message as one line, without secrets. Mail servers often quote a rejected email and its recipient; the log
 * must not contain its links and its address.
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
