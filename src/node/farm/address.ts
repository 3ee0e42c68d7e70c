/** Where a queue is: `redis://…` or, with TLS, `rediss://…`; name, password and database stand in the address. */

/** What is wrong with an address in words, or null; never with its password. */
export function addressMistake(address: string): string | null {
  let url: URL;
  try {
    url = new URL(address);
  } catch {
    return 'is no address; it is such as redis://localhost:6379, or rediss://:password@host:6380 with TLS';
  }
  if (url.protocol !== 'redis:' && url.protocol !== 'rediss:')
    return `begins with ${url.protocol}//; a queue is at redis://… or, with TLS, rediss://…`;
  if (url.hostname === '') return 'names no host; it is such as redis://localhost:6379';
  if (!/^(\/\d{0,4})?$/.test(url.pathname))
    return 'may end with the number of a database, such as /0, and nothing else';
  return null;
}

/** The address for people: without name and password. */
export function shownAddress(address: string): string {
  const { protocol, host, pathname } = new URL(address);
  return `${protocol}//${host}${pathname}`;
}
