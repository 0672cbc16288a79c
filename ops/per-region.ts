/** One client for each region, created at its first use. */
export function perRegion<C>(Client: new (config: { region: string; maxAttempts: number }) => C) {
  const clients = new Map<string, C>();
  return (region: string): C => {
    const client = clients.get(region) ?? new Client({ region, maxAttempts: 5 });
    clients.set(region, client);
    return client;
  };
}
