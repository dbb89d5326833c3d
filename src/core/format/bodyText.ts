/** The further members of every request's body, as JSON; null = none, or not known. */
export function bodyText(plan: { readonly body?: unknown } | null): string | null {
  const body = plan?.body;
  return body === undefined ? null : JSON.stringify(body);
}
