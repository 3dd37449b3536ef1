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
  room?.addEventListener(
    'dragover',
    (event) => {
      if (!event.dataTransfer || !isOfFiles(event)) return
      event.preventDefault()
      event.dataTransfer.dropEffect = 'copy'
      show(true)
    },
    { signal },
  )
  room?.addEventListener(
    'dragleave',
    ({ relatedTarget }) => {
      if (!(relatedTarget instanceof Node && room.contains(relatedTarget))) show(false)
    },
    { signal },
  )
  room?.addEventListener(
    'drop',
    (event) => {
      show(false)
      const files = [...(event.dataTransfer?.files ?? [])]
      if (files.length === 0) return
      event.preventDefault()
      take(files)
    },
    { signal },
  )
  composer?.addEventListener(
    'paste',
    (event) => {
      const { clipboardData } = event
      const files = [...(clipboardData?.files ?? [])]
      // A table or a page brings a picture of itself along with its text: the text is meant.
      if (files.length === 0 || clipboardData?.types.includes('text/plain')) return
      event.preventDefault()
      take(files)
    },
    { signal },
  )
  return () => {
    show(false)
    stopping.abort()
  }
}

const isOfFiles = ({ dataTransfer }: DragEvent): boolean => dataTransfer?.types.includes('Files') === true
