import type { ClientId } from '../../../protocol/ids.ts'
import { paths } from '../../transport/paths.ts'
import type { RoomSession } from '../talk/room-session.ts'
import { lostFiles } from './lost-files.ts'
import { isLost } from './pictures.ts'

/** Asks for one byte of a file: the server finds out whether it still has it. null: it does not answer, or not us. */
export async function lookFor(roomId: string, id: ClientId): Promise<'lost' | 'there' | null> {
  const init = { cache: 'no-store', headers: { range: 'bytes=0-0' } } as const
  const response = await fetch(paths.file(roomId, id), init).catch(() => null)
  if (response?.ok) return 'there'
  return response?.status === 404 && (await isLost(response)) ? 'lost' : null
}

/** Looks whether a file that was lost came back. */
export async function lookAgain({ roomId }: RoomSession, id: ClientId): Promise<void> {
  if ((await lookFor(roomId, id)) === 'there' && lostFiles.state(id) === 'lost') lostFiles.isBack(id)
}

/** A link to a file leads to a sentence of the server where its bytes are lost: it is asked first, as soon as the finger is down. */
export function createFileProbe({ roomId }: RoomSession, id: () => ClientId) {
  let probe: Promise<boolean> | null = null
  const begin = (): Promise<boolean> => {
    probe ??= lookFor(roomId, id()).then((found) => {
      probe = null
      if (found === 'lost') lostFiles.found(id())
      else if (found === 'there' && lostFiles.state(id()) === 'lost') lostFiles.isBack(id())
      return found === 'lost'
    })
    return probe
  }
  return {
    begin: () => void begin(),
    /** What opens beside the app has to open at once, or a browser takes it for something that nobody asked for. */
    follow(event: MouseEvent, opensBeside: boolean): void {
      if (opensBeside || event.ctrlKey || event.metaKey || event.shiftKey) return void begin()
      event.preventDefault()
      const link = Object.assign(document.createElement('a'), { href: paths.file(roomId, id()) })
      void begin().then((lost) => lost || link.click())
    },
  }
}
