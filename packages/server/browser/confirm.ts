import { element } from './elements.ts'
import type { Operation, Request } from './request.ts'

/** Whether the operation removes something that another request does not bring back. */
const isDestructive = ({ method }: Operation, { url }: Request): boolean =>
  method === 'DELETE' || /[?&]purge=true/.test(url)

/** Asks before a request that changes something; resolves to the answer. */
export const confirmed = (operation: Operation, request: Request): Promise<boolean> => {
  const { promise, resolve } = Promise.withResolvers<boolean>()
  const destructive = isDestructive(operation, request)
  const send = element('button', { type: 'button', class: destructive ? 'danger' : undefined }, 'Send')
  const cancel = element('button', { type: 'button', class: 'plain', autofocus: true }, 'Cancel')
  const dialog = element(
    'dialog',
    { 'aria-labelledby': 'confirm-name' },
    element('h4', { id: 'confirm-name' }, destructive ? 'Send a destructive request?' : 'Send this request?'),
    element('p', {}, `It changes data on this server: ${operation.summary}.`),
    element('pre', {}, element('code', {}, `${request.method} ${request.url}`)),
    element('p', { class: 'row' }, send, ' ', cancel),
  )
  send.addEventListener('click', () => {
    resolve(true)
    dialog.close()
  })
  cancel.addEventListener('click', () => dialog.close())
  dialog.addEventListener('close', () => {
    resolve(false)
    dialog.remove()
  })
  document.body.append(dialog)
  dialog.showModal()
  return promise
}
