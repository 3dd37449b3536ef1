/** Tells a room whether somebody looks at it: who does is not rung. */
export type Look = { changed: (isHere: boolean) => void; opened: (isHere: boolean) => void }

/** `say` is true when it is on its way to the room. */
export function createLook(say: (here: boolean) => boolean): Look {
  let said = true
  const changed = (isHere: boolean): void => {
    if (isHere !== said && say(isHere)) said = isHere
  }
  return {
    changed,
    /** A new socket counts as looked at. */
    opened(isHere) {
      said = true
      changed(isHere)
    },
  }
}
