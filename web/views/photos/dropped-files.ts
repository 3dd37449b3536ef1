/**
 * Takes files that are dropped on the room in which `part` stands, or pasted into its composer; answers how to stop that. Beside the room nothing
 * is taken, and the browser does not leave the page for what was dropped there.
 */
export function takeDropped(part: HTMLElement, take: (files: readonly File[]) => void): () => void {
  const stopping = new AbortController()
  const { signal } = stopping
  const room = part.closest<HTMLElement>('.room')
  const composer = part.closest<HTMLElement>('.composer')
  const show = (isOver: boolean) => room?.classList.toggle('room-drop', isOver)

  for (const what of ['dragover', 'drop'] as const)
    window.addEventListener(
      what,
      (event) => {
        if (event.defaultPrevented || !isOfFiles(event)) return
        event.preventDefault()
        if (event.dataTransfer) event.dataTransfer.dropEffect = 'none'
      },
      { signal },
    )
  if (room) takeDrops(room, take, { signal, show })
  if (composer) takePastes(composer, take, { signal })
  return () => {
    show(false)
    stopping.abort()
  }
}

const isOfFiles = ({ dataTransfer }: DragEvent): boolean => dataTransfer?.types.includes('Files') === true

type Taking = { signal: AbortSignal; show?: (isOver: boolean) => void }

/** Takes files that are dropped on something. `show`: whether somebody holds some over it. */
export function takeDrops(
  on: HTMLElement,
  take: (files: readonly File[]) => void,
  { signal, show = () => undefined }: Taking,
): void {
  on.addEventListener(
    'dragover',
    (event) => {
      if (!event.dataTransfer || !isOfFiles(event)) return
      event.preventDefault()
      event.dataTransfer.dropEffect = 'copy'
      show(true)
    },
    { signal },
  )
  on.addEventListener(
    'dragleave',
    ({ relatedTarget }) => {
      if (!(relatedTarget instanceof Node && on.contains(relatedTarget))) show(false)
    },
    { signal },
  )
  on.addEventListener(
    'drop',
    (event) => {
      show(false)
      given(event, event.dataTransfer, take)
    },
    { signal },
  )
}

/** Takes files that are pasted into something. */
export function takePastes(
  into: HTMLElement,
  take: (files: readonly File[]) => void,
  { signal }: Pick<Taking, 'signal'>,
): void {
  into.addEventListener(
    'paste',
    (event) => {
      // A table or a page brings a picture of itself along with its text: the text is meant.
      if (!event.clipboardData?.types.includes('text/plain')) given(event, event.clipboardData, take)
    },
    { signal },
  )
}

function given(event: Event, data: DataTransfer | null, take: (files: readonly File[]) => void): void {
  const files = [...(data?.files ?? [])]
  if (files.length === 0) return
  event.preventDefault()
  take(files)
}
