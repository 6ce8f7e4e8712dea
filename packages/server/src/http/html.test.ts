import assert from 'node:assert/strict'
import { test } from 'node:test'
import { html } from './html.ts'

test('T69: text is escaped everywhere, and template markup is not', () => {
  const hostile = `"><script>alert('1')</script>&amp;`
  const escaped = '&quot;&gt;&lt;script&gt;alert(&#39;1&#39;)&lt;/script&gt;&amp;amp;'
  assert.equal(html`<a title="${hostile}">${hostile}</a>`.markup, `<a title="${escaped}">${escaped}</a>`)
  assert.equal(html`<p>${html`<b>${'<'}</b>`}${undefined}</p>`.markup, '<p><b>&lt;</b></p>')
  assert.equal(
    html`<ul>${['a', '<'].map((text) => html`<li>${text}</li>`)}</ul>`.markup,
    '<ul><li>a</li>\n<li>&lt;</li></ul>',
  )
})
