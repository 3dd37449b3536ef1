/** Takes files that are dropped on the room in which `part` stands, or pasted into its composer; answers how to stop that. */
export function takeDropped(part: HTMLElement, take: (files: readonly File[]) => void): () => void {
  const stopping = new AbortController()
  const { signal } = stopping
  const room = part.closest<HTMLElement>('.room')
  const composer = part.closest<HTMLElement>('.composer')
  const show = (isOver: boolean) => room?.classList.toggle('room-drop', isOver)

  room?.addEventListener(
    'dragover',
    (event) => {
      if (!event.dataTransfer?.types.includes('Files')) return
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
