import { allProblemCodes } from '@muster/contract/native/problem-codes.ts'
import { html } from '../../../http/html.ts'
import { statusesOfCode } from '../problem-statuses.ts'
import type { ApiDocument } from './api-document.ts'
import { rowsOf, tableOf } from './fields.ts'
import { layout } from './layout.ts'

/** Every error code with its statuses. */
export const errorsPage = ({ components }: ApiDocument, docs: string): string => {
  const problems = docs.slice(0, -'/api/v1/docs'.length)
  const main = html`<h1>Error codes</h1>
<p class="lead">Every error is a problem (RFC 9457) whose <code>type</code> is <code>/problems/</code> and one of these codes.</p>
<p>A released code keeps its meaning, and later versions add codes: handle an unknown code by the status. A code of a missing object is 404 if the path names the object, and 400 if the body does. The page of a code says what to do.</p>
<section id="Problem" class="schema" aria-labelledby="Problem-name">
<h2 id="Problem-name">Fields of <code>Problem</code></h2>
${tableOf({ caption: 'Fields of Problem', first: 'Field', docs, id: 'Problem' }, rowsOf({ ...components.schemas['Problem'], properties: { ...components.schemas['Problem']?.properties, type: { type: 'string', description: '`/problems/` and the code.' } } }, undefined))}
</section>
<h2 id="codes">Codes</h2>
<ul class="codes">
${allProblemCodes.map((code) => html`<li id="${code}"><a href="${problems}/problems/${code}"><code>${code}</code></a> ${statusesOfCode(code).join(', ')}</li>`)}
</ul>`
  return layout({ docs, name: 'errors', title: 'Error codes', main })
}
