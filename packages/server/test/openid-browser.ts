/** A browser that keeps cookies and submits the forms of the provider. */
export const makeBrowser = () => {
  const jars = new Map<string, Map<string, string>>()
  const jarOf = (url: string) => {
    const { host } = new URL(url)
    const jar = jars.get(host) ?? new Map<string, string>()
    jars.set(host, jar)
    return jar
  }
  const request = async (url: string, form?: Readonly<Record<string, string>>): Promise<Response> => {
    const jar = jarOf(url)
    const answer = await fetch(url, {
      method: form ? 'POST' : 'GET',
      redirect: 'manual',
      headers: { cookie: [...jar].map(([name, value]) => `${name}=${value}`).join('; ') },
      ...(form ? { body: new URLSearchParams(form) } : {}),
    })
    for (const line of answer.headers.getSetCookie()) {
      const [pair = ''] = line.split(';')
      const cut = pair.indexOf('=')
      jar.set(pair.slice(0, cut), pair.slice(cut + 1))
    }
    return answer
  }
  return {
    /** Signs in at the provider, and returns the URL below `until` that the provider sends the browser to. */
    async signIn(url: string, subject: string, until: string): Promise<string> {
      let next: { readonly url: string; readonly form?: Readonly<Record<string, string>> } = { url }
      for (let step = 0; step < 20; step++) {
        if (next.url.startsWith(until)) return next.url
        const answer: Response = await request(next.url, next.form)
        const location = answer.headers.get('location')
        if (location !== null) {
          next = { url: new URL(location, next.url).href }
          continue
        }
        const page = await answer.text()
        const [, prompt] = /name="prompt" value="(\w+)"/.exec(page) ?? []
        const [, action = next.url] = /<form[^>]*action="([^"]+)"/.exec(page) ?? []
        if (prompt === undefined)
          throw new Error(`the provider answered ${answer.status}: ${page.slice(0, 400)}`)
        next = {
          url: new URL(action, next.url).href,
          form: { prompt, ...(prompt === 'login' ? { login: subject, password: 'any' } : {}) },
        }
      }
      throw new Error('the sign-in at the provider does not end')
    },
  }
}
