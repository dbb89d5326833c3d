/** A base URL as it is shown, with the environment variable that it comes from. */
export function addressText({
  baseUrl,
  baseUrlFrom,
}: {
  baseUrl: string | null;
  baseUrlFrom: string | null;
}): string {
  if (baseUrl === null) return 'the provider’s default';
  return baseUrlFrom === null ? baseUrl : `${baseUrl} (from ${baseUrlFrom})`;
}
