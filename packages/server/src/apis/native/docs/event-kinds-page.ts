import { eventKinds } from '../../../core/kernel/events/event-kinds.ts'
import { html } from '../../../http/html.ts'
import { layout } from './layout.ts'
import { prose } from './prose.ts'

const message = `{
  "type": "user.created",
  "timestamp": "2026-03-01T09:30:00.000Z",
  "data": {
    "sequence": 4711,
    "kind": "user.created",
    "subject_type": "user",
    "subject_id": "4f1d2c3b4a5968778695a4b3c2d1e0f9",
    …
  }
}`

/** Every kind of event: what webhooks receive and the event log contains. */
export const eventKindsPage = (docs: string): string => {
  const main = html`<h1>Event kinds</h1>
<p class="lead">An event says what happened to which object. The event log lists events, and webhooks receive them.</p>
<p>Select one kind, as in <code>user.created</code>, all kinds of one type of object, as in <code>user.*</code>, or every kind with <code>*</code>. Later versions add kinds. <a href="${docs}/events">Events</a> describes the fields, <a href="${docs}/webhooks">Webhooks</a> the deliveries. A webhook receives a message of this form, signed according to Standard Webhooks:</p>
<pre tabindex="0" aria-label="Example of a message"><code>${message}</code></pre>
<table class="kinds">
<caption>Kinds</caption>
<thead><tr><th scope="col">Kind</th><th scope="col">When</th><th scope="col">Detail</th></tr></thead>
<tbody>
${Object.entries(eventKinds).map(
  ([kind, { about, detail }]) =>
    html`<tr id="${kind}"><th scope="row"><code>${kind}</code></th><td>${prose(about, docs)}</td><td>${Object.entries(detail).map(([name, meaning]) => html`<code>${name}</code>: ${prose(meaning, docs)}<br>`)}</td></tr>`,
)}
</tbody>
</table>`
  return layout({ docs, name: 'event-kinds', title: 'Event kinds', main })
}
