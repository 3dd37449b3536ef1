/** One request, as the log may know it: no body, no query, no token, no text that a person wrote. */
export type RequestLine = {
  reference: string
  method: string
  /** The route's pattern and not its path. */
  route: string
  status: number
  ms: number
  accountId?: string
  deviceId?: string
}

/** A fault of ours: where it happened. The message of an error may quote input, so it stays out for those of the database. */
export type FaultLine = { reference: string; fault: string; stack: string }

/** A part of a ring that was not done by this run; its lobby gives it again. */
export type RingLine = { part: string; fault: string }

/** The only place that writes to the console: one JSON line. */
export function log(line: RequestLine | FaultLine | RingLine): void {
  console.log(JSON.stringify(line))
}
