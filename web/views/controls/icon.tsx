/** A picture that says nothing by itself: the words stand beside it or in the button's label. */
export function Icon(props: { outline: string }) {
  return (
    <svg class="icon" viewBox="0 0 24 24" aria-hidden="true">
      <path d={props.outline} />
    </svg>
  )
}
