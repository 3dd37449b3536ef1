import type { Id, Seq } from '../../../protocol/ids.ts'

/** Of a room that was read up to here, what stands among the phone's notifications goes: the ordinary one, and the one of 緊急. */
export async function closeReadNotices(roomId: Id, pointer: Seq): Promise<void> {
  try {
    const registration = await navigator.serviceWorker.getRegistration()
    for (const tag of [roomId, `${roomId}!`]) {
      const notices = (await registration?.getNotifications({ tag })) ?? []
      for (const notice of notices) if (!(notice.data?.seq > pointer)) notice.close()
    }
  } catch {
    // A browser without a service worker shows none.
  }
}
