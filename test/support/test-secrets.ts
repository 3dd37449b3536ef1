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
}
