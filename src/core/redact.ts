/** Takes what may be a name and a password out of the URLs in a text. */
export function withoutCredentials(text: string): string {
  return text.replace(/\/\/[^/@\s]*@/gu, '//')
}
