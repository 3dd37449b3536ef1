import type { ClientId } from '../../protocol/ids.ts'
import { paths } from '../transport/paths.ts'
import { lostFiles } from './lost-files.ts'
import { isLost } from './pictures.ts'
import type { RoomSession } from './room-session.ts'

/** Asks for one byte of a file: the server finds out whether it still has it. */
export async function isLostNow(roomId: string, id: ClientId): Promise<boolean> {
  const init = { cache: 'no-store', headers: { range: 'bytes=0-0' } } as const
  const response = await fetch(paths.file(roomId, id), init).catch(() => null)
  return response?.status === 404 && isLost(response)
}

/** A link to a file leads to a sentence of the server where its bytes are lost: it is asked first, as soon as the finger is down. */
export function createFileProbe(session: RoomSession, id: () => ClientId) {
  let probe: Promise<boolean> | null = null
  const begin = (): Promise<boolean> => {
    probe ??= isLostNow(session.roomId, id()).then((lost) => {
      probe = null
      if (lost) lostFiles.found(id())
      else if (lostFiles.state(id()) === 'lost') lostFiles.isBack(id())
      return lost
    })
    return probe
  }
  return {
    begin: () => void begin(),
    /** What opens beside the app has to open at once, or a browser takes it for something that nobody asked for. */
    follow(event: MouseEvent, opensBeside: boolean): void {
      if (opensBeside || event.ctrlKey || event.metaKey || event.shiftKey) return void begin()
      event.preventDefault()
      const link = Object.assign(document.createElement('a'), { href: paths.file(session.roomId, id()) })
      void begin().then((lost) => lost || link.click())
    },
  }
}
