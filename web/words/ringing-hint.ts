/** The line under the list of a device that does not ring, and could. */
export const ringingHint = 'この端末は鳴りません。通知を受け取るには'
