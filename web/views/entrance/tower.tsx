/** 火の見櫓: the town's fire watchtower. */
export function Tower() {
  return (
    <svg class="tower" viewBox="0 0 48 48" aria-hidden="true">
      <path d="M24 3L10 14h28z" />
      <path d="M16 14v7h16v-7M12 21h24M18 21l-5 24M30 21l5 24M17 29h14M15.5 37h17M18 29l14 8M30 29l-14 8" />
      <path d="M24 14v4" />
    </svg>
  )
}
