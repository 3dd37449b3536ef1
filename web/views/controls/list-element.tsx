import type { JSX } from 'solid-js'

export type ListElementProps = { ref: (element: HTMLElement) => void; style: JSX.CSSProperties; children: JSX.Element }

/** What the long list is made of: it stands in for the `Dynamic` that virtua renders, which may be any element (.tasks/client-build.mjs). */
export function ListElement(props: ListElementProps) {
  return (
    <div ref={props.ref} style={props.style}>
      {props.children}
    </div>
  )
}
