import type { Component } from 'solid-js'
import { later } from './controls/later.tsx'
import type { UnderListProps } from './list/under-list.tsx'

/** What is not needed to read a room and to write in it: fetched when there is time, or when it is wanted. */
export const RoomOverlays = later(() => import('./talk/room-overlays.tsx').then((file) => file.RoomOverlays))
export const MentionList = later(() => import('./talk/mention-list.tsx').then((file) => file.MentionList))
export const GoneRoom = later(() => import('./talk/gone-room.tsx').then((file) => file.GoneRoom))
export const ReplyingTo = later(() => import('./talk/replying-to.tsx').then((file) => file.ReplyingTo))
export const ComposerTools = later(() => import('./talk/composer-tools.tsx').then((file) => file.ComposerTools))
export const FailedSending = later(() => import('./talk/failed-sending.tsx').then((file) => file.FailedSending))

export const Pages = later(() => import('./pages.tsx').then((file) => file.Pages))
export const SignedOut = later(() => import('./signed-out.tsx').then((file) => file.SignedOut))

/** The page comes to rest first. Nothing waits for this part, and nothing is said where it does not come. */
const restMs = 3_000
const underList = (): Promise<Component<UnderListProps>> =>
  new Promise((resolve) => setTimeout(resolve, restMs))
    .then(() => import('./list/under-list.tsx'))
    .then((file) => file.UnderList, underList)
export const UnderList = later(underList)
