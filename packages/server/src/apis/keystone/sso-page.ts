import { html } from '../../http/html.ts'

/** `scriptHash` is its SHA-256; without scripts, the user presses the button. */
const script = 'document.forms[0].submit()'
const scriptHash = 'ePniVEkSivX/c7XWBGafqh8tSpiRrKiqYeqbG7N1TOE='

/** A policy must not have the characters that end a source or a directive. */
const asSource = (url: string): string => url.replace(/[;, ]/g, encodeURIComponent)

/** A page that posts the token to the dashboard, and to nothing else (T69). */
export const ssoPage = (origin: string, token: string) => ({
  status: 200 as const,
  headers: {
    'content-type': 'text/html; charset=utf-8',
    'content-security-policy': [
      "default-src 'none'",
      `script-src 'sha256-${scriptHash}'`,
      `form-action ${asSource(origin.replace(/[?#].*$/, ''))}`,
      "frame-ancestors 'none'",
      "base-uri 'none'",
    ].join('; '),
    'referrer-policy': 'no-referrer',
    'x-frame-options': 'DENY',
  },
  body: html`<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><title>Signing in</title></head>
<body>
<form method="post" action="${origin}">
<input type="hidden" name="token" value="${token}">
<button type="submit">Continue to the dashboard</button>
</form>
<script>${{ markup: script }}</script>
</body>
</html>
`.markup,
})
