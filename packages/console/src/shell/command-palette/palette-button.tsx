import { lazy, Suspense, useEffect, useState } from 'react'
import { useMessages } from '../../messages/use-messages.ts'
import { Button } from '../../ui/button.tsx'

const Palette = lazy(() => import('./palette.tsx').then(({ Palette: component }) => ({ default: component })))

const isApple = /mac|iphone|ipad/i.test(navigator.userAgent)

/** Opens the palette by a press, and by Ctrl-K or ⌘K. */
export const PaletteButton = () => {
  const { common } = useMessages()
  const [isOpen, setOpen] = useState(false)
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (event.key.toLowerCase() !== 'k' || !(isApple ? event.metaKey : event.ctrlKey)) return
      event.preventDefault()
      setOpen((open) => !open)
    }
    addEventListener('keydown', onKey)
    return () => removeEventListener('keydown', onKey)
  }, [])
  return (
    <>
      <Button className="palette-button" onPress={() => setOpen(true)}>
        <svg className="icon" viewBox="0 0 18 18" aria-hidden="true">
          <circle cx="8" cy="8" r="4.5" />
          <path d="m11.5 11.5 3 3" />
        </svg>
        <span className="palette-text">{common.commandPalette}</span>
        <kbd>{isApple ? '⌘K' : 'Ctrl-K'}</kbd>
      </Button>
      {isOpen ? (
        <Suspense>
          <Palette onClose={() => setOpen(false)} />
        </Suspense>
      ) : null}
    </>
  )
}
