/** The secrets of tests in workerd: fixed, worthless, and never used outside of test/. */
export const testSecrets = {
  SIGNING_KEY: JSON.stringify({
    kty: 'OKP',
    crv: 'Ed25519',
    kid: 'test-key-1',
    x: '11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo',
    d: 'nWGxne_9WmC6hEr0kuwsxERJxWl7MmkZcDusAxyuf2A',
  }),
  PASSWORD_PEPPER: 'cGVwcGVyIG9mIHRlc3RzLCB3b3J0aGxlc3MgaW4gdGhlIHdvcmxk',
  PUSH_KEY: JSON.stringify({
    kty: 'EC',
    crv: 'P-256',
    x: 'B0ogBhe3GfBtKC4e78p35b5Yvx5Gwf4y0FvoUXoLq0k',
    y: 'ulMrCgW6eK9yNflM0JET3AW3QmygrkLYR--Kn42InB8',
    d: 'KXDU-RzUpOflFJuFshjWIj46hT6F_0js7DW6aT9WfWE',
  }),
  PUSH_SUBJECT: 'mailto:yagura@example.jp',
}
