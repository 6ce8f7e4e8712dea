import { showAnswer } from './answer.ts'
import { confirmed } from './confirm.ts'
import { element } from './elements.ts'
import { type Operation, type Request, requestOf } from './request.ts'

const isReading = ({ method }: Operation): boolean => method === 'GET'

/** The form of one operation; it is built when its section is opened. */
const formOf = (operation: Operation, id: string): readonly Node[] => {
  const inputs = new Map<string, HTMLInputElement>()
  const fields = operation.parameters.map(({ name, where, required }) => {
    const input = element('input', {
      id: `${id}-${where}-${name}`,
      autocomplete: 'off',
      spellcheck: 'false',
      'aria-required': required ? 'true' : undefined,
    })
    inputs.set(`${where} ${name}`, input)
    const label = element('label', { for: input.id }, element('code', {}, name), ` ${where}`)
    return element('p', { class: 'row' }, label, ' ', input)
  })
  const body =
    operation.body === undefined
      ? undefined
      : element('textarea', { id: `${id}-body`, rows: '8', spellcheck: 'false', autocomplete: 'off' })
  if (body) body.value = operation.body ?? ''
  const output = element('div', { class: 'answer' })
  const send = element('button', { type: 'button' }, 'Send')

  const submit = async () => {
    let request: Request
    try {
      request = requestOf(
        operation,
        (name, where) => inputs.get(`${where} ${name}`)?.value ?? '',
        body?.value,
      )
    } catch (error) {
      const { message } = error as Error
      output.replaceChildren(element('p', { role: 'alert', class: 'bad' }, message))
      return
    }
    if (!isReading(operation) && !(await confirmed(operation, request))) return
    send.disabled = true
    await showAnswer(request, output)
    send.disabled = false
    send.focus()
  }
  send.addEventListener('click', () => void submit())
  for (const input of inputs.values())
    input.addEventListener('keydown', (event) => {
      if (event.key === 'Enter') void submit()
    })
  const note = element(
    'p',
    { class: 'quiet' },
    'The request goes to this server, with the ',
    element('a', { href: '#credential' }, 'credential'),
    ' of this page and without cookies.',
  )
  return [
    note,
    ...fields,
    ...(body ? [element('label', { for: body.id }, `Body, ${operation.type}`), body] : []),
    element('p', { class: 'row' }, send),
    output,
  ]
}

/** Shows the section *Try it* of each operation. */
export const offerRequests = (): void => {
  for (const details of document.querySelectorAll<HTMLDetailsElement>('details.try')) {
    const operation = JSON.parse(details.dataset['operation'] ?? '{}') as Operation
    const id = `try-${details.closest('article')?.id}`
    details.addEventListener(
      'toggle',
      () => details.append(element('div', { class: 'form' }, ...formOf(operation, id))),
      { once: true },
    )
    details.hidden = false
  }
}
